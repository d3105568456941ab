import type { EntryPreview } from '../substances/entered/entry-preview.ts';
import { FAMILIES } from '../substances/registers.ts';
import { type EntryKind, KINDS } from './entry-form.ts';
import { escapeHtml as e } from './escape.ts';
import { area, type Choice, day, type FormState, line, select, tick } from './form-parts.ts';
import { addressWith, knowledgePage } from './knowledge-parts.ts';
import { link, table } from './layout.ts';
import { SUBSTANCES_PATH } from './regulator-nav.ts';
import { NEW_ENTRY_PATH, substanceHref } from './substances-page.ts';
import { word } from './text.ts';
import { ENTRY_TEXT, type EntryText } from './text-entry.ts';
import { errorSummary } from './tool-page.ts';
import type { Language } from './view.ts';

export interface EntryPageView extends FormState {
  who: string;
  kind: EntryKind;
  /** What it would find; absent before it was asked, or where something is wrong. */
  preview?: EntryPreview;
  /** Stands for what the preview showed: what is entered is what was seen. */
  seen?: string;
  /** Something was changed after the preview. */
  isChanged?: boolean;
  /** The same stands already. */
  already?: string;
}

/** The form of an entry: first what it would find, then the button that enters it. */
export function entryPage(view: EntryPageView, language: Language): string {
  const t = ENTRY_TEXT[language];
  const { kind, preview } = view;
  const tabs = KINDS.map(
    (one) =>
      `<a href="${addressWith(NEW_ENTRY_PATH, { kind: one })}"${one === kind ? ' aria-current="page"' : ''}>${word(t.kinds, one)}</a>`,
  );
  const already =
    view.already === undefined
      ? ''
      : `<p class="card ochre" role="alert">${t.already}　${link(substanceHref(view.already), t.alreadyOpen, 'tap')}</p>`;
  const changed = view.isChanged ? `<p class="card ochre" role="status">${t.changed}</p>` : '';
  const buttons = preview
    ? `${preview.mustConfirm ? tick(view, 'confirm', t.confirm, true) : ''}<p class="buttons"><button class="btn" name="step" value="save">${t.save}</button><button class="btn plain" name="step" value="preview" formnovalidate>${t.previewAgain}</button></p>`
    : `<button class="btn full" name="step" value="preview">${t.preview}</button>`;
  const seen = view.seen === undefined ? '' : `<input type="hidden" name="seen" value="${e(view.seen)}">`;
  const form = `<form class="card" method="post" action="${SUBSTANCES_PATH}?lang=${language}"><input type="hidden" name="kind" value="${kind}">${seen}<p class="hint">${word(t.kindNotes, kind)}</p>${entryInputs(view, kind, t)}${preview ? previewCard(preview, t) : ''}${buttons}</form>`;
  const body = `<p>${link(SUBSTANCES_PATH, `← ${t.cancel}`, 'tap')}</p><div class="head"><h1>${t.title}</h1><p class="quiet">${t.note}</p></div><nav class="tabs" aria-label="${t.title}">${tabs.join('')}</nav>${errorSummary(view.errors, t.problems)}${already}${changed}${form}`;
  return knowledgePage('substances', { title: t.title, body, who: view.who, here: `kind=${kind}` }, language);
}

/** The fields of one kind of entry, its source and days included; `withReason` is false where another field of the form says why. */
export function entryInputs(state: FormState, kind: EntryKind, t: EntryText, withReason = true): string {
  const own = { substance: substanceInputs, class: classInputs, alias: aliasInputs }[kind](state, t);
  const dated = [
    line(state, 'source', t.source, { hint: t.sourceHint, required: true, most: 500 }),
    `<div class="grid">${day(state, 'publishedOn', t.publishedOn, { required: true })}${day(state, 'from', t.from, { hint: t.fromHint, required: true })}</div>`,
    withReason ? area(state, 'reason', t.reason, { required: true, most: 2_000, rows: 2 }) : '',
  ];
  return own + dated.join('');
}

function substanceInputs(state: FormState, t: EntryText): string {
  return [
    names(state, t),
    area(state, 'aliases', t.aliases, { hint: t.aliasesHint, rows: 2 }),
    line(state, 'cas', t.cas, { hint: t.casHint, most: 60 }),
    area(state, 'smiles', t.smiles, { hint: t.smilesHint, rows: 2 }),
    family(state, t),
    select(state, 'standing', t.standing, Object.entries(t.standings)),
    title(state, t),
  ].join('');
}

function classInputs(state: FormState, t: EntryText): string {
  return [
    names(state, t),
    family(state, t),
    area(state, 'members', t.members, { hint: t.membersHint }),
    area(state, 'stems', t.stems, { hint: t.stemsHint, rows: 2 }),
    area(state, 'smarts', t.smarts, { hint: t.smartsHint, rows: 2 }),
    select(state, 'verdict', t.verdict, Object.entries(t.verdicts)),
    line(state, 'forms', t.forms, { hint: t.formsHint }),
    line(state, 'claims', t.claims, { hint: t.claimsHint }),
    title(state, t),
  ].join('');
}

const aliasInputs = (state: FormState, t: EntryText): string =>
  line(state, 'name', t.name, { required: true, most: 120 }) + line(state, 'of', t.of, { hint: t.ofHint, required: true, most: 60 });

const names = (state: FormState, t: EntryText): string =>
  area(state, 'zhNames', t.zhNames, { hint: t.zhNamesHint, rows: 2 }) + area(state, 'enNames', t.enNames, { rows: 2 });

function family(state: FormState, t: EntryText): string {
  const known = Object.entries(FAMILIES).map(([key, { zh, en }]): Choice => [key, t === ENTRY_TEXT.en ? en : zh]);
  const choices: Choice[] = [['', t.chooseFamily], ...known];
  return `<div class="grid">${select(state, 'family', t.family, choices)}${line(state, 'newFamily', t.newFamily, { hint: t.newFamilyHint, most: 60 })}</div>`;
}

const title = (state: FormState, t: EntryText): string =>
  line(state, 'titleZh', t.titleZh, { required: true }) + line(state, 'titleEn', t.titleEn) + tick(state, 'isDrug', t.isDrug);

/** What an entry would find, and what it would strike beside. */
export function previewCard({ bans, from, strikes, mustConfirm, found, declared, isCapped }: EntryPreview, t: EntryText): string {
  const when = `<p>${bans ? t.bansYes(e(from)) : t.bansNo(e(from))}</p>`;
  const lists =
    found.totals.batches + declared.totals.batches === 0 ? `<p>${t.none}</p>` : list(found, t.detected, t) + list(declared, t.declared, t);
  const lawful = strikes.lawful.length === 0 ? '' : `<li>${t.strikesLawful(e(strikes.lawful.join('、')))}</li>`;
  const products = strikes.products === 0 ? '' : `<li>${t.strikesProducts(strikes.products)}</li>`;
  const known = strikes.known === 0 ? '' : `<li>${t.strikesKnown(strikes.known)}</li>`;
  const struck = lawful + products + known;
  const told = struck === '' ? '' : `${mustConfirm ? `<p class="wrong">${t.strikes}</p>` : ''}<ul class="why">${struck}</ul>`;
  return `<div class="card${mustConfirm ? ' ochre' : ''}" role="status" id="preview"><h2>${t.found}</h2><p class="small quiet">${t.foundNote}</p>${when}${lists}${isCapped ? `<p>${t.capped}</p>` : ''}${told}</div>`;
}

function list({ totals, items }: EntryPreview['found'], caption: string, t: EntryText): string {
  if (totals.batches === 0) return '';
  const rows = items.map((one) => [
    link(`/trace?traceCode=${encodeURIComponent(one.traceCode)}`, one.traceCode, 'tap code'),
    e([one.product.name, one.batchNumber].filter((text) => text !== null).join(' · ')),
    e(one.maker.name),
    e([...new Set(one.matched.map(({ input, certificate }) => (certificate ? `${input} ${certificate.value}` : input)))].join('；')),
    e(one.holders.flatMap(({ quantity }) => (quantity ? [`${quantity.amount} ${quantity.unit}`] : [])).join('、')),
  ]);
  const more = items.length < totals.batches ? `　${t.shown(items.length)}` : '';
  return `<p><b>${caption}</b>${'：'}${t.batches(totals.batches, totals.onHandBatches)}${more}</p>${table(caption, t.columns, rows)}`;
}
