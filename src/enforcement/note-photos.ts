import { isShowable, kindOf } from '../batches/file-kinds.ts';
import { sha256Hex } from '../ledger/entry.ts';
import { type AuthorityCaller, type Caller, chainOf } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { Problem } from '../platform/problems.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { enforcementRepository, scopeOf } from './repository.ts';

type Read = Store['read'];

/** Most photos of one note. */
export const MOST_PHOTOS = 10;

export interface NotePhoto {
  sha256: string;
  /** Bytes. */
  size: number;
  mediaType: string;
}

export type PhotoFault = 'kind' | 'large' | 'many' | 'nowhere';

/**
 * Photos of an officer's form: those that came now (`photos`), and those this office has put before (`photo`, by hash). Kept even where
 * something else of the form is wrong, so that nobody has to go back and take them again.
 */
export async function takeNotePhotos(
  deps: Deps,
  caller: AuthorityCaller,
  form: FormData,
  now: number,
): Promise<{ photos: NotePhoto[]; faults: PhotoFault[] }> {
  const asked = form.getAll('photo').flatMap((hash) => (typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash) ? [hash] : []));
  const known = await officePhotos(deps.store.read, caller.authority.id, asked);
  const photos = new Map(known.slice(0, MOST_PHOTOS).map((one) => [one.sha256, one]));
  const { fresh, faults } = await freshOf(form, photos);
  if (known.length > MOST_PHOTOS && !faults.includes('many')) faults.push('many');
  try {
    await keep(deps, caller, fresh, now);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'not-on-edge') throw error;
    return { photos: [...photos.values()], faults: [...faults, 'nowhere'] };
  }
  return { photos: [...photos.values(), ...fresh.map(({ bytes: _, ...photo }) => photo)], faults };
}

type Fresh = NotePhoto & { bytes: Uint8Array };

/** Photos that came with the form and are none of those that are there, as far as there is room for them. */
async function freshOf(form: FormData, known: ReadonlyMap<string, NotePhoto>): Promise<{ fresh: Fresh[]; faults: PhotoFault[] }> {
  const files = form.getAll('photos').filter((file) => typeof file !== 'string' && file.size > 0) as File[];
  const read = await Promise.all(files.map(photoOf));
  const faults = new Set(read.filter((one) => typeof one === 'string'));
  const named = new Map(read.flatMap((one) => (typeof one === 'string' || known.has(one.sha256) ? [] : [[one.sha256, one]])));
  const fresh = [...named.values()].slice(0, Math.max(0, MOST_PHOTOS - known.size));
  if (fresh.length < named.size) faults.add('many');
  return { fresh, faults: [...faults] };
}

/** What the bytes are decides, never what the sender calls them. */
async function photoOf(file: File): Promise<Fresh | PhotoFault> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const kind = kindOf(bytes);
  if (!kind?.type.startsWith('image/')) return 'kind';
  return isShowable(kind) ? { sha256: sha256Hex(bytes), size: bytes.byteLength, mediaType: kind.type, bytes } : 'large';
}

async function keep(deps: Deps, caller: AuthorityCaller, photos: readonly Fresh[], at: number): Promise<void> {
  if (photos.length === 0) return;
  for (const { sha256, bytes } of photos) await deps.files.put(sha256, bytes);
  await write(deps.store, async () => ({
    chain: chainOf(caller),
    at,
    entries: [],
    rows: {
      office_photo: photos.map(({ sha256, size, mediaType }) => ({ authorityId: caller.authority.id, sha256, size, mediaType, at })),
    },
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
  }));
}

/** Of the hashes named those the office has put itself, in the order named. */
export async function officePhotos(read: Read, authorityId: number, hashes: readonly string[]): Promise<NotePhoto[]> {
  const named = [...new Set(hashes)].slice(0, 20);
  if (named.length === 0) return [];
  const rows = await read
    .selectFrom('office_photo')
    .select(['sha256', 'size', 'mediaType'])
    .where('authorityId', '=', authorityId)
    .where('sha256', 'in', named)
    .execute();
  return named.flatMap((hash) => rows.find(({ sha256 }) => sha256 === hash) ?? []);
}

export const notePhotoRows = (noteId: number, photos: readonly NotePhoto[]): DB['note_photo'][] =>
  photos.map((photo, i) => ({ noteId, n: i + 1, ...photo }));

/** Photos by the lead whose note they came with. Whoever asks has the leads in scope; a party asks {@link isToldOf} first. */
export async function photosOfLeads(read: Read, leadIds: readonly string[]): Promise<ReadonlyMap<string, NotePhoto[]>> {
  const photos = new Map<string, NotePhoto[]>();
  if (leadIds.length === 0) return photos;
  const rows = await read
    .selectFrom('finding')
    .innerJoin('note_photo', 'note_photo.noteId', 'finding.subjectId')
    .select(['finding.publicId', 'note_photo.sha256', 'note_photo.size', 'note_photo.mediaType'])
    .where('finding.subjectType', '=', 'note')
    .where('finding.publicId', 'in', [...leadIds])
    .orderBy('note_photo.noteId')
    .orderBy('note_photo.n')
    .execute();
  for (const { publicId, ...photo } of rows) photos.set(publicId, [...(photos.get(publicId) ?? []), photo]);
  return photos;
}

/**
 * Whether the party of a case has been told its facts: with the notice of the intended penalty it is (行政处罚法 44), and from then on what
 * they rest on is open to its defence (45, 64).
 */
export const isToldOf = (steps: readonly { kind: string }[]): boolean => steps.some(({ kind }) => kind === 'notice');

/**
 * An officer's photo by its hash: for the office that put it, every authority that has its lead in scope, and the lead's party once it was
 * told of the facts. Undefined for anybody else.
 */
export async function notePhotoInScope(
  deps: Pick<Deps, 'store'>,
  caller: Caller,
  sha256: string,
): Promise<{ mediaType: string } | undefined> {
  const { read } = deps.store;
  if (caller.kind === 'authority') {
    const [own] = await officePhotos(read, caller.authority.id, [sha256]);
    if (own) return own;
  }
  const rows = await read
    .selectFrom('note_photo')
    .innerJoin('finding', 'finding.subjectId', 'note_photo.noteId')
    .select(['note_photo.mediaType', 'finding.publicId', 'finding.caseId'])
    .where('finding.subjectType', '=', 'note')
    .where('note_photo.sha256', '=', sha256)
    .execute();
  const repository = enforcementRepository(read, await scopeOf(read, caller));
  for (const { mediaType, publicId, caseId } of rows) {
    const isOpen = caller.kind !== 'party' || (caller.siteIds === undefined && caseId !== null && isToldOf(await repository.steps(caseId)));
    if (isOpen && (await repository.finding(publicId))) return { mediaType };
  }
  return undefined;
}
