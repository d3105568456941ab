import { cityLevelText } from '../enforcement/case-city-level.ts';
import { COURT, COURT_TEXT } from '../enforcement/case-deadlines.ts';
import { type CaseState, penaltyLaw, type ServedDocument, STEP_WORDS, servedDocuments, type TakenKind } from '../enforcement/case-model.ts';
import { endsWhenObeyed, othersOf } from '../enforcement/case-others.ts';
import type { OneCase } from '../enforcement/case-reading.ts';
import type { StepView } from '../enforcement/case-views.ts';
import { isUnmet, type OrderOutcome, outcomeOfOrder } from '../enforcement/order-outcome.ts';
import { type Deadline, type LawSettingRow, law } from '../law/index.ts';
import type { CivilDate } from '../platform/civil-date.ts';
import type { Locale } from '../platform/problems.ts';
import { noticeText, orderText, othersText, reasonText } from './case-drafts.ts';
import type { FieldName } from './case-forms.ts';
import { yuan } from './format.ts';
import { NEXT_TEXT } from './text-case-next.ts';

/** Who reads the case: `by` as steps keep it. */
export interface CaseReader {
  kind: 'party' | 'authority' | 'admin';
  name: string;
  role?: 'officer' | 'inspector' | undefined;
  by?: string | undefined;
}

/** What stands in the form of a step before anybody typed, and what is said beside it. */
export interface ProposedStep {
  values: Partial<Record<FieldName, string>>;
  notes: string[];
}

export interface NextSteps {
  /** The step the case waits for; null where it waits for the party or for nothing. */
  main: TakenKind | null;
  proposed: Partial<Record<TakenKind, ProposedStep>>;
  /** Why this reader may not take a step that is open. */
  barred: Partial<Record<TakenKind, string>>;
}

/** Steps an inspector may take too: they record a fact seen on site. */
export const ON_SITE: ReadonlySet<string> = new Set<TakenKind>(['correction', 'service']);

const MADE_BY: Record<ServedDocument, readonly string[]> = { order: ['order'], notice: ['notice'], decision: ['decision', 'approval'] };

/** The latest document whose service is not recorded. */
export function unservedOf(steps: readonly StepView[]): ServedDocument | undefined {
  return servedDocuments.findLast((document) => {
    const made = steps.findLast(({ kind }) => MADE_BY[document].includes(kind));
    return made && !steps.some((step) => step.kind === 'service' && step.n > made.n && step.document === document);
  });
}

export const lastOf = (file: Pick<OneCase, 'steps'>, ...kinds: readonly string[]): StepView | undefined =>
  file.steps.findLast(({ kind }) => kinds.includes(kind));

/**
 * What comes next in a case and how its forms begin: days by the data of the law, names, articles and the band of this case. What is typed
 * over it counts; nothing is taken by itself.
 * @param chinese the same case in Chinese: texts that go to the party are Chinese whatever the officer reads
 */
export function nextSteps(
  file: OneCase,
  { chinese, reader, today, settings }: { chinese: OneCase; reader: CaseReader; today: CivilDate; settings: readonly LawSettingRow[] },
  locale: Locale,
): NextSteps {
  const t = NEXT_TEXT[locale];
  const says = (words: (on: string) => string, { on, setting, citation }: Deadline) =>
    `${words(on)}${setting ? t.setting : ` · ${law.citationText(citation, locale)}`}`;
  const ordered = law.deadlines.order(today, settings);
  const band = file.penalty === null ? t.noBand : t.band(file.penalty.fineText);
  const below = `${t.below} (${penaltyLaw(32)[locale]})`;
  const order = outcomeOfOrder(file.steps, today);
  const city = cityNote(file, locale);
  const officers = t.officers(file.officers.join('、'));
  const document = unservedOf(file.steps);
  const notice = lastOf(file, 'notice');
  const told = notice?.fineCents;
  const running = file.deadlines.filter((one) => (one.kind === 'statement' || one.kind === 'hearing-request') && !one.passed);
  const waits = running.map((one) => `${one.text} ${one.on}${one.basis === null ? '' : ` · ${one.basis}`}`);
  const proposed: NextSteps['proposed'] = {
    order: { values: { dueOn: ordered.on, text: orderText(chinese) }, notes: [officers, says(t.orderDays, ordered)] },
    correction: { values: { seenOn: today }, notes: file.dueOn === null ? [] : [inTimeNote(file, file.dueOn, t)] },
    notice: {
      values: {
        text: noticeText(chinese, today),
        hearing: '1',
        others: othersText(othersOf(chinese.penalty, { orderUnmet: isUnmet(order) })),
        ...(file.goodsValueCents === null ? {} : { goodsValueYuan: plain(file.goodsValueCents) }),
      },
      notes: [
        ...orderNote(file, order, t),
        band,
        ...city,
        below,
        says(t.statement, law.deadlines.statement(today, settings)),
        says(t.hearing, law.deadlines.hearingRequest(today, settings)),
      ],
    },
    service: {
      values: { servedOn: today, how: 'in-person', ...(document === undefined ? {} : { document }) },
      notes: [officers, ...(document === 'decision' ? [says(t.payment, law.deadlines.payment(today, settings))] : [])],
    },
    'statement-received': { values: { receivedOn: today, saidHow: 'paper' }, notes: [t.received] },
    hearing: { values: { heldOn: today }, notes: [says(t.announced, law.deadlines.hearingEarliest(today, settings))] },
    decision: {
      values: {
        ...(told ? { fineYuan: plain(told) } : {}),
        others: othersText(notice?.others ?? []),
        reason: reasonText(chinese),
        ...(notice?.ground === undefined ? {} : { ground: notice.ground }),
      },
      notes: [band, ...city, ...(told === undefined ? [] : [t.notMore(yuan(told), penaltyLaw(45)[locale])]), below, ...waits],
    },
    payment: {
      values: { paidOn: today, ...(file.payment === null ? {} : { amountYuan: plain(dueNow(file.payment)) }) },
      notes: surchargeNote(file, today, t),
    },
    enforcement: { values: {}, notes: [`${COURT_TEXT[locale]} (${COURT[locale]})`] },
    review: { values: { filedOn: today }, notes: [] },
  };
  return { main: mainStep(file, document), proposed, barred: barredSteps(file, reader, locale) };
}

type NextText = (typeof NEXT_TEXT)[Locale];

function inTimeNote({ penalty }: OneCase, dueOn: CivilDate, t: NextText): string {
  if (penalty?.ordersFirst !== true) return t.inTimeStays(dueOn);
  return endsWhenObeyed(penalty) ? t.inTime(dueOn) : t.inTimeNoFine(dueOn);
}

/* Said where the band reaches the amount, or may: goods of a value nobody has established yet. */
function cityNote({ cityLevel, penalty }: OneCase, locale: Locale): string[] {
  const most = penalty?.maxCents ?? Number.POSITIVE_INFINITY;
  return cityLevel === null || penalty === null || most < cityLevel.fromCents ? [] : [cityLevelText(cityLevel)[locale]];
}

/* Why a fine is not open now, where the law orders first. */
function orderNote({ penalty }: OneCase, order: OrderOutcome, t: NextText): string[] {
  if (penalty?.ordersFirst !== true || isUnmet(order)) return [];
  return [order === 'met' ? t.met : t.othersFirst];
}

/* The bank's receipt says what was paid: the fine is proposed, and the surcharge once that alone is open. */
const dueNow = ({ openCents, surchargeCents }: NonNullable<OneCase['payment']>) => openCents || surchargeCents;

const surchargeNote = ({ payment }: OneCase, today: CivilDate, t: NextText) =>
  payment === null || payment.surchargeCents === 0 ? [] : [t.surcharge(yuan(payment.surchargeCents), today)];

/** Cents as they are typed: '3000' or '12.50'. */
const plain = (cents: number) => yuan(cents).replaceAll(',', '');

function mainStep(file: OneCase, document: ServedDocument | undefined): TakenKind | null {
  const ordersFirst = file.penalty?.ordersFirst !== false;
  const hearingOpen = file.hearingAskedOn !== null && (lastOf(file, 'hearing')?.n ?? 0) < (lastOf(file, 'notice')?.n ?? 0);
  const next: Record<CaseState, TakenKind | null> = {
    opened: ordersFirst ? 'order' : 'notice',
    ordered: document === 'order' ? 'service' : file.overdue ? 'notice' : 'correction',
    corrected: document === 'order' ? 'service' : 'notice',
    notified: document === 'notice' ? 'service' : hearingOpen ? 'hearing' : 'decision',
    'awaiting-approval': 'approval',
    decided: 'service',
    served: file.fineCents === 0 ? 'closing' : 'payment',
    enforced: 'payment',
    'under-review': 'upholding',
    paid: 'closing',
    revoked: 'closing',
    'no-penalty': 'closing',
    withdrawn: 'closing',
    referred: 'closing',
    closed: null,
  };
  const kind = next[file.state];
  return kind !== null && file.next.includes(kind) ? kind : null;
}

function barredSteps(file: OneCase, { role, by }: CaseReader, locale: Locale): NextSteps['barred'] {
  const t = NEXT_TEXT[locale];
  const barred: NextSteps['barred'] = {};
  if (role === 'inspector') for (const kind of file.next) if (!ON_SITE.has(kind)) barred[kind] = t.inspector;
  // Sending it back is a step of the same form.
  if (by !== undefined && lastOf(file, 'proposal')?.by === by)
    barred.approval = `${t.proposedByYou} (${penaltyLaw(32)[locale]}, ${penaltyLaw(42)[locale]})`;
  return barred;
}

export const stepWords = (kind: TakenKind, locale: Locale): string => STEP_WORDS[kind][locale];
