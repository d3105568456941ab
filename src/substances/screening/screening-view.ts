import type { ScreeningMatchView, ScreeningSubstanceView } from '../../pages/view.ts';
import type { Substance } from '../knowledge.ts';
import type { Match, StructureReading, Verdict } from '../verdict.ts';
import type { Note, ScreeningAnswer } from './screening.ts';

type Lang = 'zh' | 'en';

interface ScreeningView {
  verdict: Verdict;
  matches: ScreeningMatchView[];
  notes: { code: Note['code']; message: string; at: readonly string[] }[];
}

const substanceView = (row: Substance): ScreeningSubstanceView => ({ id: row.id, names: { zh: row.zh, en: row.en }, cas: row.cas });

const structureView = ({ rule, atoms, hydrolysesTo, svg }: StructureReading) => ({
  rule,
  atoms,
  hydrolysesTo: hydrolysesTo && substanceView(hydrolysesTo),
  svg,
});

function matchView(match: Match, lang: Lang): ScreeningMatchView {
  const { input, verdict, substance, family, by, reason, sources, span, structure } = match;
  return {
    input,
    verdict,
    substance: substance && substanceView(substance),
    family,
    by,
    reason: reason[lang],
    sources,
    ...(span ? { span } : {}),
    ...(structure ? { structure: structureView(structure) } : {}),
  };
}

/** The answer as the API shows it, in one language. */
export function screeningView({ verdict, matches, notes }: ScreeningAnswer, lang: Lang): ScreeningView {
  return {
    verdict,
    matches: matches.map((match) => matchView(match, lang)),
    notes: notes.map(({ code, message, at }) => ({ code, message: message[lang], at })),
  };
}
