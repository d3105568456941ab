/** Addresses of the pages of recalls and holds. */
export const RECALLS_PATH = '/recalls';
export const NEW_RECALL_PATH = '/recalls/new';
export const HOLDS_PATH = '/holds';

export const recallPath = (id: string) => `${RECALLS_PATH}/${encodeURIComponent(id)}`;
