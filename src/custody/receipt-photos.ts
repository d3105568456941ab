import { isShowable, kindOf } from '../batches/file-kinds.ts';
import { sha256Hex } from '../ledger/entry.ts';
import type { Caller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { Problem } from '../platform/problems.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import { custodyRepository, type Read } from './repository.ts';

/** Most photos of one receipt. */
export const MOST_PHOTOS = 3;
/** Largest photo, in bytes; a telephone's have 2 to 8 million. */
export const PHOTO_LIMIT = 8_388_608;
/** Largest form with photos, in bytes. */
export const PHOTO_FORM_LIMIT = MOST_PHOTOS * PHOTO_LIMIT + 262_144;
/** Photos one slip may leave behind in answers that were not taken: whoever finds a slip must not fill the disk with it. */
const MOST_KEPT = 12;

export interface Photo {
  sha256: string;
  /** Bytes. */
  size: number;
  mediaType: string;
}

type Bytes = Photo & { bytes: Uint8Array };

export interface SentPhotos {
  photos: Photo[];
  /** Those of them that are not on the disk yet. */
  fresh: Bytes[];
  faults: PhotoFault[];
}

export type PhotoFault = 'photo-kind' | 'photo-large' | 'photo-many' | 'photo-nowhere' | 'cut';

/**
 * Photos of a slip's form: those that came now (`photos`), and those an earlier answer brought that was not taken (`photo`, by hash, of this
 * slip alone). They are on the disk only with an answer that is taken, by {@link storePhotos}, or as far as there is room by {@link keepPhotos}.
 */
export async function takePhotos(deps: Deps, shipmentId: number, form: FormData): Promise<SentPhotos> {
  const before = await keptOf(deps.store.read, shipmentId);
  const named = new Set(form.getAll('photo'));
  const kept = before.filter(({ sha256 }) => named.has(sha256)).slice(0, MOST_PHOTOS);
  const read = await Promise.all(
    form.getAll('photos').flatMap((file) => (typeof file === 'string' || file.size === 0 ? [] : [photoOf(file)])),
  );
  const faults = new Set(read.filter((one) => typeof one === 'string'));
  const came = new Map(read.flatMap((one) => (typeof one === 'string' ? [] : [[one.sha256, one] as const])));
  for (const { sha256 } of kept) came.delete(sha256);
  const taken = [...came.values()].slice(0, MOST_PHOTOS - kept.length);
  if (taken.length < came.size) faults.add('photo-many');
  const fresh = taken.filter(({ sha256 }) => before.every((one) => one.sha256 !== sha256));
  const photos = [...kept, ...taken].map(({ sha256, size, mediaType }) => ({ sha256, size, mediaType }));
  return { photos, fresh, faults: [...faults] };
}

/** What the bytes are decides, never what the sender calls them. */
async function photoOf(file: File): Promise<Bytes | PhotoFault> {
  if (file.size > PHOTO_LIMIT) return 'photo-large';
  const bytes = new Uint8Array(await file.arrayBuffer());
  const kind = kindOf(bytes);
  if (!kind?.type.startsWith('image/')) return 'photo-kind';
  return isShowable(kind) ? { sha256: sha256Hex(bytes), size: bytes.byteLength, mediaType: kind.type, bytes } : 'photo-large';
}

function keptOf(read: Read, shipmentId: number): Promise<Photo[]> {
  return read
    .selectFrom('slip_photo')
    .select(['sha256', 'size', 'mediaType'])
    .where('shipmentId', '=', shipmentId)
    .limit(MOST_KEPT + 1)
    .execute();
}

/** Sets down the bytes of an answer that is taken. @throws {Problem} not-on-edge */
export async function storePhotos(deps: Pick<Deps, 'files'>, photos: readonly Bytes[]): Promise<void> {
  for (const { sha256, bytes } of photos) await deps.files.put(sha256, bytes);
}

/**
 * Keeps the photos of an answer that was not taken, so that nobody has to take them again; without room none of those that came now.
 * @returns those that are kept
 */
export async function keepPhotos(deps: Deps, shipmentId: number, { photos, fresh }: SentPhotos, at: number): Promise<Photo[]> {
  if (fresh.length === 0) return photos;
  const before = photos.filter(({ sha256 }) => fresh.every((one) => one.sha256 !== sha256));
  if ((await keptOf(deps.store.read, shipmentId)).length + fresh.length > MOST_KEPT) return before;
  try {
    await storePhotos(deps, fresh);
  } catch (error) {
    if (error instanceof Problem && error.code === 'not-on-edge') return before;
    throw error;
  }
  await write(deps.store, async () => ({
    chain: 'system',
    at,
    entries: [],
    rows: { slip_photo: fresh.map(({ sha256, size, mediaType }) => ({ shipmentId, sha256, size, mediaType, at })) },
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
  }));
  return photos;
}

/** The rows of a receipt's photos. */
export function photoRows(receiptId: number, photos: readonly Photo[]): DB['receipt_photo'][] {
  return photos.map(({ sha256, size, mediaType }, i) => ({ receiptId, n: i + 1, sha256, size, mediaType }));
}

/** What a receipt's entry says of its photos; one without any says nothing. */
export function toldOf(photos: readonly Photo[]) {
  return photos.length === 0 ? {} : { photos: photos.map(({ sha256, size, mediaType }) => ({ sha256, size, mediaType })) };
}

/** The photos of a receipt, in their order. */
export function photosOf(read: Read, receiptId: number): Promise<Photo[]> {
  return read.selectFrom('receipt_photo').select(['sha256', 'size', 'mediaType']).where('receiptId', '=', receiptId).orderBy('n').execute();
}

/** How many photos came with the receipts of shipments; those without any are left out. */
export async function photoCounts(read: Read, shipmentIds: readonly number[]): Promise<Map<number, number>> {
  const rows = await read
    .selectFrom('receipt_photo')
    .innerJoin('receipt', 'receipt.id', 'receipt_photo.receiptId')
    .select(['receipt.shipmentId', 'receipt_photo.n'])
    .where('receipt.shipmentId', 'in', [...shipmentIds])
    .execute();
  return new Map([...Map.groupBy(rows, (row) => row.shipmentId ?? 0)].map(([id, photos]) => [id, photos.length]));
}

/** A receipt's photo by its hash, for both sides of the shipment and the authorities of their places; undefined out of scope. */
export async function photoInScope(read: Read, caller: Caller, sha256: string): Promise<{ mediaType: string } | undefined> {
  const rows = await read
    .selectFrom('receipt_photo')
    .innerJoin('receipt', 'receipt.id', 'receipt_photo.receiptId')
    .innerJoin('shipment', 'shipment.id', 'receipt.shipmentId')
    .select(['receipt_photo.mediaType', 'shipment.publicId'])
    .where('receipt_photo.sha256', '=', sha256)
    .execute();
  const { shipment } = custodyRepository(read, caller);
  for (const { mediaType, publicId } of rows) if (await shipment(publicId)) return { mediaType };
  return undefined;
}
