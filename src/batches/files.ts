import { photoInScope } from '../custody/receipt-photos.ts';
import { notePhotoInScope } from '../enforcement/note-photos.ts';
import { sha256Hex } from '../ledger/entry.ts';
import { within } from '../parties/regions.ts';
import { actedBy, type Caller, chainOf, type PartyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { invalidInput, notFound, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { Reply, Store } from '../store/store.ts';
import { type FileType, isShowable, kindOf } from './file-kinds.ts';

/** PUT /v1/files/{sha256}: the bytes first, then the fact that the party has them. The same file again changes nothing. */
export async function putFile(deps: Deps, call: Call<{ sha256: string }>, caller: PartyCaller): Promise<Reply> {
  const hash = sha256Hex(call.raw);
  if (hash !== call.params.sha256)
    throw invalidInput([
      {
        pointer: '/path/sha256',
        found: call.params.sha256,
        expected: { zh: `内容的 SHA-256：${hash}`, en: `the SHA-256 of the content: ${hash}` },
        fix: { zh: '重新计算摘要，或重新上传完整文件', en: 'compute it again, or send the whole file again' },
      },
    ]);
  const mediaType = acceptedType(call.raw, call.request.headers.get('content-type'));
  const body = { sha256: hash, mediaType, size: call.raw.byteLength };
  const known = () =>
    deps.store.read
      .selectFrom('stored_file')
      .select('sha256')
      .where('partyId', '=', caller.party.id)
      .where('sha256', '=', hash)
      .executeTakeFirst();
  if (await known()) return json(200, body);
  await deps.files.put(hash, call.raw);
  return write(deps.store, async (attempt) => {
    // Somebody of the same party put it meanwhile: the claim on the key was lost to the very same fact.
    const isThere = attempt > 0 && (await known()) !== undefined;
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: isThere
        ? []
        : [{ kind: 'file.stored', subject: `file/${hash}`, payload: { party: caller.party.publicId, actedBy: actedBy(caller), ...body } }],
      rows: isThere
        ? {}
        : { stored_file: [{ sha256: hash, partyId: caller.party.id, size: call.raw.byteLength, mediaType, at: call.now }] },
      finish: () => ({ reply: json(isThere ? 200 : 201, body) }),
    };
  });
}

/**
 * The type of a file by its bytes.
 * @throws {Problem} wrong-media-type for other content, or content that is not what its sender calls it; too-large for a picture beyond all screens
 */
function acceptedType(bytes: Uint8Array, declared: string | null): FileType {
  const kind = kindOf(bytes);
  if (kind === null)
    throw new Problem('wrong-media-type', {
      zh: '内容不是 PDF、PNG、JPEG、WebP、XLSX 或 OFD；请导出为其中一种。',
      en: 'The content is no PDF, PNG, JPEG, WebP, XLSX or OFD; export it as one of them.',
    });
  const said = declared?.split(';')[0]?.trim().toLowerCase();
  if (said && said !== 'application/octet-stream' && said !== kind.type)
    throw new Problem('wrong-media-type', {
      zh: `内容是 ${kind.type}，而 Content-Type 写的是 ${said}。`,
      en: `The content is ${kind.type}, and Content-Type calls it ${said}.`,
    });
  if (!isShowable(kind))
    throw new Problem('too-large', {
      zh: '图片没有可读的尺寸，或超过 1 亿像素；请缩小后重新上传。',
      en: 'The picture names no size, or has more than 100 million pixels; make it smaller and send it again.',
    });
  return kind.type;
}

/** GET /v1/files/{sha256}: to the party that stored it, and to the authorities where that party has a site; never public. */
export async function getFile(deps: Deps, call: Call<{ sha256: string }>): Promise<Response> {
  const { read } = deps.store;
  const { sha256 } = call.params;
  const row =
    (await fileInScope(read, call.caller, sha256)) ??
    (await photoInScope(read, call.caller, sha256)) ??
    (await notePhotoInScope(deps, call.caller, sha256));
  if (!row) throw noFile();
  return fileReply(deps, sha256, row.mediaType);
}

const noFile = () => notFound({ zh: '该文件', en: 'file by that hash' });

/** A stored file as it is given to who may read it: nothing in it can act. @throws {Problem} not-found where its bytes are gone */
export async function fileReply(deps: Deps, sha256: string, mediaType: string): Promise<Response> {
  const bytes = await deps.files.get(sha256);
  if (!bytes) throw noFile();
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      'Content-Type': mediaType,
      'Content-Disposition': `attachment; filename="${sha256.slice(0, 12)}"`,
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'Cache-Control': 'private, max-age=86400',
    },
  });
}

async function fileInScope(read: Store['read'], caller: Caller, sha256: string): Promise<{ mediaType: string } | undefined> {
  const files = read.selectFrom('stored_file').where('sha256', '=', sha256);
  if (caller.kind === 'party') return files.select('mediaType').where('partyId', '=', caller.party.id).executeTakeFirst();
  if (caller.kind !== 'authority') return undefined;
  const stored = await files
    .innerJoin('site', 'site.partyId', 'stored_file.partyId')
    .select(['stored_file.mediaType', 'site.regionCode'])
    .execute();
  return stored.find(({ regionCode }) => within(regionCode, caller.authority.regionCode));
}
