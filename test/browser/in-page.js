/* What the tests ask of a page, run inside it: one object, `asked`, made anew on every page. */
globalThis.asked ??= (() => {
  const TABBABLE = 'a[href],button,input:not([type=hidden]),select,textarea,summary,[tabindex]:not([tabindex="-1"])';
  const TINTS = ['red', 'ochre', 'ok', 'slate'];

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const isShown = (e) => e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && e.getClientRects().length > 0;
  const named = (e) =>
    `${e.tagName.toLowerCase()}${e.id ? `#${e.id}` : ''} ${(e.textContent.trim() || e.getAttribute('name') || '').replace(/\s+/g, ' ').slice(0, 30)}`;

  /** Where Tab should stop, in the order of the document; of a group of radio buttons at the chosen or first one. */
  function stops() {
    return all(TABBABLE).filter((e) => {
      if (e.disabled || !isShown(e)) return false;
      if (e.type !== 'radio') return true;
      const group = all(`input[type=radio][name="${CSS.escape(e.name)}"]`, e.form ?? document).filter(isShown);
      return e === (group.find((one) => one.checked) ?? group[0]);
    });
  }

  let wanted = [];
  let visited = [];
  addEventListener('focusin', ({ target }) => visited.push(target));

  /** Begins a walk from the top. @returns how many presses of Tab it takes at most */
  function beginWalk() {
    document.activeElement?.blur();
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
    scrollTo(0, 0);
    wanted = stops();
    visited = [];
    const inner = (e) => (/^(date|time|month|datetime-local)$/.test(e.type) ? 7 : 1);
    return wanted.reduce((sum, e) => sum + inner(e), 2);
  }

  /** What the walk missed or met in the wrong order. */
  function endWalk() {
    const until = visited.indexOf(wanted[0], visited.findIndex((e) => e !== wanted[0]) === -1 ? visited.length : 1);
    const path = (until === -1 ? visited : visited.slice(0, until)).filter((e, i, list) => e !== list[i - 1]);
    const faults = wanted.filter((e) => !path.includes(e)).map((e) => `Tab does not reach ${named(e)}`);
    path.forEach((e, i) => {
      const before = path[i - 1];
      if (before && !(before.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING))
        faults.push(`Tab goes back from ${named(before)} to ${named(e)}`);
    });
    const last = visited.at(-1);
    if (wanted.length > 1 && last === wanted.at(-1) && document.activeElement === last) faults.push(`Tab does not leave ${named(last)}`);
    return faults;
  }

  function inSight(e) {
    const box = e.getClientRects()[0];
    const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
    const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
    const top = document.elementFromPoint(x, y);
    return box.bottom > 0 && box.top < innerHeight && top !== null && (e.contains(top) || top.contains(e));
  }

  const look = (e) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(e);
    return `${outlineStyle === 'none' ? '' : outlineStyle + outlineWidth + outlineColor} ${boxShadow}`;
  };

  /** Gives each stop the focus: it must be in sight, and look different from what has none. */
  function focusFaults() {
    return stops().flatMap((e) => {
      const marked = e.classList.contains('hide') ? e.parentElement : e;
      const before = look(marked);
      e.focus();
      if (document.activeElement !== e) return [`cannot have the focus: ${named(e)}`];
      const faults = [];
      if (!inSight(marked)) faults.push(`has the focus out of sight: ${named(e)}`);
      if (look(marked) === before) faults.push(`looks the same with the focus: ${named(e)}`);
      e.blur();
      return faults;
    });
  }

  function skipFaults() {
    const main = all('main');
    if (main.length !== 1) return [`${main.length} main parts`];
    const before = stops().filter((e) => main[0].compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING);
    const skip = before[0]?.matches('a[href="#main"]') === true;
    return before.length > 2 && !skip ? [`${before.length} stops before the main part and no link that skips them`] : [];
  }

  function headFaults() {
    const faults = [];
    const h1 = all('h1').filter(isShown);
    if (h1.length !== 1) faults.push(`${h1.length} h1`);
    if (h1.some((e) => e.textContent.trim() === '')) faults.push('an empty h1');
    if (!/^(zh-CN|en)$/.test(document.documentElement.lang)) faults.push(`lang is "${document.documentElement.lang}"`);
    if (document.title.trim() === '') faults.push('no title');
    return [...faults, ...orderFaults()];
  }

  /** What is read in another order than it stands in the document. */
  function orderFaults() {
    const isMoved = (e) => {
      const { order, flexDirection, display } = getComputedStyle(e);
      return e.tabIndex > 0 || order !== '0' || (display.includes('flex') && flexDirection.includes('reverse'));
    };
    return all('body *')
      .filter(isMoved)
      .map((e) => `out of order: ${named(e)}`);
  }

  /** With less motion asked for nothing moves by itself. */
  function motionFaults() {
    const faults = document.getAnimations().map((one) => `moves: ${one.effect?.target?.tagName}`);
    if (getComputedStyle(document.documentElement).scrollBehavior !== 'auto') faults.push('scrolls smoothly');
    return faults;
  }

  /** What hands in gloves must meet: 44 px each way; a control inside its label is as large as the label. */
  function smallTargets(least) {
    return all('main button,main .btn,main summary,main input:not([type=hidden]),main select,main textarea')
      .filter((e) => isShown(e) && !e.classList.contains('hide'))
      .flatMap((e) => {
        const { width, height } = (e.closest('label') ?? e).getBoundingClientRect();
        return Math.min(width, height) < least - 0.5 ? [`${Math.round(width)} × ${Math.round(height)} px: ${named(e)}`] : [];
      });
  }

  const parts = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const opaque = (colour) => parts(colour)[3] ?? 1;
  /** As a screen without colour shows it: 0 to 1. */
  const grey = ([r = 0, g = 0, b = 0]) => (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
  const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const contrast = (a, b) => {
    const [low, high] = [linear(a), linear(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const over = (value, share, ground) => value * share + ground * (1 - share);

  /** The grey behind an element: of the nearest ancestors that paint one. */
  function ground(e) {
    if (e === null) return 1;
    const { backgroundColor } = getComputedStyle(e);
    const share = opaque(backgroundColor);
    return share >= 1 ? grey(parts(backgroundColor)) : over(grey(parts(backgroundColor)), share, ground(e.parentElement));
  }

  const tintOf = (e) => TINTS.filter((tint) => e.classList.contains(tint)).join('+');

  /** What tells a state beside its colour. */
  function toldBy(e) {
    const words = e.innerText.trim() || e.getAttribute('aria-label') || '';
    return { words, icon: e.querySelector('svg')?.innerHTML ?? '' };
  }

  /** A state told by colour alone, or in words that grey swallows. */
  function greyFaultsOf(e) {
    const { words, icon } = toldBy(e);
    if (words === '' && icon === '') return [`colour alone: ${e.outerHTML.slice(0, 60)}`];
    const ratio = contrast(grey(parts(getComputedStyle(e).color)), ground(e));
    return [
      ...(e.matches('.st[role=status]') && icon === '' ? ['a status without its shape'] : []),
      ...(ratio < 4.5 && words !== '' ? [`${ratio.toFixed(1)} : 1 in grey: ${words.slice(0, 30)}`] : []),
    ];
  }

  /** States told by colour alone: no word and no picture, or the same words in two colours. */
  function greyFaults() {
    const tinted = all(`.tag,.st,mark,${TINTS.map((tint) => `.${tint}`).join(',')}`).filter((e) => isShown(e) && !e.closest('svg'));
    const tints = new Map();
    const alike = tinted
      .filter((e) => e.matches('.tag,.st,mark'))
      .filter((e) => {
        const { words, icon } = toldBy(e);
        const key = `${e.tagName} ${getComputedStyle(e).borderBottomStyle} ${icon} ${words}`;
        const before = tints.get(key) ?? tintOf(e);
        tints.set(key, tintOf(e));
        return before !== tintOf(e);
      });
    return [...tinted.flatMap(greyFaultsOf), ...alike.map((e) => `the same words in two colours: ${e.innerText.slice(0, 30)}`)];
  }

  const SHAPES = 'rect,path,circle,ellipse,polygon,polyline,line';
  const isPaint = (paint) => paint !== 'none' && opaque(paint) > 0;
  const holds = (box, x, y) => box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
  const area = ({ width, height }) => width * height;

  /** Greys of a shape's fill and stroke over what is behind it; a pattern counts as ink, its own lines are drawn with it. */
  function painted(shape, behind) {
    const { fill, stroke, opacity, fillOpacity, strokeOpacity } = getComputedStyle(shape);
    const mixed = (paint, own) =>
      paint.startsWith('url') ? 0 : over(grey(parts(paint)), Number(own) * Number(opacity) * opaque(paint), behind);
    return [
      [fill, fillOpacity],
      [stroke, strokeOpacity],
    ]
      .filter(([paint]) => isPaint(paint))
      .map(([paint, own]) => mixed(paint, own));
  }

  /** A shape must stand out 3 : 1 by its fill, its outline, or what it is drawn on along the same way. */
  function lostShapes(svg, shapes, behind) {
    const whole = area(svg.getBoundingClientRect());
    const stands = (shape) => {
      const seen = painted(shape, behind);
      return seen.length === 0 || seen.some((one) => contrast(one, behind) >= 3);
    };
    const way = (shape) => shape.getAttribute('d') ?? JSON.stringify(shape.getBoundingClientRect());
    const standing = new Set(shapes.filter(stands).map(way));
    return shapes
      .filter((shape) => area(shape.getBoundingClientRect()) < 0.9 * whole && !standing.has(way(shape)))
      .map((shape) => `lost in grey: ${shape.outerHTML.slice(0, 80)}`);
  }

  /** Words of a picture stand out 4.5 : 1 from the shape under them. */
  function lostWords(svg, shapes, behind) {
    return all('text', svg).flatMap((text) => {
      const box = text.getBoundingClientRect();
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      const isUnder = (e) =>
        e.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING &&
        isPaint(getComputedStyle(e).fill) &&
        holds(e.getBoundingClientRect(), x, y);
      const under = shapes.filter(isUnder).at(-1);
      const fill = under === undefined ? behind : painted(under, behind)[0];
      const ratio = contrast(painted(text, fill)[0] ?? fill, fill);
      return ratio < 4.5 ? [`${ratio.toFixed(1)} : 1 in grey: ${text.textContent}`] : [];
    });
  }

  /** What is lost of pictures that say something. */
  function pictureFaults() {
    const pictures = all('svg:not(svg svg)').filter((svg) => isShown(svg) && !svg.closest('[aria-hidden=true]'));
    return pictures.flatMap((svg) => {
      const behind = ground(svg.parentElement);
      const shapes = all(SHAPES, svg).filter((e) => !e.closest('defs,pattern,clipPath,marker,mask,symbol'));
      return [...lostShapes(svg, shapes, behind), ...lostWords(svg, shapes, behind)];
    });
  }

  const UNWRITTEN = /\bundefined\b|\bNaN\b|\[object |\bnull\b/;

  /** What was meant to say something and does not: a value nobody wrote out, a table or list without rows, a heading over nothing. */
  function unwrittenFaults() {
    const isBare = (e) => e.textContent.trim() === '' && !e.querySelector('img,svg,input,button,canvas,video');
    const faults = all('tbody,ul,ol,dl')
      .filter((e) => isShown(e.closest('table') ?? e) && e.children.length === 0)
      .map((e) => `an empty ${e.tagName.toLowerCase()}`);
    for (const section of all('main section,main .card').filter(isShown)) {
      const rest = [...section.children].filter((e) => !/^H[1-6]$/.test(e.tagName));
      if (
        section.children.length > 0 &&
        !section.querySelector('h2.name') &&
        rest.every(isBare) &&
        section.textContent.trim() === (section.querySelector('h1,h2,h3')?.textContent.trim() ?? '')
      )
        faults.push(`nothing under ${named(section)}`);
    }
    const found = UNWRITTEN.exec(document.body.innerText);
    return found ? [...faults, `says "${found[0]}"`] : faults;
  }

  /** A page without records says so in a sentence and leads on; a firm's by a form or a link of its own, an officer's by the way to the other lists. */
  function emptyFaults(ofParty) {
    const main = document.querySelector('main');
    const parts = all('p,li,td,dd,summary,label,legend', main).filter(
      (e) => isShown(e) && !e.closest('nav') && e.textContent.trim().length > 3,
    );
    const ways = all('form,a[href]', main).filter((e) => isShown(e) && (!ofParty || !e.closest('nav')));
    return [...(parts.length === 0 ? ['says nothing'] : []), ...(ways.length === 0 ? ['leads nowhere'] : [])];
  }

  return {
    unwrittenFaults,
    emptyFaults,
    beginWalk,
    endWalk,
    focusFaults,
    skipFaults,
    headFaults,
    motionFaults,
    smallTargets,
    greyFaults,
    pictureFaults,
  };
})();
