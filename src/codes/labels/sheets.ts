import { type Composed, compose, missingIn, type TooSmall, testLabel, whyTooSmall } from './compose.ts';
import type { LabelJob } from './content.ts';
import { cornerOf, labelsAPage, layouts } from './layouts.ts';
import type { Typeface } from './true-type.ts';

/** A label on its page; `isNewPage` at the first one of each. */
export interface Placed {
  label: Composed;
  /** The same for every copy of a label, so that what was drawn once can be used again. */
  key: number;
  page: number;
  isNewPage: boolean;
  x: number;
  y: number;
}

/** How many labels a job prints, the test label included. */
export function labelsOf({ labels, test }: Pick<LabelJob, 'test'> & { labels: readonly { copies: number }[] }): number {
  return labels.reduce((sum, { copies }) => sum + copies, test ? 1 : 0);
}

export function pagesOf(job: LabelJob): number {
  return Math.ceil((job.startPosition - 1 + labelsOf(job)) / labelsAPage(layouts[job.layout]));
}

/** What a job's labels are, set one at a time: the test label first, then each label with its copies. */
export function* composedLabels(job: LabelJob, face: Typeface): Generator<{ label: Composed; copies: number }, void> {
  if (job.test) yield { label: testLabel(job.layout, job.dpi), copies: 1 };
  for (const { content, copies } of job.labels) {
    const label = compose(content, job.layout, job.dpi, face);
    if ('needs' in label) throw new RangeError(`${content.code} does not fit ${job.layout}: check the job first`);
    yield { label, copies };
  }
}

/** Every label of a job where it stands, in the order of paper. */
export function* placedLabels(job: LabelJob, face: Typeface): Generator<Placed, void> {
  const layout = layouts[job.layout];
  const perPage = labelsAPage(layout);
  let position = job.startPosition - 1;
  let [key, lastPage] = [0, -1];
  for (const { label, copies } of composedLabels(job, face)) {
    for (let copy = 0; copy < copies; copy++) {
      const page = Math.floor(position / perPage);
      yield { label, key, page, isNewPage: page !== lastPage, ...cornerOf(layout, position % perPage, job.dpi) };
      lastPage = page;
      position++;
    }
    key++;
  }
}

/** What is wrong with a job, or only remarkable: labels too small for their code, by their index, and characters that print as 〓. */
export interface Checked {
  tooSmall: { index: number; needs: TooSmall['needs'] }[];
  missing: string[];
}

/** So many labels that do not fit are enough to be told. */
const TOLD = 20;

export function checkJob(job: LabelJob, face: Typeface): Checked {
  const tooSmall: Checked['tooSmall'] = [];
  const missing = new Set<string>();
  for (const [index, { content }] of job.labels.entries()) {
    for (const character of missingIn(content, face)) missing.add(character);
    const small = whyTooSmall(content, job.layout, job.dpi, face);
    if (small) tooSmall.push({ index, needs: small.needs });
    if (tooSmall.length >= TOLD) break;
  }
  return { tooSmall, missing: [...missing] };
}
