import { answerIsOpen } from '../../pages/case-drafts.ts';
import { escapeHtml as e, safeUrl } from '../../pages/escape.ts';
import { groupedCode, time, yuan } from '../../pages/format.ts';
import { OTHER_WORDS } from '../case-others.ts';
import type { EvidencePack } from '../evidence.ts';
import { DOCUMENT_STYLE } from './style.ts';

export type DocumentKind = 'order' | 'notice' | 'decision' | 'referral';

/** What a document is filled from: the case as the office reads it, with the ledger entries of its facts. */
export interface Filling {
  pack: EvidencePack;
  party: { name: string; uscc: string | null; natural: boolean };
  /** Trace codes of the goods of each lead. */
  codes: ReadonlyMap<string, readonly string[]>;
}

export const TITLES: Record<DocumentKind, string> = {
  order: '责令改正通知书',
  notice: '行政处罚告知书',
  decision: '行政处罚决定书',
  referral: '案件移送函',
};

/** A place the case does not fill, to be written by hand. */
export const open = (what: string) => `<span class="open">（${e(what)}，待填写）</span>`;
export const paragraph = (markup: string) => `<p>${markup}</p>`;
export const money = (cents: number | null | undefined) =>
  cents === null || cents === undefined ? open('金额') : `人民币 <b>${yuan(cents)}</b> 元`;
export const day = (date: string | null | undefined, what: string) => (date ? time(date) : open(what));
export const said = (text: string | undefined, what: string) => (text === undefined || text === '' ? open(what) : e(text));

/** The whole page: office, title, number, party, body, and the place for the seal. */
export function documentPage(kind: DocumentKind, { pack, party }: Filling, body: string): string {
  const file = pack.case;
  const office = file.authority ? e(file.authority.name) : open('机关');
  const code = party.uscc === null ? open('身份证明号码') : e(party.uscc);
  return [
    `<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${TITLES[kind]}（草稿）· ${e(file.id)}</title><style>${DOCUMENT_STYLE}</style></head><body><main>`,
    `<p class="draft">草稿 · 未经审核、签发和盖章，不具有法律效力</p><p class="office">${office}</p><h1>${TITLES[kind]}</h1><p class="number">${open('文号')}</p>`,
    `<p class="flat">${kind === 'referral' ? '' : `当事人：${e(party.name)}${party.natural ? open('姓名全称') : ''}　统一社会信用代码：${code}　住所：${open('住所')}`}</p>`,
    body,
    `<p class="end">${office}</p><p class="end">${open('印章')}　${open('日期')}</p>`,
    `<p class="flat">案件编号 <span>${e(file.id)}</span>；本草稿于 ${time(pack.madeAt)} 由系统按案件记录填写。事实以所附账链条目为准；标有“待核实”的条文，核实原文之前不得引用。</p></main></body></html>`,
  ].join('');
}

/** Acts of the case in words, then every fact with who entered it, its trace code and its entry in the ledger. */
export function factsPart({ pack, codes }: Filling): string {
  const { occurredFrom, occurredTo, violations } = pack.case;
  const period = occurredFrom === occurredTo ? time(occurredFrom) : `${time(occurredFrom)} 至 ${time(occurredTo)}`;
  const rows = pack.facts.flatMap((fact) =>
    fact.evidence.map((one, i) => [
      i === 0 ? `${time(fact.actOn)}<br>${e(fact.message)}<br>${goods(codes.get(fact.violation) ?? [])}` : '',
      `${e(one.fact)}：<b>${e(one.value)}</b>`,
      e(one.expected),
      e(one.enteredByName ?? one.enteredBy),
      i === 0 ? fact.entries.map(entryLink).join('<br>') : '',
    ]),
  );
  const head = ['行为', '记录', '应为', '录入者', '账链条目'].map((text) => `<th scope="col">${text}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('');
  return `${paragraph(`经查，当事人于 ${period} 有下列 ${violations.length} 项行为：`)}<table><caption>事实与证据</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

const goods = (codes: readonly string[]) =>
  codes.map((code) => `追溯码 <a href="${safeUrl(`/t/${encodeURIComponent(code)}`)}">${e(groupedCode(code))}</a>`).join('<br>');

function entryLink({ chain, seq }: { chain: string; seq: number }): string {
  const href = `/v1/ledger/${encodeURIComponent(chain)}/entries?after=${seq - 1}`;
  return `<a href="${safeUrl(href)}">${e(chain)} #${seq}</a>`;
}

/** The articles as the law data has them; one whose number was not read says so. */
export function articlesPart({ pack }: Filling): string {
  const items = pack.case.citations.map(
    (one) => `<li>${e(one.text)}：${e(one.title)}${one.confirmed === 'secondary' ? '（转引，待核实）' : ''}</li>`,
  );
  return `<ul>${items.join('')}</ul>`;
}

/** How the amount follows, step by step. */
export function arithmeticPart({ pack }: Filling): string {
  const { penalty } = pack.case;
  if (!penalty) return paragraph(open('罚款幅度的依据'));
  const steps = penalty.steps.map((step) => `<li>${e(step.text)}${step.arithmetic === null ? '' : `　${e(step.arithmetic)}`}</li>`);
  return `<ol>${steps.join('')}</ol>`;
}

/** Penalties in words, the fine last; before they are told or decided they stand open. */
export function penaltiesPart(step: StepView | undefined): string {
  if (!step) return open('处罚的种类和金额');
  const { others = [], fineCents } = step;
  const fine = fineCents === 0 ? [] : [`罚款 ${money(fineCents)}`];
  const items = [...others.map(({ kind, text }) => `${OTHER_WORDS[kind].zh}：${e(text)}`), ...fine];
  return items.map((item, i) => (items.length === 1 ? item : `${i + 1}. ${item}`)).join('；');
}

/** What the party said, so that the answer to it can be written below. */
export function statementsPart({ pack }: Filling): string {
  const statements = pack.case.statements.filter(({ kind }) => kind !== 'reminder');
  if (statements.length === 0)
    return paragraph(answerIsOpen(pack.case) ? open('陈述、申辩的情况') : '当事人在规定期限内未提出陈述、申辩意见。');
  return statements
    .map((one) => paragraph(`当事人于 ${time(one.receivedOn ?? one.at)} 提出：${said(one.text, '见所附书面材料')}`))
    .join('');
}

type StepView = EvidencePack['case']['steps'][number];

export const stepOf = ({ pack }: Filling, ...kinds: readonly StepView['kind'][]) =>
  pack.case.steps.findLast((step) => kinds.includes(step.kind));

export const officersOf = ({ pack }: Filling) => pack.case.officers.map(e).join('、');
