import { batchPath } from './batch-page.ts';
import type { CorrectedBatch } from './correction-form.ts';
import { escapeHtml as e } from './escape.ts';
import { onceField } from './form-once.ts';
import { groupedCode } from './format.ts';
import { deskPage, link } from './layout.ts';
import { findingList } from './producer-parts.ts';
import type { Entered } from './record-form.ts';
import { batchFields, describedFields, field, labelOf, papersCard } from './record-page.ts';
import { PRODUCER_TEXT } from './text-producer.ts';
import { errorSummary, type FieldError } from './tool-page.ts';
import type { Language } from './view.ts';

export const correctionPath = (traceCode: string) => `${batchPath(traceCode)}/correction`;

export interface CorrectionView {
  who: string;
  batch: CorrectedBatch;
  once: string;
  /** The revision whose fields are shown: another correction meanwhile is not written over. */
  revision: string;
  today: string;
  entered: Entered;
  errors: readonly FieldError[];
}

/** What a batch lacks, and every field of it to fill in or put right. */
export function correctionPage(view: CorrectionView, language: Language): string {
  const t = PRODUCER_TEXT[language];
  const { batch, today } = view;
  const form = { view, t };
  const lacks =
    batch.findings.length === 0
      ? ''
      : `<section class="card ochre"><h2>${t.findings}</h2>${findingList(batch.findings, t, language, t.findingsNone)}</section>`;
  const reason = field(form, 'reason', (more, value) => `<textarea ${more} rows="2" maxlength="500" required>${value}</textarea>`);
  const cards = [
    papersCard(form, today),
    `<section class="card"><h2>${t.batchCard}</h2>${batchFields(form, today, batch.quantity === null ? [] : [batch.quantity.unit])}</section>`,
    `<section class="card"><h2>${t.productCard}</h2>${describedFields(form)}</section>`,
    `<section class="card">${reason}</section>`,
  ].join('');
  const hidden = `${onceField(view.once)}<input type="hidden" name="revision" value="${e(view.revision)}">`;
  const body = `<form method="post" action="${correctionPath(batch.traceCode)}?lang=${language}" enctype="multipart/form-data">${hidden}${cards}<div class="go"><button class="btn huge">${t.correctGo}</button></div></form>`;
  const head = `<p>${link(batchPath(batch.traceCode), `← ${t.backToBatch}`, 'tap')}</p><div class="head"><h1>${t.correctTitle}</h1><p>${e(batch.product.name)} <span class="code">${groupedCode(batch.traceCode)}</span></p><p>${t.correctLead}</p></div>`;
  const main = `<div class="in">${head}${errorSummary(view.errors, t.wrong, labelOf(t))}${lacks}${body}</div>`;
  return deskPage({ language, title: t.correctTitle, main, who: view.who });
}
