import { maskName } from '../../parties/model.ts';
import type { PartyCaller } from '../../platform/caller.ts';
import type { Deps } from '../../platform/deps.ts';
import type { ProblemDetail } from '../../platform/problem-detail.ts';
import { invalidInput, Problem } from '../../platform/problems.ts';
import { codeText } from '../qr-answer.ts';
import { formatTraceCode, parseTraceCode } from '../trace-code.ts';
import type { LabelContent, LabelJob } from './content.ts';
import { type Dpi, type LayoutName, labelsAPage, layouts } from './layouts.ts';
import type { LabelPress, OpenedJob } from './press.ts';
import { type LabelledBatch, labelRepository } from './repository.ts';
import { type LabelInput, MOST_LABELS } from './schemas.ts';

/** A job with the batches of its labels, in the same order. */
export interface PreparedJob {
  job: LabelJob;
  batches: LabelledBatch[];
}

/** @throws {Problem} not-on-edge where there are no threads */
export function pressOf({ labels }: Deps): LabelPress {
  if (labels) return labels;
  throw new Problem('not-on-edge', {
    zh: '边缘节点不打印标签；请在主服务打印。',
    en: 'The edge prints no labels; print on the main service.',
  });
}

/** Rolls go to 203 dpi printers, sheets to office printers. */
export function usualDpi(layout: LayoutName): Dpi {
  return layouts[layout].pageWidth === 210 ? 300 : 203;
}

/** What a caller asked for, as a job. @throws {Problem} invalid-input with every wrong field */
export async function prepare(deps: Deps, caller: PartyCaller, input: LabelInput): Promise<PreparedJob> {
  const codes = input.items.map(({ traceCode }) => parseTraceCode(traceCode));
  const found = await labelRepository(deps.store.read, caller).batches(codes.flatMap((code) => (code.ok ? [code.code] : [])));
  const byCode = new Map(found.map((batch) => [batch.traceCode, batch]));
  const errors = wrongAsAWhole(input);
  const batches: LabelledBatch[] = [];
  const labels: LabelJob['labels'][number][] = [];
  for (const [n, { traceCode, copies }] of input.items.entries()) {
    const code = codes[n];
    const batch = code?.ok ? byCode.get(code.code) : undefined;
    if (batch) {
      batches.push(batch);
      labels.push({ content: contentOf(deps.publicUrl, batch, caller), copies });
    } else errors.push(notOwn(traceCode, `/items/${n}/traceCode`));
  }
  if (errors.length > 0) throw invalidInput(errors);
  const { format, layout, startPosition, test } = input;
  return { job: { format, layout, dpi: input.dpi ?? usualDpi(layout), startPosition, test, labels }, batches };
}

/**
 * The press's reading of a job.
 * @throws {Problem} invalid-input where a label is too small for its code, told with the size it needs
 */
export async function openJob(deps: Deps, job: LabelJob): Promise<OpenedJob> {
  const opened = await pressOf(deps).open(job);
  if (opened.tooSmall.length === 0) return opened;
  opened.cancel();
  throw invalidInput(opened.tooSmall.map(({ index, needs }) => tooSmall(job, index, needs)));
}

function contentOf(publicUrl: string, batch: LabelledBatch, { party }: PartyCaller): LabelContent {
  const { productionDate: from, productionDateTo: to } = batch;
  return {
    link: codeText(publicUrl, batch),
    code: formatTraceCode(batch.traceCode),
    product: batch.productName,
    lot: batch.batchNumber,
    madeOn: from !== null && to !== null && to !== from ? `${from}～${to}` : from,
    expiresOn: batch.expiresOn,
    // A label is public: a natural person's name stands on it as on the page.
    firm: party.natural ? maskName(party.name) : party.name,
  };
}

function wrongAsAWhole({ items, format, layout, startPosition, test }: LabelInput): ProblemDetail[] {
  const errors: ProblemDetail[] = [];
  const labels = items.reduce((sum, { copies }) => sum + copies, 0);
  const perPage = labelsAPage(layouts[layout]);
  if (labels > MOST_LABELS || (labels === 0 && !test))
    errors.push({
      pointer: '/items',
      found: String(labels),
      expected: { zh: `共 1 至 ${MOST_LABELS} 枚标签`, en: `1 to ${MOST_LABELS} labels in all` },
      fix:
        labels === 0
          ? { zh: '写明批次和份数，或者要测试标签', en: 'name batches and copies, or ask for a test label' }
          : { zh: '分几次打印', en: 'print in parts' },
    });
  if (format === 'zpl' && perPage > 1)
    errors.push({
      pointer: '/layout',
      found: layout,
      expected: { zh: 'ZPL 用于卷筒标签：40x30、60x40、50x50', en: 'ZPL is for rolls: 40x30, 60x40, 50x50' },
      fix: { zh: '改用卷筒标签，或者改用 pdf', en: 'take a roll, or pdf' },
    });
  if (startPosition > perPage)
    errors.push({
      pointer: '/startPosition',
      found: String(startPosition),
      expected: { zh: `1 至 ${perPage}`, en: `1 to ${perPage}` },
      fix: { zh: '数一数第一张纸上已用掉的标签', en: 'count the labels already used of the first sheet' },
    });
  return errors;
}

function notOwn(found: string, pointer: string): ProblemDetail {
  return {
    pointer,
    found,
    expected: { zh: '本单位批次的追溯码', en: 'the trace code of a batch of this party' },
    fix: { zh: '核对追溯码', en: 'check the code' },
  };
}

function tooSmall({ layout, dpi }: LabelJob, index: number, { width, height }: { width: number; height: number }): ProblemDetail {
  const [zh, en] =
    dpi === 203 ? ['换大一号的标签，或用 300 dpi', 'take a larger label, or 300 dpi'] : ['换大一号的标签', 'take a larger label'];
  return {
    pointer: `/items/${index}`,
    found: `${layout}, ${dpi} dpi`,
    expected: {
      zh: `至少 ${width} × ${height} mm 的标签，二维码才印得下`,
      en: `a label of at least ${width} × ${height} mm, which its code needs`,
    },
    fix: { zh, en },
  };
}
