import { sha256Hex } from '../ledger/entry.ts';
import { within } from '../parties/regions.ts';
import { actedBy, type Caller, chainOf, type PartyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { invalidInput, notFound, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { Reply, Store } from '../store/store.ts';

const signatures: readonly [string, readonly number[]][] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
];

/** What the bytes are, by their own signature and never by what the sender calls them. */
export function mediaTypeOf(bytes: Uint8Array): string | null {
  return signatures.find(([, start]) => start.every((byte, i) => bytes[i] === byte))?.[0] ?? null;
}

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
  const mediaType = mediaTypeOf(call.raw);
  if (mediaType === null)
    throw new Problem('wrong-media-type', {
      zh: '内容不是 PDF、PNG 或 JPEG；请导出为其中一种。',
      en: 'The content is no PDF, PNG or JPEG; export it as one of them.',
    });
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

/** GET /v1/files/{sha256}: to the party that stored it, and to the authorities where that party has a site; never public. */
export async function getFile(deps: Deps, call: Call<{ sha256: string }>): Promise<Response> {
  const row = await fileInScope(deps.store.read, call.caller, call.params.sha256);
  const bytes = row ? await deps.files.get(call.params.sha256) : null;
  if (!row || !bytes) throw notFound({ zh: '该文件', en: 'file by that hash' });
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      'Content-Type': row.mediaType,
      'Content-Disposition': `attachment; filename="${call.params.sha256.slice(0, 12)}"`,
      'X-Content-Type-Options': 'nosniff',
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
