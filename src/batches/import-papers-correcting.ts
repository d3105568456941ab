import { refuseSiteDelegate } from '../parties/access.ts';
import { actedBy, chainOf, type PartyCaller } from '../platform/caller.ts';
import { correctedFields } from '../platform/corrected.ts';
import type { Deps } from '../platform/deps.ts';
import { invalidInput } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { Reply } from '../store/store.ts';
import { codesOf, isRecorded, noPapers, notAhead, papersView } from './import-papers.ts';
import { papersRepository } from './import-papers-repository.ts';
import type { ImportCorrectionInput } from './import-papers-schemas.ts';
import { filesOfParty } from './stored-files.ts';

/**
 * POST /v1/import-papers/{id}/corrections: what was said wrongly; the ledger keeps both and why. The inspection certificate is a document of its own: it is
 * withdrawn and recorded anew as any other.
 * @throws {Problem} conflict for a declaration the party has recorded
 */
export function correctImportPapers(
  deps: Deps,
  call: Call<{ id: string }, unknown, ImportCorrectionInput>,
  caller: PartyCaller,
): Promise<Reply> {
  return write(deps.store, async () => {
    // Batches of every site may stand on them.
    refuseSiteDelegate(caller);
    const { read } = deps.store;
    const repository = papersRepository(read, caller);
    const before = await repository.one(call.params.id);
    if (!before) throw noPapers();
    const batches = (await repository.batches([before.id])).get(before.id) ?? [];
    const { reason, ...said } = call.body;
    const { to, was, errors } = correctedFields(before, said);
    errors.push(...notAhead(said.arrivedOn, call.now));
    if (said.fileSha256) errors.push(...(await filesOfParty(read, caller.party.id, said.fileSha256)));
    if (errors.length > 0) throw invalidInput(errors);
    if (to.declarationNumber !== undefined && (await repository.one(to.declarationNumber))) throw isRecorded(to.declarationNumber);
    const row = { ...before, ...to };
    const { party } = caller;
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [
        {
          kind: 'import-papers.corrected',
          subject: `import-papers/${row.publicId}`,
          payload: { party: party.publicId, actedBy: actedBy(caller), reason: reason.trim(), to, was, traceCodes: codesOf(batches) },
        },
      ],
      touch: [{ set: 'import_papers', id: row.id, to, was }],
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({ reply: json(200, papersView(row, batches)) }),
    };
  });
}
