import { endingPapers } from '../batches/expiring.ts';
import { countUnconfirmed, REMINDER } from '../custody/sent.ts';
import { partyHome } from '../enforcement/home.ts';
import type { PartyCaller } from '../platform/caller.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { recallList } from '../trace/recall-progress.ts';
import { batchPath } from './batch-page.ts';
import { findingPath } from './finding-page.ts';
import { GOODS_PATH, UNCONFIRMED_PATH } from './producer-page.ts';
import { RECEIVE_PATH } from './receive-page.ts';
import { localeOf } from './text.ts';
import { HOME_TEXT } from './text-home.ts';
import { RECALL_TEXT } from './text-recall.ts';
import type { Language, PartyHomeView } from './view.ts';

type Today = NonNullable<PartyHomeView['today']>;
/** Kinds of party that receive and sell what others made. */
const RECEIVERS: ReadonlySet<string> = new Set(['retailer', 'caterer', 'canteen', 'marketOperator', 'coldStore', 'carrier', 'laboratory']);

type Home = Awaited<ReturnType<typeof partyHome>>;

/** What a party sees when it comes back. */
export async function partyHomeView(
  deps: Deps,
  caller: PartyCaller,
  now: number,
  language: Language,
  todosAfter?: string,
): Promise<PartyHomeView> {
  const locale = localeOf(language);
  const t = HOME_TEXT[language];
  const [home, open, unconfirmed, papers] = await Promise.all([
    partyHome(deps, { caller, now, locale }, todosAfter),
    recallList(deps, caller, { state: 'open' }),
    countUnconfirmed(deps, caller),
    endingPapers(deps, caller, civilDateOf(now)),
  ]);
  const recalls = open.items.filter((item) => item.holder !== null);
  const unanswered = recalls.filter((item) => item.holder?.acknowledgedAt === null);
  const asked = await remindedOf(
    deps,
    caller,
    home.incoming.map(({ id }) => id),
  );
  const today: Today = [
    { count: unanswered.length, text: t.today.recalls, href: '/recalls', tone: 'red' },
    ...deadlinesToday(home),
    { count: home.weights.lead, text: t.today.leads, href: '#todos', tone: 'red' },
    { count: home.weights.reminder, text: t.today.reminders, href: '#todos', tone: 'ochre' },
    { count: home.incomingCount, text: t.today.incoming, href: RECEIVE_PATH, tone: 'ochre' },
    { count: home.weights.todo, text: t.today.todos, href: '#todos', tone: 'ochre' },
    { count: unconfirmed, text: t.today.unconfirmed, href: UNCONFIRMED_PATH, tone: '' },
    { count: papers.length, text: t.today.papers, href: GOODS_PATH, tone: '' },
  ];
  return {
    party: home.party,
    today: today.filter(({ count }) => count > 0),
    isMaker: caller.rights.includes('batches') && (home.batches.length > 0 || caller.party.kinds.some((kind) => !RECEIVERS.has(kind))),
    recalls: recalls.map((item) => ({
      href: `/recalls/${item.id}`,
      text: `${RECALL_TEXT[language].level(item.level)} · ${[...new Set(item.batches.map((batch) => batch.product.name))].join('、')}`,
      since: item.openedAt,
      answered: item.holder?.acknowledgedAt !== null,
    })),
    todos: home.todos.map((todo) => ({
      text: `${todo.dueOn ? t.until(todo.dueOn) : ''}${todo.message}`,
      href: hrefOf(todo, home),
      since: todo.detectedAt,
      weight: todo.weight,
    })),
    todosCount: home.weights.lead + home.weights.reminder + home.weights.todo,
    ...(home.todosNext === null ? {} : { todosNext: `/home?cursor=${encodeURIComponent(home.todosNext)}#todos` }),
    incomingCount: home.incomingCount,
    incoming: home.incoming.map(({ slip, documentNumber, id, ...delivery }) => ({
      ...delivery,
      slipUrl: `/s/${slip}`,
      ...(documentNumber === null ? {} : { documentNumber }),
      isAsked: asked.has(id),
    })),
    batches: home.batches.map((batch) => ({ ...batch, scanUrl: batchPath(batch.traceCode), qrUrl: `/t/${batch.traceCode}/qr.svg` })),
  };
}

/** What an authority has set a day for; deliveries have a line of their own. */
function deadlinesToday({ deadlines }: Home): Today {
  return deadlines
    .filter(({ kind }) => kind !== 'confirmation')
    .map(({ on, text, passed, subject }) => ({ count: 1, text, on, href: `/cases/${subject.id}`, tone: passed ? 'red' : 'ochre' }));
}

/** A lead is read and answered on its own page; a gap is filled where it is. */
function hrefOf(todo: Home['todos'][number], { slips, ownCodes }: Home): string {
  if (todo.weight !== 'todo') return findingPath(todo.id);
  const { type, id } = todo.subject;
  if (type === 'batch') return ownCodes.has(id) ? batchPath(id) : `/t/${id}`;
  const slip = slips.get(id);
  return type === 'shipment' && slip !== undefined ? `/s/${slip}` : findingPath(todo.id);
}

async function remindedOf(deps: Deps, caller: PartyCaller, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await deps.store.read
    .selectFrom('notice')
    .select('subjectCode')
    .where('ownerKind', '=', 'party')
    .where('ownerId', '=', caller.party.id)
    .where('kind', '=', REMINDER)
    .where('subjectCode', 'in', [...ids])
    .execute();
  return new Set(rows.map((row) => row.subjectCode));
}
