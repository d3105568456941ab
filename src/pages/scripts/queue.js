/*
 * What was done on this phone and is not yet with the service. Each action has an idempotency key and the device's time from the moment it was
 * done, and its bytes never change afterwards: sent twice, it is recorded once.
 */

const TIMEOUT = 10000;

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open('suyuan-tool', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('actions', { keyPath: 'key' });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function inStore(mode, work) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction('actions', mode);
      const asked = work(transaction.objectStore('actions'));
      // Done is when it is on disk, not when it was asked for.
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** 128 random bits; `randomUUID` is younger than the phones. */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @returns {Promise<object[]>} actions of a party, oldest first; another firm's on the same phone wait for their own sign-in */
export async function actionsOf(party) {
  const all = await inStore('readonly', (store) => store.getAll());
  return all.filter((one) => one.party === party).sort((a, b) => (a.at < b.at ? -1 : 1));
}

export const put = (action) => inStore('readwrite', (store) => store.put(action));
export const remove = (key) => inStore('readwrite', (store) => store.delete(key));

/** @returns {Promise<'done' | 'waiting' | 'signedOut' | 'conflict'>} */
export async function send(action) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT);
  let reply;
  try {
    reply = await fetch(action.path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': action.key, 'Accept-Language': document.documentElement.lang },
      body: action.body,
      signal: abort.signal,
    });
  } catch (_) {
    return 'waiting';
  } finally {
    clearTimeout(timer);
  }
  if (reply.ok) {
    await remove(action.key);
    return 'done';
  }
  if (reply.status === 401) return 'signedOut';
  // The service is busy or broken, or asks for patience: later.
  if (reply.status >= 500 || reply.status === 429) return 'waiting';
  const problem = await reply.json().catch(() => ({}));
  await put({
    ...action,
    conflict: { status: reply.status, detail: problem.detail || String(reply.status), errors: problem.errors || [] },
  });
  return 'conflict';
}

let sending = null;

async function sendAll(party) {
  const outcome = { done: 0, waiting: 0, signedOut: false };
  for (const action of await actionsOf(party)) {
    if (action.conflict) continue;
    const sent = await send(action);
    if (sent === 'done') outcome.done++;
    if (sent === 'signedOut') outcome.signedOut = true;
    if (sent === 'waiting' || sent === 'signedOut') outcome.waiting++;
    // No network for one is no network for the next.
    if (sent === 'waiting' || sent === 'signedOut') break;
  }
  return outcome;
}

/** Sends what waits, one after the other; a second call while one runs joins it, a second tab waits for its turn. */
export function sync(party) {
  if (!sending) {
    const run = () => sendAll(party);
    sending = (navigator.locks ? navigator.locks.request('suyuan-sync', run) : run()).finally(() => {
      sending = null;
    });
  }
  return sending;
}
