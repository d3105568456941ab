import { readSlipForm, type SlipFormError } from '../pages/slip-form.ts';
import { localeOf } from '../pages/text.ts';
import type { Language, SlipView } from '../pages/view.ts';
import { firstOf, parseForm, parseMultipart } from '../platform/body.ts';
import type { PartyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import type { Bilingual } from '../platform/problem-detail.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import { zodProblems } from '../platform/zod-problems.ts';
import type { DB } from '../store/schema.ts';
import type { Reply } from '../store/store.ts';
import { keepPhotos, type PhotoFault, type SentPhotos, storePhotos, takePhotos } from './receipt-photos.ts';
import { type Answer, type Receiver, receiptCommit, receiverByKey, receiverByLink, refuseSender } from './receipts.ts';
import { shipmentBySlip } from './repository.ts';
import { slipBody } from './schemas.ts';
import { languageOf, noSlip, noSlipPage, type Slip, slipByCode, slipJson, slipReply } from './slip.ts';

type SlipCall = Call<{ slip: string }, { lang?: string | undefined }, unknown>;

/**
 * POST /s/{slip}: the receipt by whoever holds the slip, from its form or as JSON. Marked `by: link`, unless the buyer itself is signed in.
 * @throws {Problem} not-found, already-ended (with what was confirmed), forbidden for the sender, invalid-input
 */
export async function answerSlip(deps: Deps, call: SlipCall): Promise<Reply> {
  const type = call.request.headers.get('content-type') ?? '';
  const isForm = type.startsWith('application/x-www-form-urlencoded') || isMultipart(type);
  return isForm ? answerForm(deps, call) : answerJson(deps, call);
}

async function answerJson(deps: Deps, call: SlipCall): Promise<Reply> {
  const body = slipBody.safeParse(call.body);
  if (!body.success) throw invalidInput(zodProblems(body.error.issues, call.body));
  return confirm(deps, call, body.data, [], (done, by) => json(201, { ...done, by }));
}

async function answerForm(deps: Deps, call: SlipCall): Promise<Reply> {
  const language = languageOf(call);
  if (!(await shipmentBySlip(deps.store.read, call.params.slip))) return noSlipPage(call, language);
  const slip = await slipByCode(deps, call.params.slip);
  if (slip.row.state !== 'in-transit') return slipReply(deps, 409, slip, language);
  const { form, ...sent } = await sentTo(deps, call, slip);
  const again = (error: SlipError, status = 422) => refused(deps, call, slip, language, { form, sent, error, status });
  const faulty = (fault: PhotoFault) => again({ text: PHOTO_FAULTS[fault][localeOf(language)], field: 'photos' });
  const [fault] = sent.faults;
  if (fault !== undefined) return faulty(fault);
  const read = readSlipForm(
    form,
    slip.lines.map((line) => line.n),
  );
  if (!read.ok) return again(formError(read.errors, language));
  const { lines, ...said } = read.answer;
  const unitOf = new Map(slip.lines.map((line) => [line.n, line.unit]));
  const answer: Answer = {
    outcome: said.outcome,
    checks: said.checks,
    reason: cut(said.reason, 500),
    signedName: cut(said.signedName, 60),
    photos: sent.photos,
    lines: lines.map(({ index, outcome, amount }) => ({
      line: index,
      outcome,
      ...(amount === undefined ? {} : { quantity: { amount, unit: unitOf.get(index) ?? '' } }),
    })),
  };
  try {
    return await confirm(deps, call, answer, sent.fresh, () => seeOther(call));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === 'already-ended') return slipReply(deps, 409, await slipByCode(deps, call.params.slip), language);
    if (error.code === 'not-on-edge') return faulty('photo-nowhere');
    if (error.status !== 422 && error.status !== 403) throw error;
    return again(problemError(error, lines, language), error.status);
  }
}

const cut = (text: string | undefined, most: number) => (text === undefined ? text : firstOf(text, most));

/** After a form the browser is sent to the slip itself, so that reloading does not send it again. */
function seeOther(call: SlipCall): Reply {
  const lang = call.query.lang === undefined ? '' : `?lang=${encodeURIComponent(call.query.lang)}`;
  return { status: 303, headers: { Location: `/s/${call.params.slip}${lang}`, 'Cache-Control': 'no-store' }, body: '' };
}

type Done = Parameters<Parameters<typeof receiptCommit>[5]>[0];

function confirm(
  deps: Deps,
  call: SlipCall,
  answer: Answer,
  fresh: SentPhotos['fresh'],
  replyOf: (done: Done, by: Receiver['by']) => Reply,
): Promise<Reply> {
  return write(deps.store, async () => {
    const row = await shipmentBySlip(deps.store.read, call.params.slip);
    if (!row) throw noSlip();
    if (row.state !== 'in-transit') throw settled(deps, await slipByCode(deps, row.slip));
    const receiver = await receiverOf(deps, call, row);
    const asked = { now: call.now, locale: call.locale, claim: call.claim };
    const commit = await receiptCommit(deps, asked, row, answer, receiver, (done) => replyOf(done, receiver.by));
    // Only what nothing is wrong with: strangers' failed answers leave nothing here.
    await storePhotos(deps, fresh);
    return commit;
  });
}

/** The buyer signed in with the right to confirm, else the bearer of the slip. The sender holds the paper too and may not answer its own. */
async function receiverOf(deps: Deps, call: SlipCall, row: DB['shipment']): Promise<Receiver> {
  const { caller } = call;
  if (caller.kind !== 'party') return receiverByLink(deps, row);
  refuseSender(caller, row);
  if (caller.party.id === row.toPartyId && mayConfirm(caller)) return receiverByKey(deps, caller, row, undefined);
  if (caller.party.id === row.partyId || caller.actor.id === row.partyId)
    throw new Problem('forbidden', { zh: '发货方不能确认自己发出的货物。', en: 'The sender cannot confirm its own shipment.' });
  return receiverByLink(deps, row);
}

function mayConfirm(caller: PartyCaller): boolean {
  return caller.party.state === 'approved' && caller.rights.includes('custody');
}

function settled(deps: Deps, slip: Slip): Problem {
  const { state, received } = slipJson(deps, slip);
  return new Problem(
    'already-ended',
    state === 'void'
      ? { zh: '发货方已作废此单。', en: 'The sender has voided this shipment.' }
      : { zh: '这张单已经确认过，不能再确认一次。', en: 'This slip has been confirmed and cannot be confirmed again.' },
    { extra: { state, received } },
  );
}

type SlipError = NonNullable<SlipView['error']>;

interface Refused {
  form: URLSearchParams;
  sent: SentPhotos;
  error: SlipError;
  status: number;
}

/** The slip again with what was typed, and the photos that came already: a telephone that took them need not send them twice. */
async function refused(deps: Deps, call: SlipCall, slip: Slip, language: Language, { form, sent, error, status }: Refused): Promise<Reply> {
  const sentPhotos = (await keepPhotos(deps, slip.row.id, sent, call.now)).map(({ sha256 }) => sha256);
  const isLost = sentPhotos.length < sent.photos.length && error.field !== 'photos';
  const told = isLost ? { ...error, text: `${error.text} ${NOT_KEPT[localeOf(language)]}` } : error;
  return slipReply(deps, status, slip, language, { error: told, entered: Object.fromEntries(form), sentPhotos });
}

/** The fields of the form, whichever way the browser wrote them, and its photos. */
async function sentTo(deps: Deps, call: SlipCall, slip: Slip): Promise<SentPhotos & { form: URLSearchParams }> {
  const type = call.request.headers.get('content-type') ?? '';
  const form = new URLSearchParams();
  if (!isMultipart(type)) {
    for (const [name, value] of Object.entries(parseForm(call.raw))) for (const one of [value].flat()) form.append(name, one);
    return { form, photos: [], fresh: [], faults: [] };
  }
  const sent = await parseMultipart(call.raw, type);
  if (sent === null) return { form, photos: [], fresh: [], faults: ['cut'] };
  for (const [name, value] of sent) if (typeof value === 'string') form.append(name, value);
  return { form, ...(await takePhotos(deps, slip.row.id, sent)) };
}

const isMultipart = (type: string) => /^multipart\/form-data/i.test(type);

const FORM_ERRORS: Record<SlipFormError['code'], Bilingual> = {
  'outcome-unknown': { zh: '请点“全部收到”，或填写有差异的行。', en: 'Tap “all arrived”, or fill in the lines that differ.' },
  'line-outcome-unknown': { zh: '请为填了数量的行选择实际情况。', en: 'Choose what happened for the line with a quantity.' },
  'amount-missing': { zh: '请填写实收数量。', en: 'Write the quantity that came.' },
};

const NOT_KEPT: Bilingual = {
  zh: '照片没有存下，请再选一次照片。',
  en: 'The photos were not kept; choose them once more.',
};

const PHOTO_FAULTS: Record<PhotoFault, Bilingual> = {
  'photo-kind': {
    zh: '所选文件不是照片，未收下；请选 JPEG、PNG 或 WebP 照片。',
    en: 'A chosen file is no photo and was not taken; choose a JPEG, PNG or WebP photo.',
  },
  'photo-large': {
    zh: '照片太大，未收下；每张至多 8 MB，请换一张或用较低的清晰度重拍。',
    en: 'A photo is too large and was not taken; at most 8 MB each. Choose another, or take it at a lower resolution.',
  },
  'photo-many': { zh: '照片太多；至多 3 张。', en: 'Too many photos; at most 3.' },
  'photo-nowhere': {
    zh: '这里暂时存不了照片；请去掉照片后再确认，照片自己留存。',
    en: 'Photos cannot be kept here at present; confirm without them and keep them yourself.',
  },
  cut: { zh: '没有收全，未保存任何内容；请再试一次。', en: 'Not all of it arrived and nothing was stored; please try again.' },
};

function formError(errors: readonly SlipFormError[], language: Language): SlipError {
  const [first = { code: 'outcome-unknown' as const }] = errors;
  const text = FORM_ERRORS[first.code][localeOf(language)];
  return 'line' in first ? { text, line: first.line } : { text };
}

function problemError(problem: Problem, lines: readonly { index: number }[], language: Language): SlipError {
  const locale = localeOf(language);
  const [first] = problem.errors;
  if (!first) return { text: problem.detail[locale] };
  const text =
    locale === 'en' ? `Found ${first.found}; expected ${first.expected.en}` : `填写的是 ${first.found}，应为${first.expected.zh}`;
  const at = /^\/lines\/(\d+)/.exec(first.pointer)?.[1];
  const line = at === undefined ? undefined : lines[Number(at)]?.index;
  return line === undefined ? { text } : { text, line };
}
