import { escapeHtml as e, safeUrl } from './escape.ts';
import { time } from './format.ts';
import { ICON } from './icons.ts';
import { alert, bar, csrfField, foot, headStart } from './layout.ts';
import { CHECKS, LINE_OUTCOMES, lineFields } from './slip-form.ts';
import { slipPaper } from './slip-paper.ts';
import { SLIP_STYLE } from './stylesheet.ts';
import { word } from './text.ts';
import { SLIP_TEXT } from './text-slip.ts';
import type { Language, SlipLine, SlipParty, SlipView } from './view.ts';

type Text = (typeof SLIP_TEXT)[Language];

const LOOK: Record<SlipView['state'], { tone: string; icon: string }> = {
  'in-transit': { tone: 'slate', icon: ICON.van },
  received: { tone: 'ok', icon: ICON.box },
  refused: { tone: 'red', icon: ICON.stop },
  disputed: { tone: 'ochre', icon: ICON.over },
  void: { tone: 'slate', icon: ICON.none },
};

/**
 * The page behind a slip's QR, for a buyer with or without an account: what should have come, one button when it did, a field a line when it
 * did not, and a way out for goods that were never theirs. The three are separate forms, and opening one hides the others, so that a tap on
 * "all received" cannot swallow differences already typed. Printed, the same page is the 随货单.
 */
export function slipPage(view: SlipView, language: Language): string {
  const t = SLIP_TEXT[language];
  const title = `${t.states[view.state]} · ${e(view.supplier.name)}`;
  const open = view.state === 'in-transit';
  const forms = open ? differencesForm(view, t) + notMineForm(view, t) : '';
  const body = `${alert(view.error?.text)}${route(view, t)}${photoLinks(view, t)}${forms}${lineList(view.lines, t)}${open ? allForm(view, t) : ''}<p class="small quiet more"><b>${t.print}</b> ${t.printHint}</p>${open ? allButton(t) : ''}`;
  return `${headStart(language, SLIP_STYLE)}<title>${title}</title><meta name="robots" content="noindex"></head><body><div class="screen"><main>${statusBanner(view, t)}${bar(language)}<div class="in">${body}</div></main></div>${slipPaper(view, language)}${foot(language)}`;
}

function statusBanner(view: SlipView, t: Text): string {
  const { tone, icon } = LOOK[view.state];
  const received = view.received;
  const who = received
    ? `<p>${time(received.at)} · ${received.by === 'link' ? t.byLink : t.byParty} · ${t.outcomes[received.outcome]}${photoNote(received, t)}</p>`
    : '';
  return `<section class="st ${tone}" role="status"><div class="in">${icon}<div><h1>${t.states[view.state]}</h1>${who}<p>${t.stateText[view.state]}</p></div></div></section>`;
}

const photoNote = ({ photoCount = 0 }: NonNullable<SlipView['received']>, t: Text) =>
  photoCount === 0 ? '' : ` · ${t.photosCame(photoCount)}`;

/** Photos of the receipt, for the two sides when they are signed in. */
function photoLinks(view: SlipView, t: Text): string {
  const photos = view.received?.photos ?? [];
  if (photos.length === 0) return '';
  const links = photos.map((href, i) => `<li><a class="tap" href="${safeUrl(href)}" download>${t.photoNo(i + 1)}</a></li>`);
  return `<section class="card"><h2>${t.photos}</h2><ul>${links.join('')}</ul></section>`;
}

function route(view: SlipView, t: Text): string {
  const end = (label: string, party: SlipParty) =>
    `<div><dt>${label}</dt><dd>${e(party.name)}${party.uscc === undefined ? '' : `<span class="code quiet">${e(party.uscc)}</span>`}</dd></div>`;
  const number = view.documentNumber === undefined ? '' : `${t.documentNumber} ${e(view.documentNumber)} · `;
  const rows = `<p class="small about">${number}${t.shippedAt} ${time(view.shippedAt)} · ${word(t.purposes, view.purpose)} · ${t.lineCount(view.lines.length)}</p>`;
  return `<dl class="route">${end(t.supplier, view.supplier)}${end(t.buyer, view.buyer)}</dl>${rows}`;
}

function details(line: SlipLine, t: Text): string {
  const parts: string[] = [];
  if (line.specification !== null) parts.push(e(line.specification));
  if (line.batchNumber !== undefined) parts.push(`${t.batch} ${e(line.batchNumber)}`);
  if (line.productionDate !== undefined) parts.push(`${t.made} ${time(line.productionDate)}`);
  if (line.expiresOn !== undefined) parts.push(`${t.until} ${time(line.expiresOn)}`);
  return parts.join(' · ');
}

const quantity = (line: SlipLine) => `${e(line.quantity.amount)} ${e(line.quantity.unit)}`;

function lineList(lines: readonly SlipLine[], t: Text): string {
  const items = lines.map(
    (line) =>
      `<li><span class="n">${line.index}</span><div class="w"><b>${e(line.productName)}</b><span class="small quiet">${details(line, t)}</span></div><span class="q">${quantity(line)}</span></li>`,
  );
  return `<ol class="lines" aria-label="${t.lineCount(lines.length)}">${items.join('')}</ol>`;
}

/* The first form: only what is true of the whole delivery. Its button stands outside, stuck to the thumb's end of the screen. */
function allForm(view: SlipView, t: Text): string {
  return `<form id="all" class="more" ${sends(view)}>${csrfField(view.csrf)}${photoField('all', view, t)}<details><summary>${t.more}</summary>${signing('all', view, t)}</details></form>`;
}

const allButton = (t: Text) =>
  `<div class="go"><button class="btn huge" form="all" name="outcome" value="accepted">${ICON.box}${t.allArrived}</button></div>`;

const sends = (view: SlipView) => `method="post" action="${safeUrl(view.formAction)}" enctype="multipart/form-data"`;

/** Photos: those that came with an answer that was not taken are kept, and need not be sent twice. */
function photoField(form: string, view: SlipView, t: Text): string {
  const kept = view.sentPhotos ?? [];
  const hidden = kept.map((hash) => `<input type="hidden" name="photo" value="${e(hash)}">`).join('');
  const count = kept.length === 0 ? '' : `<p>${t.photosKept(kept.length)}</p>${hidden}`;
  const isWrong = view.error?.field === 'photos';
  const wrong = isWrong ? `<p class="wrong" id="${form}-photos-w">${e(view.error?.text ?? '')}</p>` : '';
  const described = `aria-describedby="${form}-photos-h${isWrong ? ` ${form}-photos-w" aria-invalid="true` : ''}"`;
  return `<div class="field gapped shots"><label for="${form}-photos">${t.takePhotos}</label><p class="hint" id="${form}-photos-h">${t.photosHint} · ${t.optional}</p>${wrong}${count}<input id="${form}-photos" name="photos" type="file" multiple accept="image/jpeg,image/png,image/webp" ${described}></div>`;
}

function signing(form: string, view: SlipView, t: Text): string {
  const checks = CHECKS.map(
    (check) =>
      `<label class="check"><input type="checkbox" name="check.${check}" value="1"${view.entered?.[`check.${check}`] === '1' ? ' checked' : ''}>${t.checkKinds[check]}</label>`,
  );
  return `<fieldset class="field"><legend class="label">${t.checks}</legend>${checks.join('')}</fieldset><div class="field"><label for="${form}-name">${t.signedName}</label><p class="hint" id="${form}-hint">${t.signedHint} · ${t.optional}</p><input id="${form}-name" name="signedName" maxlength="60" value="${e(view.entered?.signedName ?? '')}" autocomplete="name" aria-describedby="${form}-hint"></div>`;
}

function differencesForm(view: SlipView, t: Text): string {
  const rows = view.lines.map((line) => differenceRow(line, view, t)).join('');
  const again = LINE_OUTCOMES.some((outcome) => view.lines.some((line) => view.entered?.[lineFields(line.index).outcome] === outcome));
  const open = again || view.error?.line !== undefined ? ' open' : '';
  return `<details class="alt"${open}><summary>${t.someDiffer}</summary><form class="card" ${sends(view)}>${csrfField(view.csrf)}<p class="hint">${t.someDifferHint}</p>${rows}<div class="gapped">${photoField('some', view, t)}${signing('some', view, t)}</div><button class="btn full" name="outcome" value="accepted">${t.confirmDiffer}</button></form></details>`;
}

function differenceRow(line: SlipLine, view: SlipView, t: Text): string {
  const names = lineFields(line.index);
  const id = `line-${line.index}`;
  const chosen = view.entered?.[names.outcome];
  const options = LINE_OUTCOMES.map(
    (outcome) => `<option value="${outcome}"${outcome === chosen ? ' selected' : ''}>${t.outcomes[outcome]}</option>`,
  ).join('');
  const invalid = view.error?.line === line.index ? ' aria-invalid="true"' : '';
  const message = invalid === '' ? '' : `<p class="wrong">${e(view.error?.text ?? '')}</p>`;
  return `<fieldset class="row"><legend>${line.index}. ${e(line.productName)}<span class="small quiet">${t.ordered} ${quantity(line)} · ${details(line, t)}</span></legend>${message}<div class="two"><div><label for="${id}-o">${t.outcome}</label><select id="${id}-o" name="${names.outcome}"${invalid}>${options}</select></div><div><label for="${id}-a">${t.amount} · ${e(line.quantity.unit)}</label><input id="${id}-a" name="${names.amount}" value="${e(view.entered?.[names.amount] ?? '')}" inputmode="decimal" autocomplete="off" maxlength="20"${invalid}></div></div></fieldset>`;
}

function notMineForm(view: SlipView, t: Text): string {
  const open = view.entered?.outcome === 'notMine' ? ' open' : '';
  return `<details class="alt"${open}><summary>${t.notMine}</summary><form class="card" ${sends(view)}>${csrfField(view.csrf)}<p>${t.notMineHint}</p>${photoField('none', view, t)}<div class="field"><label for="not-mine">${t.reason}</label><p class="hint" id="not-mine-h">${t.optional}</p><input id="not-mine" name="reason" maxlength="200" value="${e(view.entered?.reason ?? '')}" aria-describedby="not-mine-h"></div><button class="btn red full" name="outcome" value="notMine">${t.confirmNotMine}</button></form></details>`;
}
