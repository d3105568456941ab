import type { Knowledge } from '../knowledge.ts';
import { matchesCut } from '../match-list.ts';
import { additiveNumbers } from '../reading/additive-numbers.ts';
import { readResult, type TestResult } from '../reading/results.ts';
import { matchesOf, type ScreenInput } from '../screen.ts';
import { screenStructures } from '../structure-screening.ts';
import { type Bilingual, type Match, type Verdict, worst } from '../verdict.ts';

/** What anybody may ask to have screened; every part is optional. */
export interface ScreeningRequest extends Pick<ScreenInput, 'ingredientsText' | 'names' | 'cas' | 'results'> {
  /** SMILES. */
  readonly structures?: readonly string[] | undefined;
}

/** What the caller must know beside the matches: what was not read, what was recognised and says nothing. */
export interface Note {
  readonly code: 'text-cut' | 'matches-cut' | 'results-without-units' | 'results-unread' | 'additive-numbers';
  readonly message: Bilingual;
  /** JSON Pointers into the request. */
  readonly at: readonly string[];
}

export interface ScreeningAnswer {
  readonly verdict: Verdict;
  readonly matches: readonly Match[];
  readonly notes: readonly Note[];
}

/** Longer than any label; what stands behind it is told as not read. */
const LONGEST_TEXT = 100_000;
const NOTES_SHOWN = 20;

/**
 * Screens everything of a request against a knowledge base. What cannot be read (a script without names here, a malformed CAS number, a broken structure, text
 * beyond the cap) is a review and never clear by default. The structure code is loaded only when structures are sent. Nothing is stored.
 */
export async function answerScreening(request: ScreeningRequest, base: Knowledge): Promise<ScreeningAnswer> {
  const text = request.ingredientsText?.slice(0, LONGEST_TEXT);
  const list = matchesOf({ ...request, ingredientsText: text }, base);
  if (request.ingredientsText && request.ingredientsText.length > LONGEST_TEXT) list.add([cut(request.ingredientsText)]);
  if (request.structures?.length) list.add(await screenStructures(request.structures, base, { draw: true }));
  const matches = list.listed();
  return { verdict: worst(matches.map((match) => match.verdict)), matches, notes: notesOf(request, text, list.isCut) };
}

function cut(text: string): Match {
  return {
    input: `${text.slice(LONGEST_TEXT, LONGEST_TEXT + 20)}…`,
    verdict: 'review',
    substance: null,
    family: null,
    by: 'rule',
    ground: 'unreadable',
    reason: cutMessage,
    sources: [],
  };
}

const cutMessage: Bilingual = {
  zh: `配料文字超过${LONGEST_TEXT}个字符,其后未读;请分段筛查`,
  en: `the ingredient text is longer than ${LONGEST_TEXT} characters and what follows was not read; screen it in parts`,
};

function notesOf(request: ScreeningRequest, text: string | undefined, isCut: boolean): Note[] {
  const notes: Note[] = [];
  if ((request.ingredientsText?.length ?? 0) > LONGEST_TEXT)
    notes.push({ code: 'text-cut', message: cutMessage, at: ['/ingredientsText'] });
  if (isCut) notes.push({ code: 'matches-cut', message: matchesCut, at: [] });
  notes.push(...resultNotes(request.results ?? []), ...additiveNotes(request, text));
  return notes;
}

const pointers = (results: readonly TestResult[], isMeant: (result: TestResult) => boolean): string[] =>
  results.flatMap((result, i) => (isMeant(result) ? [`/results/${i}`] : []));

function resultNotes(results: readonly TestResult[]): Note[] {
  const unread = pointers(results, (result) => readResult(result).detected === 'unknown');
  const withoutUnit = pointers(results, (result) => {
    const { quantity } = readResult(result);
    return quantity !== undefined && quantity.unit === null;
  });
  const notes: Note[] = [];
  if (unread.length > 0)
    notes.push({
      code: 'results-unread',
      message: {
        zh: `${unread.length}行的结果看不出是否检出,不能当作未检出`,
        en: `the values of ${unread.length} line(s) do not tell whether it was found; that is not the same as not detected`,
      },
      at: unread.slice(0, NOTES_SHOWN),
    });
  if (withoutUnit.length > 0)
    notes.push({
      code: 'results-without-units',
      message: {
        zh: `${withoutUnit.length}行的结果没有单位,无法与限量比较`,
        en: `the values of ${withoutUnit.length} line(s) have no unit and cannot be compared with a limit`,
      },
      at: withoutUnit.slice(0, NOTES_SHOWN),
    });
  return notes;
}

function additiveNotes(request: ScreeningRequest, text: string | undefined): Note[] {
  const written = [text ?? '', ...(request.names ?? [])].flatMap((one) => additiveNumbers(one).map(({ number }) => number));
  const numbers = [...new Set(written)];
  if (numbers.length === 0) return [];
  const list = numbers.slice(0, NOTES_SHOWN).join('、');
  return [
    {
      code: 'additive-numbers',
      message: {
        zh: `识别到食品添加剂编号:${list}${numbers.length > NOTES_SHOWN ? '等' : ''}。编号只说明是哪种添加剂,能否使用、用量多少见GB 2760,此处不判断`,
        en: `additive numbers recognised: ${numbers.slice(0, NOTES_SHOWN).join(', ')}${numbers.length > NOTES_SHOWN ? ', …' : ''}. A number only says which additive; whether and how much is permitted stands in GB 2760 and is not judged here`,
      },
      at: [],
    },
  ];
}
