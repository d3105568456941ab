import { parseTraceCode } from '../codes/trace-code.ts';
import { loadPartyFacts } from '../parties/facts.ts';
import { regionName } from '../parties/regions.ts';
import { checkUscc } from '../parties/uscc.ts';
import type { AuthorityCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { rules } from '../rules/engine.ts';
import { repositoryFor } from './lists.ts';
import { regionRange } from './model.ts';
import { partyRef } from './views.ts';

/** Places offered for one code or name. */
const MOST = 30;

/** Rules an officer's own eyes can meet; the others follow from records. */
export const rulesSeenOnSite = rules.filter((rule) => rule.watches.includes('officer-note'));

export interface VisitPlace {
  party: { id: string; uscc: string | null; name: string };
  site: { id: string; name: string; place: string };
}

/**
 * Open sites of the office's region that a scanned or typed code leads to: a trace code (or the address a label carries) to those that have or
 * had the batch, a credit code to the firm's, anything else to firms of that name.
 */
export async function placesOf(deps: Pick<Deps, 'store'>, caller: AuthorityCaller, typed: string): Promise<VisitPlace[]> {
  const { read } = deps.store;
  const { from, to } = regionRange(caller.authority.regionCode);
  const sites = read
    .selectFrom('site')
    .select(['site.publicId', 'site.name', 'site.partyId', 'site.regionCode'])
    .where('site.endedAt', 'is', null)
    .where('site.regionCode', '>=', from)
    .where('site.regionCode', '<=', to);
  const text = codeIn(typed);
  const traceCode = parseTraceCode(text);
  const found = traceCode.ok
    ? sites.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('holding')
            .innerJoin('batch', 'batch.id', 'holding.batchId')
            .select('holding.id')
            .whereRef('holding.siteId', '=', 'site.id')
            .where('batch.traceCode', '=', traceCode.code),
        ),
      )
    : sites.where('site.partyId', 'in', [-1, ...(await partiesOf(deps, caller, text))]);
  const rows = await found.orderBy('site.partyId').orderBy('site.id').limit(MOST).execute();
  const parties = await loadPartyFacts(
    read,
    rows.map((row) => row.partyId),
  );
  return rows.map((row) => ({
    party: partyRef(parties.get(row.partyId)),
    site: { id: row.publicId, name: row.name, place: regionName(row.regionCode) },
  }));
}

/** What of a scanned address names the goods: `…/t/CODE`; other text as it is. */
function codeIn(typed: string): string {
  const text = typed.trim();
  return /\/t\/([^/?#]+)/.exec(text)?.[1] ?? text;
}

async function partiesOf(deps: Pick<Deps, 'store'>, caller: AuthorityCaller, text: string): Promise<number[]> {
  const uscc = checkUscc(text);
  const { read } = deps.store;
  const known = await read
    .selectFrom('party')
    .select('id')
    .where((eb) => (uscc.ok ? eb('uscc', '=', uscc.uscc) : eb('publicId', '=', text)))
    .execute();
  if (known.length > 0 || text.length < 2) return known.map((row) => row.id);
  const repository = await repositoryFor(deps, caller);
  return (await repository.partiesNamed(text)).map((row) => row.id);
}
