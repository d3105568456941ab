import type { AsideTable, DraftTable } from './store.ts';

/** Deletes what is older; photos of an office's notes stay. `hole` is the dialect's place of the time. */
export function forgetSql(table: AsideTable | DraftTable, hole: string): string {
  const column = table === 'session' || table === 'person_session' ? 'expiresAt' : 'at';
  return `DELETE FROM "${table}" WHERE "${column}" < ${hole}${untaken(table)}`;
}

/** Of photos that wait for a note: none that came with one. */
export const untaken = (table: AsideTable | DraftTable): string =>
  table === 'office_photo' ? ' AND NOT EXISTS (SELECT 1 FROM note_photo WHERE note_photo.sha256 = office_photo.sha256)' : '';
