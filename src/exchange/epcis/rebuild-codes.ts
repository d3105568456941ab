import { formatTraceCode, parseTraceCode } from '../../codes/trace-code.ts';
import { actedBy, chainOf, type PartyCaller } from '../../platform/caller.ts';
import type { Deps } from '../../platform/deps.ts';
import { write } from '../../platform/write.ts';
import { rowsOf } from '../../store/parts.ts';
import { NotMade, NotOwn } from './rebuild-place.ts';

interface Reserving {
  deps: Deps;
  caller: PartyCaller;
  now: number;
}

/**
 * Codes that batches are to have stand reserved for the party first, as if it had printed them.
 * @throws {NotMade} for a code that is wrong, named twice, or in use
 */
export async function reserve({ deps, caller, now }: Reserving, texts: readonly string[]): Promise<void> {
  const codes = texts.map((text) => {
    const parsed = parseTraceCode(text);
    if (!parsed.ok) throw new NotMade({ zh: `追溯码 ${text} 有误。`, en: `The trace code ${text} is wrong.` });
    return parsed.code;
  });
  const twice = codes.find((code, i) => codes.indexOf(code) !== i);
  if (twice !== undefined)
    throw new NotMade({
      zh: `追溯码 ${formatTraceCode(twice)} 出现两次；一个追溯码只能是一个批次。`,
      en: `The trace code ${formatTraceCode(twice)} stands there twice; it can be of one batch alone.`,
    });
  await write(deps.store, async () => {
    const { read } = deps.store;
    const batches = await rowsOf(codes, (part) =>
      read.selectFrom('batch').select(['traceCode', 'partyId']).where('traceCode', 'in', part).execute(),
    );
    const others = batches.filter((row) => row.partyId !== caller.party.id);
    if (others.length > 0) throw new NotOwn(others.map((row) => row.traceCode));
    const known = await rowsOf(codes, (part) => read.selectFrom('reserved_code').selectAll().where('traceCode', 'in', part).execute());
    const taken = batches[0] ?? known.find((row) => row.partyId !== caller.party.id || row.batchId !== null);
    if (taken)
      throw new NotMade({
        zh: `追溯码 ${formatTraceCode(taken.traceCode)} 已另有用途。`,
        en: `The trace code ${formatTraceCode(taken.traceCode)} is in use otherwise.`,
      });
    const fresh = codes.filter((code) => !known.some((row) => row.traceCode === code));
    const payload = { party: caller.party.publicId, actedBy: actedBy(caller), roll: 'epcis', count: fresh.length, codes: fresh };
    return {
      chain: chainOf(caller),
      at: now,
      entries: fresh.length === 0 ? [] : [{ kind: 'codes.reserved', subject: 'roll/epcis', payload }],
      rows: { reserved_code: fresh.map((traceCode) => ({ traceCode, partyId: caller.party.id, roll: 'epcis', at: now, batchId: null })) },
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    };
  });
}
