import { casText } from '../reading/normalise.ts';
import { readPastedResults } from '../reading/pasted-results.ts';
import { MOST_STRUCTURES } from '../structure-screening.ts';
import type { Bilingual } from '../verdict.ts';
import type { ScreeningRequest } from './screening.ts';
import { MOST_CAS, MOST_NAMES } from './screening-schemas.ts';

/** The fields of the page, as typed. */
const SCREENING_FIELDS = ['ingredients', 'names', 'structures', 'results'] as const;
type ScreeningField = (typeof SCREENING_FIELDS)[number];
export type Entered = Partial<Record<ScreeningField, string>>;

interface ScreeningForm {
  readonly entered: Entered;
  /** Null when nothing was typed. */
  readonly request: ScreeningRequest | null;
  /** What of it was left out or not understood. */
  readonly remarks: readonly Bilingual[];
}

const LONGEST_LINE = 2_000;

function linesOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function first(lines: readonly string[], most: number, what: Bilingual, remarks: Bilingual[]): string[] {
  if (lines.length > most)
    remarks.push({
      zh: `${what.zh}只筛查了前${most}行,共${lines.length}行`,
      en: `only the first ${most} of ${lines.length} lines of ${what.en} were screened`,
    });
  return lines.slice(0, most);
}

/** Lines as far as they are read; what was cut from them is told. */
function shortened(lines: readonly string[], remarks: Bilingual[]): string[] {
  const cut = lines.filter((line) => line.length > LONGEST_LINE).length;
  if (cut > 0)
    remarks.push({
      zh: `有${cut}行名称超过${LONGEST_LINE}个字符,其后未筛查`,
      en: `${cut} line(s) of names are longer than ${LONGEST_LINE} characters; what follows was not screened`,
    });
  return lines.map((line) => line.slice(0, LONGEST_LINE));
}

/** Digits in three groups, or `CAS` before digits: meant as a number, be it right or wrong. */
const CAS_LIKE = /^(?:cas\b.*\d|[\s\d０-９]{2,}[-‐‑–—－][\d０-９]{1,3}[-‐‑–—－][\d０-９]{1,2})$/iu;
const isMeantAsCas = (line: string) => CAS_LIKE.test(line) || (casText(line) !== null && /[-‐‑–—－]/u.test(line));

/** What the page's form asks, from its fields. Lines beyond a cap are told and left out. */
export function readScreeningForm(fields: Readonly<Record<string, string | readonly string[] | undefined>>): ScreeningForm {
  const entered: Entered = {};
  for (const name of SCREENING_FIELDS) {
    const given = fields[name];
    const text = typeof given === 'string' ? given : (given?.join('\n') ?? '');
    if (text.trim() !== '') entered[name] = text;
  }
  const remarks: Bilingual[] = [];
  const lines = shortened(linesOf(entered.names), remarks);
  const cas = first(lines.filter(isMeantAsCas), MOST_CAS, { zh: 'CAS号', en: 'CAS numbers' }, remarks);
  const names = first(
    lines.filter((line) => !isMeantAsCas(line)),
    MOST_NAMES,
    { zh: '名称', en: 'names' },
    remarks,
  );
  const structures = first(linesOf(entered.structures), MOST_STRUCTURES, { zh: '结构', en: 'structures' }, remarks);
  const table = readPastedResults(entered.results ?? '');
  remarks.push(...table.remarks);
  const request: ScreeningRequest = {
    ...(entered.ingredients ? { ingredientsText: entered.ingredients } : {}),
    ...(names.length > 0 ? { names } : {}),
    ...(cas.length > 0 ? { cas } : {}),
    ...(structures.length > 0 ? { structures } : {}),
    ...(table.results.length > 0 ? { results: table.results } : {}),
  };
  return { entered, request: Object.keys(request).length > 0 ? request : null, remarks };
}
