/* Receiving by phone: scan, confirm, and keep what was confirmed until the service has it. */
import { actionsOf, newKey, put, remove, sync } from './queue.js';
import { scanner, signal } from './scan.js';

const tool = document.getElementById('tool');
const words = JSON.parse(tool.dataset.words);
const { party } = tool.dataset;
const PAGES = 'receive-pages';

function element(name, text, attributes) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
  return made;
}

/** What to do about an action the service refused. */
function advice({ status, errors }) {
  if (status === 409) return words.settled;
  if (errors.some((error) => error.pointer === '/receivedAt')) return words.wrongTime;
  return status === 422 ? words.correct : words.noRight;
}

function queued(action) {
  const item = element('li', '', { class: action.conflict ? 'card red' : 'card ochre' });
  const state = action.conflict ? words.conflict : words.waiting;
  item.append(element('span', state, { class: action.conflict ? 'tag red' : 'tag ochre' }), element('b', ` ${action.label}`));
  item.append(element('p', `${words.doneAt} ${new Date(action.at).toLocaleString(document.documentElement.lang, { hour12: false })}`));
  if (!action.conflict) return item;
  item.append(
    element('p', [action.conflict.detail, ...action.conflict.errors.map((error) => error.fix)].join(' ')),
    element('p', advice(action.conflict)),
  );
  const gone = element('button', words.dismiss, { class: 'btn plain', type: 'button' });
  gone.addEventListener('click', async () => {
    await remove(action.key);
    await show();
  });
  const ways = element('p', '');
  ways.append(element('a', words.open, { class: 'btn', href: action.page }), ' ', gone);
  item.append(ways);
  return item;
}

/** Shows what waits and what was refused; on the page of a delivery that waits the form goes away, so that it is not confirmed again. */
async function show() {
  const actions = await actionsOf(party);
  const section = document.getElementById('queue');
  section.hidden = actions.length === 0;
  const list = section.querySelector('ul');
  list.textContent = '';
  list.append(...actions.map(queued));
  const waiting = new Set(actions.filter((one) => !one.conflict).map((one) => one.page));
  for (const link of document.querySelectorAll('[data-slip]')) {
    const isWaiting = waiting.has(link.getAttribute('href'));
    link.querySelector('[data-waits]').hidden = !isWaiting;
  }
  const form = document.getElementById('receipt');
  if (form) form.hidden = waiting.has(form.dataset.page);
  return actions;
}

function say(text) {
  document.getElementById('said').textContent = text;
}

async function syncAndShow() {
  const { done, waiting, signedOut } = await sync(party);
  await show();
  if (done > 0) signal(true);
  if (signedOut) say(words.signIn);
  else if (done > 0) say(words.uploaded.replace('#', done));
  else if (waiting > 0) say(words.offline);
  return done;
}

/** The body of POST …/receipt from the form: only the lines that differ. */
function bodyOf(form) {
  const data = new FormData(form);
  const lines = [...form.querySelectorAll('[data-line]')].map((row) => {
    const n = Number(row.dataset.line);
    const outcome = data.get(`line.${n}.outcome`);
    if (outcome === 'accepted') return null;
    const amount = (data.get(`line.${n}.amount`) || '').trim();
    const counts = outcome === 'short' || outcome === 'over';
    return Object.assign({ line: n, outcome }, counts ? { quantity: { amount, unit: row.dataset.unit } } : {});
  });
  const differing = lines.filter((line) => line !== null);
  const checks = {};
  for (const kind of ['licence', 'certificate', 'dates', 'temperature']) checks[kind] = data.has(`check.${kind}`);
  const reason = (data.get('reason') || '').trim();
  return Object.assign(
    { outcome: 'accepted', checks, receivedAt: new Date().toISOString() },
    differing.length > 0 ? { lines: differing } : {},
    reason === '' ? {} : { reason },
  );
}

async function confirm(form) {
  const { shipment, page, label } = form.dataset;
  const action = {
    key: newKey(),
    party,
    page,
    label,
    at: new Date().toISOString(),
    path: `/v1/shipments/${shipment}/receipt`,
    body: JSON.stringify(bodyOf(form)),
  };
  // On the disk before on the way: a battery that dies in the cold room loses nothing.
  await put(action);
  await syncAndShow();
  const [mine] = (await actionsOf(party)).filter((one) => one.key === action.key);
  const { conflict = {} } = mine || {};
  if (conflict.status === 422) {
    // The page itself says best what is wrong, beside the fields.
    await remove(action.key);
    form.submit();
    return;
  }
  signal(!mine);
  location.assign(mine ? '/receive' : page);
}

/** Opens or closes the field for what came: only "fewer" and "more" have one. */
function lineChanged(row) {
  const outcome = row.querySelector('select').value;
  const amount = row.querySelector('input');
  const counts = outcome === 'short' || outcome === 'over';
  amount.required = counts;
  row.querySelector('[data-amount]').hidden = !counts;
  row.classList.toggle('differs', outcome !== 'accepted');
}

function prepareReceipt(form) {
  for (const row of form.querySelectorAll('[data-line]')) {
    lineChanged(row);
    row.querySelector('select').addEventListener('change', () => {
      lineChanged(row);
      if (row.querySelector('input').required) row.querySelector('input').select();
    });
  }
  // Old browsers do not tell of a form by which button it was sent; a click, which Enter makes too, comes before it everywhere.
  let pressed = null;
  form.addEventListener('click', ({ target }) => {
    pressed = target.closest('button') || pressed;
  });
  form.addEventListener('submit', (event) => {
    // "Not mine" is rare and grave: by the form, with the network there. So is what no known button sent.
    if (pressed === null || pressed.value !== 'accepted') return;
    event.preventDefault();
    for (const button of form.querySelectorAll('button')) button.disabled = true;
    confirm(form).catch(() => form.submit());
  });
}

/** What a code on paper may name among the deliveries this phone knows: used only without network. */
function keysOf(code) {
  const text = code.trim();
  const room = /\/(s|t)\/([^/?#]+)/.exec(text);
  const gtin = /(?:^|\/|\()01[/)]?(\d{14})/.exec(text) || /^(\d{8}|\d{12,14})$/.exec(text);
  const keys = [text, text.toUpperCase().replace(/[\s-]/g, '')];
  if (room) keys.push(room[2], room[2].toUpperCase().replace(/-/g, ''));
  if (gtin) keys.push(gtin[1].padStart(14, '0'));
  return keys;
}

/** The page in front of us is the one kept from before: the code is looked up here. */
function lookUpHere(code) {
  const keys = keysOf(code);
  const fits = [...document.querySelectorAll('[data-slip]')].filter((link) => {
    const names = [link.dataset.slip, ...link.dataset.codes.split(' ')];
    return keys.some((key) => names.includes(key));
  });
  if (fits.length === 1) location.replace(fits[0].getAttribute('href'));
  else say(fits.length === 0 ? words.notHere : words.several);
}

/** Keeps the pages of what should arrive, for a room without network. */
async function keepPages() {
  const kept = await caches.open(PAGES);
  const pages = [...document.querySelectorAll('[data-slip]')].map((link) => link.getAttribute('href'));
  await Promise.all(
    [...new Set(['/receive', location.pathname, ...pages])].map(async (page) => {
      const reply = await fetch(page);
      if (reply.ok && !reply.redirected) await kept.put(page, reply);
    }),
  );
}

async function startWorker() {
  if (!('serviceWorker' in navigator)) return;
  await navigator.serviceWorker.register('/receive-worker.js', { scope: '/receive' });
  await navigator.serviceWorker.ready;
  await keepPages();
  // Styles and scripts were loaded before there was a worker: asked for again they are kept.
  const assets = performance.getEntriesByType('resource').map((one) => one.name);
  await Promise.all(assets.filter((name) => name.includes('/assets/')).map((name) => fetch(name)));
  tool.dataset.ready = 'yes';
  if (document.getElementById('said').textContent === '') say(words.ready);
}

function leave() {
  for (const form of document.querySelectorAll('form[action="/sign-out"]'))
    form.addEventListener('submit', () => {
      if ('caches' in window) caches.delete(PAGES);
    });
}

async function begin() {
  const box = document.getElementById('scan');
  if (box) scanner(box, words, ([code]) => location.assign(`/receive?code=${encodeURIComponent(code)}`));
  const form = document.getElementById('receipt');
  if (form) prepareReceipt(form);
  leave();
  window.addEventListener('online', syncAndShow);
  const code = new URLSearchParams(location.search).get('code');
  await syncAndShow();
  if (code !== null && tool.dataset.code !== code) lookUpHere(code);
  else await startWorker().catch(() => {});
}

begin();
