import { newPublicId } from '../codes/ids.ts';
import { parseTraceCode } from '../codes/trace-code.ts';
import { instantOrNow } from '../custody/times.ts';
import { actingFor, withRight } from '../parties/acting.ts';
import { type KnownParty, loadPartyFacts, partyByRef, siteOf } from '../parties/facts.ts';
import { within } from '../parties/regions.ts';
import { type AuthorityCaller, actedBy, chainOf, type PartyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { SiteFacts } from '../rules/facts.ts';
import type { DB } from '../store/schema.ts';
import type { Reply } from '../store/store.ts';
import type { SampleKind } from './model.ts';
import type { SampleInput } from './schemas.ts';
import { sampleShown } from './views.ts';

export type SampleCaller = PartyCaller | AuthorityCaller;
type Batch = { id: number; traceCode: string; partyId: number };

/** Who calls an operation of samples; the mount has refused everyone else. */
export function samplerOf({ caller }: Pick<Call, 'caller'>): SampleCaller {
  if (caller.kind === 'party' || caller.kind === 'authority') return caller;
  throw new Error('This operation is for parties and authorities; its access says otherwise.');
}

/** The kinds of samples a caller may take. */
function kindsFor(caller: SampleCaller): readonly SampleKind[] {
  if (caller.kind === 'authority') return ['official', 'quick'];
  const { kinds } = caller.party;
  if (kinds.includes('marketOperator')) return ['market', 'quick', 'client'];
  return kinds.includes('laboratory') ? ['client'] : ['client', 'quick'];
}

/**
 * POST /v1/samples: what was taken, from whom, of which batches.
 * @throws {Problem} invalid-input with every wrong field; conflict for a number the taker has used
 */
export function takeSample(deps: Deps, call: Call<unknown, unknown, SampleInput>): Promise<Reply> {
  const caller = samplerOf(call);
  return write(deps.store, async () => {
    const { body } = call;
    const { batches, party, site, laboratory, takenAt } = await checked(deps, call, caller);
    const taker = { takerKind: caller.kind, takerId: caller.kind === 'party' ? caller.party.id : caller.authority.id };
    await refuseNumber(deps, taker, body.number.trim());
    const [id = 0] = await deps.store.ids(1);
    const row: DB['sample'] = {
      id,
      publicId: newPublicId(deps.random),
      number: body.number.trim(),
      kind: body.kind,
      ...taker,
      partyId: party.id,
      siteId: site.id,
      regionCode: site.regionCode,
      laboratoryId: laboratory?.id ?? null,
      retestLaboratoryId: null,
      state: 'taken',
      takenAt,
      retestUntil: null,
      actedBy: actedBy(caller),
      at: call.now,
    };
    const payload = {
      party: party.publicId,
      actedBy: row.actedBy,
      number: row.number,
      kind: row.kind,
      site: site.publicId,
      regionCode: row.regionCode,
      laboratory: laboratory?.publicId ?? null,
      takenAt,
      batches: batches.map((batch) => batch.traceCode),
    };
    const shown = await sampleShown(deps.store.read, row, batches);
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [{ kind: 'sample.taken', subject: `sample/${row.publicId}`, payload }],
      rows: { sample: [row], sample_batch: batches.map((batch) => ({ sampleId: id, batchId: batch.id })) },
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({ reply: json(201, shown, { Location: `/v1/samples/${row.publicId}` }) }),
    };
  });
}

async function refuseNumber(deps: Deps, taker: Pick<DB['sample'], 'takerKind' | 'takerId'>, number: string): Promise<void> {
  const known = await deps.store.read
    .selectFrom('sample')
    .select('publicId')
    .where('takerKind', '=', taker.takerKind)
    .where('takerId', '=', taker.takerId)
    .where('number', '=', number)
    .executeTakeFirst();
  if (known)
    throw new Problem(
      'conflict',
      { zh: `抽样单号 ${number} 已登记。`, en: `The number ${number} stands for a sample already.` },
      { extra: { sample: known.publicId } },
    );
}

interface Checked {
  batches: Batch[];
  party: KnownParty;
  site: SiteFacts;
  laboratory: KnownParty | null;
  takenAt: number;
}

async function checked(deps: Deps, call: Call<unknown, unknown, SampleInput>, caller: SampleCaller): Promise<Checked> {
  const { body, now } = call;
  const { read } = deps.store;
  const takenAt = instantOrNow(body.takenAt, now, '/takenAt');
  const { batches, errors } = await namedBatches(deps, body.traceCodes);
  const party = await sampledParty(deps, caller, body, batches);
  const site = party ? await siteOf(read, party.id, body.site) : null;
  const laboratory = await laboratoryOf(deps, caller, body.laboratory);
  if (!kindsFor(caller).includes(body.kind)) errors.push(wrongKind(body.kind, kindsFor(caller)));
  if (!party || !(await maySample(deps, caller, party, site, now))) errors.push(notYours(body.party));
  else if (!site) errors.push(noSite(body.site));
  else errors.push(...(await notHeld(deps, party, body, batches)));
  if (laboratory === 'unknown') errors.push(noLaboratory(body.laboratory ?? ''));
  if (errors.length > 0 || !party || !site || laboratory === 'unknown') throw invalidInput(errors);
  return { batches, party, site, laboratory, takenAt };
}

async function namedBatches(deps: Deps, texts: readonly string[]): Promise<{ batches: Batch[]; errors: ProblemDetail[] }> {
  const parsed = texts.map((text) => parseTraceCode(text));
  const codes = [...new Set(parsed.flatMap((code) => (code.ok ? [code.code] : [])))];
  const batches =
    codes.length === 0
      ? []
      : await deps.store.read.selectFrom('batch').select(['id', 'traceCode', 'partyId']).where('traceCode', 'in', codes).execute();
  const known = new Set(batches.map((batch) => batch.traceCode));
  const errors = parsed.flatMap((code, i) => (code.ok && known.has(code.code) ? [] : [notRecorded(texts[i] ?? '', i)]));
  return { batches, errors };
}

async function sampledParty(deps: Deps, caller: SampleCaller, body: SampleInput, batches: readonly Batch[]): Promise<KnownParty | null> {
  if (body.party !== undefined) return partyByRef(deps.store.read, body.party);
  const id = caller.kind === 'party' ? caller.party.id : (batches[0]?.partyId ?? -1);
  return (await loadPartyFacts(deps.store.read, [id])).get(id) ?? null;
}

/**
 * An authority in its region; a party from itself, and a market operator or laboratory from who delegated the goods to it, as their keeper or their maker, at the sites
 * they were delegated for.
 */
async function maySample(deps: Deps, caller: SampleCaller, party: KnownParty, site: SiteFacts | null, now: number): Promise<boolean> {
  if (caller.kind === 'authority') return within(site?.regionCode ?? party.regionCode, caller.authority.regionCode);
  const acting = withRight((await actingFor(deps.store.read, caller, [party.id], now)).get(party.id), 'custody', 'batches');
  if (!acting || (acting.siteIds && site && !acting.siteIds.includes(site.id))) return false;
  return party.id === caller.party.id || caller.party.kinds.some((kind) => kind === 'marketOperator' || kind === 'laboratory');
}

/** A registered laboratory by its id or credit code; without one, the caller where it is one itself. */
async function laboratoryOf(deps: Deps, caller: SampleCaller, ref: string | undefined): Promise<KnownParty | null | 'unknown'> {
  const { read } = deps.store;
  if (ref === undefined) {
    if (caller.kind !== 'party' || !caller.party.kinds.includes('laboratory')) return null;
    return (await loadPartyFacts(read, [caller.party.id])).get(caller.party.id) ?? null;
  }
  return (await registeredLaboratory(deps, ref)) ?? 'unknown';
}

export async function registeredLaboratory(deps: Pick<Deps, 'store'>, ref: string): Promise<KnownParty | null> {
  const party = await partyByRef(deps.store.read, ref);
  return party?.state === 'approved' && party.kinds.includes('laboratory') ? party : null;
}

/** A sample is of goods the party made, or has or had. */
async function notHeld(deps: Deps, party: KnownParty, body: SampleInput, batches: readonly Batch[]): Promise<ProblemDetail[]> {
  const foreign = batches.filter((batch) => batch.partyId !== party.id);
  if (foreign.length === 0) return [];
  const rows = await deps.store.read
    .selectFrom('holding')
    .select('batchId')
    .where('partyId', '=', party.id)
    .where(
      'batchId',
      'in',
      foreign.map((batch) => batch.id),
    )
    .execute();
  const held = new Set(rows.map((row) => row.batchId));
  return foreign
    .filter((batch) => !held.has(batch.id))
    .map((batch) => ({
      pointer: `/traceCodes/${body.traceCodes.findIndex((text) => text.replaceAll('-', '').toUpperCase() === batch.traceCode)}`,
      found: batch.traceCode,
      expected: { zh: '被抽样单位生产或者进货的批次', en: 'a batch the sampled party made or received' },
      fix: { zh: '核对追溯码；货物先由其确认收货或者进货登记', en: 'check the code; have the goods received first' },
    }));
}

function notRecorded(found: string, i: number): ProblemDetail {
  return {
    pointer: `/traceCodes/${i}`,
    found,
    expected: { zh: '已记录批次的追溯码', en: 'the trace code of a recorded batch' },
    fix: { zh: '核对后重新输入或扫码', en: 'check it and type or scan it again' },
  };
}

function wrongKind(found: string, kinds: readonly string[]): ProblemDetail {
  const list = kinds.join(', ');
  return {
    pointer: '/kind',
    found,
    expected: { zh: `本单位可以登记：${list}`, en: `one this caller may take: ${list}` },
    fix: { zh: '更正 kind', en: 'correct kind' },
  };
}

function notYours(found: string | undefined): ProblemDetail {
  return {
    pointer: '/party',
    found: found ?? '(missing)',
    expected: {
      zh: '监管部门：本辖区内的单位；市场、实验室：本单位，或者已委托本单位的单位',
      en: 'for an authority a party in its region; for others itself, or for a market or laboratory a party that delegated to it',
    },
    fix: { zh: '核对 party 和 site；先由对方办理委托', en: 'check party and site; have a delegation granted first' },
  };
}

function noSite(found: string | undefined): ProblemDetail {
  return {
    pointer: '/site',
    found: found ?? '(missing)',
    expected: { zh: '被抽样单位的场所', en: 'a site of the sampled party' },
    fix: { zh: '去掉此字段即指首个场所', en: 'leave it out to mean the first site' },
  };
}

export function noLaboratory(found: string): ProblemDetail {
  return {
    pointer: '/laboratory',
    found,
    expected: { zh: '已登记的检验机构', en: 'a registered laboratory' },
    fix: { zh: '填写其 id 或 uscc:统一社会信用代码', en: 'give its id, or uscc: and its credit code' },
  };
}
