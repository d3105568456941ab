/* The form to record a batch: checks what is typed, sends papers ahead, puts away what a chosen product makes needless. Without it the form works by its buttons. */

/** Milliseconds without a keystroke before the service is asked. */
const PAUSE = 500;
/** A photo's longer side in pixels, above which the phone makes it smaller. */
const LONGEST = 2200;
const LARGE = 1_500_000;

const form = document.getElementById('record');
if (form) {
  const words = JSON.parse(form.dataset.words);
  const found = document.getElementById('found');
  const touched = new Set();
  let waiting = 0;
  let asked = 0;

  const described = document.getElementById('described');
  const product = document.getElementById('productId');
  const putAway = () => {
    const isChosen = product !== null && product.value !== '';
    described.hidden = isChosen;
    described.disabled = isChosen;
  };
  putAway();

  const unit = document.getElementById('quantity-unit');
  const suggestUnit = () => {
    const [chosen] = product.selectedOptions;
    const [first] = (chosen ? chosen.dataset.units || '' : '').split(' ');
    if (first && unit.value === '') unit.value = first;
  };

  const fields = () => {
    const sent = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') sent.append(name, value);
    return sent;
  };

  const show = (id, text) => {
    const input = document.getElementById(id);
    if (!input) return;
    const place = input.closest('.field');
    let told = place.querySelector('[data-live]');
    if (text === undefined) {
      if (told) told.remove();
      input.removeAttribute('aria-invalid');
      return;
    }
    if (!told) {
      const before = place.querySelector('.wrong');
      if (before) before.remove();
      told = place.appendChild(document.createElement('p'));
      told.className = 'wrong';
      told.id = `${id}-w`;
      told.dataset.live = '';
      const hint = document.getElementById(`${id}-h`);
      input.setAttribute('aria-describedby', hint ? `${id}-h ${id}-w` : `${id}-w`);
    }
    if (told.textContent !== text) told.textContent = text;
    input.setAttribute('aria-invalid', 'true');
  };

  /* Only what was touched is called wrong: a form begins empty, which is no mistake. */
  const check = async () => {
    const mine = ++asked;
    try {
      const reply = await fetch(form.dataset.checkAt, { method: 'POST', body: fields(), headers: { Accept: 'application/json' } });
      if (!reply.ok || mine !== asked) return;
      const { errors, html } = await reply.json();
      const wrong = new Map(errors.map(({ field, text }) => [field, text]));
      for (const id of touched) show(id, wrong.get(id));
      if (html !== null && found.innerHTML !== html) found.innerHTML = html;
    } catch (_) {
      // Without network the form is typed on; saving says what is wrong.
    }
  };

  form.addEventListener('input', (event) => {
    if (event.target.type === 'file') return;
    clearTimeout(waiting);
    waiting = setTimeout(check, PAUSE);
  });
  form.addEventListener('change', (event) => {
    const { target } = event;
    if (target.type === 'file') send(target);
    else if (target.id) touched.add(target.id);
    if (target === product) {
      putAway();
      suggestUnit();
    }
    clearTimeout(waiting);
    waiting = setTimeout(check, 0);
  });

  /** A photo made small enough for a weak network; anything else as it is. */
  const smaller = async (file) => {
    if (file.type !== 'image/jpeg' || file.size <= LARGE) return file;
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
    const made = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.85));
    return made && made.size < file.size ? made : file;
  };

  /* The paper is sent while the form is still being typed; if that fails it goes with the form. */
  const send = async (input) => {
    const [file] = input.files;
    const kept = document.getElementById(input.dataset.keep);
    const said = input.closest('fieldset').querySelector('[data-file-said]');
    kept.value = '';
    if (!file || !window.crypto.subtle) return;
    said.textContent = words.uploading;
    try {
      const bytes = await (await smaller(file)).arrayBuffer();
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
      const reply = await fetch(`/v1/files/${hash}`, {
        method: 'PUT',
        body: bytes,
        headers: { 'Content-Type': 'application/octet-stream' },
      });
      if (!reply.ok) {
        const problem = await reply.json().catch(() => null);
        said.textContent = problem ? problem.detail : words.failed;
        return;
      }
      // A file chosen meanwhile is the one that counts.
      if (input.files[0] !== file) return;
      kept.value = hash;
      input.value = '';
      said.textContent = `${words.uploaded} · ${file.name}`;
      check();
    } catch (_) {
      said.textContent = words.failed;
    }
  };

  // Old browsers do not tell of a form by which button it was sent; a click, which Enter makes too, comes before it everywhere.
  let pressed = null;
  form.addEventListener('click', ({ target }) => {
    pressed = target.closest('button') || pressed;
  });
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent !== undefined) event.preventDefault();
    else if (pressed === null) return;
    else if (pressed.value === 'save') form.dataset.sent = '';
    else if (pressed.hasAttribute('data-check')) {
      event.preventDefault();
      for (const input of form.elements) if (input.id && input.value !== '') touched.add(input.id);
      check();
    }
  });
  window.addEventListener('pageshow', () => delete form.dataset.sent);
}
