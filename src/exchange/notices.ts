import { newPublicId } from '../codes/ids.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { Bilingual } from '../platform/problem-detail.ts';
import { inParts } from '../store/parts.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

export const noticeKinds = [
  'recall.opened',
  'recall.closed',
  'hold.placed',
  'hold.lifted',
  'report.issued',
  'report.amended',
  'report.withdrawn',
  'retest.asked',
  'case.report-withdrawn',
  'case.report-amended',
  'shipment.reminder',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Something one party or authority is to be told, once. */
export interface NoticeDraft {
  owner: { kind: 'party' | 'authority'; id: number };
  kind: NoticeKind;
  subject: { type: 'recall' | 'hold' | 'report' | 'case' | 'shipment'; code: string };
  /** What it says in a sentence, and the fields a program needs. */
  text: Bilingual;
  details: Record<string, string | number | boolean | null | readonly string[]>;
}

/**
 * The rows of notices that were not given before, with a delivery for each webhook of their owners that asked for the kind. All drafts are of one kind
 * about one subject.
 */
export async function noticeRows(
  deps: Pick<Deps, 'store' | 'random'>,
  drafts: readonly NoticeDraft[],
  at: number,
): Promise<{ notice: DB['notice'][]; delivery: DB['delivery'][] }> {
  const fresh = await notGivenYet(deps.store.read, drafts);
  if (fresh.length === 0) return { notice: [], delivery: [] };
  const ids = await deps.store.ids(fresh.length);
  const notice = fresh.map((draft, i) => noticeRow(deps, draft, ids[i] ?? 0, at));
  const hooks = await webhooksOf(deps.store.read, fresh);
  const wanted = notice.flatMap((row) =>
    (hooks.get(`${row.ownerKind}/${row.ownerId}`) ?? []).filter((hook) => wants(hook, row)).map((hook) => ({ row, hook })),
  );
  const deliveryIds = wanted.length === 0 ? [] : await deps.store.ids(wanted.length);
  return { notice, delivery: wanted.map(({ row, hook }, i) => deliveryRow(row, hook, deliveryIds[i] ?? 0)) };
}

function noticeRow(deps: Pick<Deps, 'random'>, draft: NoticeDraft, id: number, at: number): DB['notice'] {
  return {
    id,
    publicId: newPublicId(deps.random),
    ownerKind: draft.owner.kind,
    ownerId: draft.owner.id,
    kind: draft.kind,
    subjectType: draft.subject.type,
    subjectCode: draft.subject.code,
    body: JSON.stringify({ text: draft.text, ...draft.details }),
    at,
    readAt: null,
  };
}

/** The message a webhook gets is the notice as the inbox shows it. */
function deliveryRow(row: DB['notice'], hook: DB['webhook'], id: number): DB['delivery'] {
  return {
    id,
    webhookId: hook.id,
    noticeId: row.id,
    body: JSON.stringify({ type: row.kind, timestamp: formatInstant(row.at), data: noticeData(row) }),
    state: 'waiting',
    attempts: 0,
    nextAt: row.at,
    lastStatus: null,
    lastError: null,
    at: row.at,
    doneAt: null,
  };
}

/** A notice as replies and messages carry it. */
export function noticeData(row: DB['notice']) {
  return {
    id: row.publicId,
    kind: row.kind,
    subject: { type: row.subjectType, id: row.subjectCode },
    body: JSON.parse(row.body) as { text: Bilingual } & Record<string, unknown>,
    at: formatInstant(row.at),
  };
}

const wants = (hook: DB['webhook'], row: DB['notice']) => (JSON.parse(hook.kinds) as string[]).includes(row.kind);

async function notGivenYet(read: Store['read'], drafts: readonly NoticeDraft[]): Promise<NoticeDraft[]> {
  const [first] = drafts;
  if (!first) return [];
  const given = new Set<string>();
  for (const kind of ['party', 'authority'] as const)
    await inParts(
      drafts.filter((draft) => draft.owner.kind === kind).map((draft) => draft.owner.id),
      async (ids) => {
        const rows = await read
          .selectFrom('notice')
          .select('ownerId')
          .where('ownerKind', '=', kind)
          .where('ownerId', 'in', ids)
          .where('kind', '=', first.kind)
          .where('subjectType', '=', first.subject.type)
          .where('subjectCode', '=', first.subject.code)
          .execute();
        for (const row of rows) given.add(`${kind}/${row.ownerId}`);
      },
    );
  const told = new Set(given);
  return drafts.filter(({ owner }) => {
    const key = `${owner.kind}/${owner.id}`;
    return !told.has(key) && told.add(key);
  });
}

async function webhooksOf(read: Store['read'], drafts: readonly NoticeDraft[]): Promise<Map<string, DB['webhook'][]>> {
  const rows: DB['webhook'][] = [];
  for (const kind of ['party', 'authority'] as const)
    await inParts(
      drafts.filter((draft) => draft.owner.kind === kind).map((draft) => draft.owner.id),
      async (ids) => {
        rows.push(
          ...(await read
            .selectFrom('webhook')
            .selectAll()
            .where('ownerKind', '=', kind)
            .where('ownerId', 'in', ids)
            .where('endedAt', 'is', null)
            .execute()),
        );
      },
    );
  return Map.groupBy(rows, (row) => `${row.ownerKind}/${row.ownerId}`);
}
