import { formatTraceCode } from '../../codes/trace-code.ts';
import { isCommitment, revealed } from '../../ledger/personal.ts';
import { type KnownParty, loadPartyFacts, loadSiteFacts, type SiteFacts } from '../../parties/facts.ts';
import { maskName } from '../../parties/model.ts';
import { regionName } from '../../parties/regions.ts';
import type { Locale } from '../../platform/problems.ts';
import { formatSteps } from '../../platform/quantity.ts';
import type { Store } from '../../store/store.ts';
import type { NoticeLine } from './notice.ts';
import type { NoticeBatch } from './notice-repository.ts';
import type { NoticeTarget } from './notice-target.ts';
import { reasonText } from './notice-words.ts';

type Read = Store['read'];

/** What is asked for, as replies name it. */
export function targetView({ id, kind, names, cas, family, title, from, base }: NoticeTarget) {
  return { id, kind, names, cas, family, text: title, from, covers: base.rows.length };
}

/** A quantity of a batch in its own unit; without a unit there is no quantity. */
const quantityOf = (steps: number, unit: string | null) => (unit === null ? null : { amount: formatSteps(steps, unit), unit });

/** How many batches, holders and sites a list names, and what is on hand in each unit. */
export function totalsOf(lines: readonly NoticeLine[]) {
  const held = lines.flatMap(({ batch, holdings }) => holdings.map((holding) => ({ ...holding, unit: batch.unit })));
  const byUnit = Map.groupBy(
    held.flatMap(({ steps, unit }) => (unit === null ? [] : [{ steps, unit }])),
    (one) => one.unit,
  );
  return {
    batches: lines.length,
    onHandBatches: lines.filter((line) => line.holdings.length > 0).length,
    holders: new Set(held.map((holding) => holding.partyId)).size,
    sites: new Set(held.map((holding) => holding.siteId)).size,
    onHand: [...byUnit].flatMap(([unit, some]) => {
      const steps = some.reduce((sum, one) => sum + one.steps, 0);
      return Number.isSafeInteger(steps) ? [{ amount: formatSteps(steps, unit), unit }] : [];
    }),
  };
}

const partyView = (party: KnownParty | undefined) => ({
  id: party?.publicId ?? null,
  uscc: party && !party.natural ? party.uscc : null,
  name: party?.name ?? '',
});

const placeView = (regionCode: string) => ({ regionCode, regionName: regionName(regionCode) });
const siteView = (site: SiteFacts | undefined) => (site ? { id: site.publicId, name: site.name } : null);

/** Lines as replies show them: the batch, its maker, why it stands there, and who has how much of it where. */
export async function lineViews(read: Read, lines: readonly NoticeLine[], codes: ReadonlyMap<number, string>, locale: Locale) {
  const parties = await loadPartyFacts(
    read,
    lines.flatMap(({ batch, holdings }) => [batch.partyId, ...holdings.map((holding) => holding.partyId)]),
  );
  const sites = await loadSiteFacts(
    read,
    lines.flatMap(({ batch, holdings }) => [batch.siteId, ...holdings.map((holding) => holding.siteId)]),
  );
  const sources = await sourceNames(
    read,
    lines.map(({ batch }) => batch),
  );
  const codeOf = (id: number | null) => {
    const code = id === null ? undefined : codes.get(id);
    return code === undefined ? null : formatTraceCode(code);
  };
  return lines.map(({ batch, holdings, seen, why, rank }, i) => ({
    traceCode: formatTraceCode(batch.traceCode),
    ...(rank === null ? {} : { rank }),
    product: { name: batch.productName, specification: batch.specification },
    batchNumber: batch.batchNumber,
    lot: batch.lot,
    productionDate: batch.productionDate,
    expiresOn: batch.expiresOn,
    origin: batch.origin,
    // Goods from outside are of the supplier the receiver named; he himself is among the holders.
    maker: batch.origin === 'outside' ? { id: null, uscc: null, name: sources[i] ?? '' } : partyView(parties.get(batch.partyId)),
    recordedBy: partyView(parties.get(batch.partyId)),
    site: siteView(sites.get(batch.siteId)),
    ...placeView(batch.regionCode),
    matched: seen,
    why: why.map(({ reason, because }) => ({ reason, text: reasonText[reason][locale], because: codeOf(because) })),
    holders: holdings.map((holding) => ({
      party: partyView(parties.get(holding.partyId)),
      site: siteView(sites.get(holding.siteId)),
      ...placeView(sites.get(holding.siteId)?.regionCode ?? batch.regionCode),
      quantity: quantityOf(holding.steps, batch.unit),
    })),
  }));
}

export type NoticeLineView = Awaited<ReturnType<typeof lineViews>>[number];

/** Names of suppliers outside the system; a person's is masked. */
async function sourceNames(read: Read, batches: readonly NoticeBatch[]): Promise<(string | null)[]> {
  const kept = batches.map((batch) => batch.sourceName);
  const clear = await revealed(read, kept);
  return kept.map((name, i) => (name !== null && isCommitment(name) ? maskName(clear[i] ?? name) : name));
}
