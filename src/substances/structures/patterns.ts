import { Molecule, SSSearcher } from 'openchemlib';
import type { Bilingual } from '../verdict.ts';
import { type Census, mayHold, type Needs, needsOf } from './census.ts';

/** A compiled pattern. */
interface Pattern {
  readonly smarts: string;
  readonly searcher: SSSearcher;
  readonly needs: Needs;
}

const [FEWEST_ATOMS, MOST_PATTERN_ATOMS, MOST_PATTERN_CHARACTERS, MOST_PATTERN_RINGS] = [5, 60, 300, 8];
/** `*`, `A`, `[R1]`, `[!#6]`: an atom without an element. The library keeps it as carbon with a note, and a search of many of them tries too many ways. */
const OPEN_ATOM = /\*|\[!|!#|\[[RXDHrxvAa](?![a-z])|(?<![A-Za-z;&,!])[Aa](?![a-z])/;

/** A pattern that cannot be used, and why. */
class BadPattern extends Error {
  readonly reason: Bilingual;
  constructor(zh: string, en: string) {
    super(en);
    this.name = 'BadPattern';
    this.reason = { zh, en };
  }
}

function refuseText(smarts: string): void {
  if (smarts.trim() === '' || smarts.length > MOST_PATTERN_CHARACTERS)
    throw new BadPattern(`应为1至${MOST_PATTERN_CHARACTERS}个字符`, `expected 1 to ${MOST_PATTERN_CHARACTERS} characters`);
  const strange = /[^\x21-\x7e]/u.exec(smarts)?.[0];
  if (strange) throw new BadPattern(`含有「${strange}」,不属于SMARTS`, `"${strange}" does not belong in SMARTS`);
  if (/[.>]/.test(smarts)) throw new BadPattern('一条规则只写一个相连的片段', 'a pattern is one connected fragment');
  if (/\$\(/.test(smarts)) throw new BadPattern('不支持递归SMARTS「$(…)」', 'recursive SMARTS "$(…)" is not supported');
  if (OPEN_ATOM.test(smarts)) throw new BadPattern('每个原子须写明元素,如[#6,#7]', 'every atom names its elements, as in [#6,#7]');
  // Alone the library takes it for "single and outside rings".
  if (/(?<![;&])!@/.test(smarts)) throw new BadPattern('非环键请写「~;!@」或「-;!@」', 'write a bond outside rings as "~;!@" or "-;!@"');
  if (/\((?:[^()]|\([^()]*\))*$/.test(smarts) || /[-=#~:(]$/.test(smarts))
    throw new BadPattern('片段没有写完', 'the pattern is unfinished');
}

function compile(smarts: string): Pattern {
  let fragment: Molecule;
  try {
    fragment = Molecule.fromSmiles(smarts, { smartsMode: 'smarts', noCoordinates: true });
    fragment.setFragment(true);
    fragment.ensureHelperArrays(Molecule.cHelperRings);
  } catch (error) {
    // Never the error itself: printing it prints the whole minified library.
    const said = (error instanceof Error ? error.message : '').replace(/^.*?SmilesParser:\s*/su, '').slice(0, 120);
    throw new BadPattern(`无法编译(${said})`, `does not compile (${said})`);
  }
  const searcher = new SSSearcher();
  searcher.setFragment(fragment);
  return { smarts, searcher, needs: needsOf(fragment) };
}

function checkBounds({ needs }: Pattern): void {
  if (needs.atoms < FEWEST_ATOMS || needs.atoms > MOST_PATTERN_ATOMS)
    throw new BadPattern(
      `应有${FEWEST_ATOMS}至${MOST_PATTERN_ATOMS}个原子,现为${needs.atoms}个`,
      `expected ${FEWEST_ATOMS} to ${MOST_PATTERN_ATOMS} atoms, found ${needs.atoms}`,
    );
  if (needs.rings > MOST_PATTERN_RINGS)
    throw new BadPattern(`环不超过${MOST_PATTERN_RINGS}个`, `expected at most ${MOST_PATTERN_RINGS} rings`);
}

const MOST_KEPT = 1000;
const compiled = new Map<string, Pattern | BadPattern>();

function kept(smarts: string): Pattern | BadPattern {
  const known = compiled.get(smarts);
  if (known) return known;
  let result: Pattern | BadPattern;
  try {
    refuseText(smarts);
    result = compile(smarts);
    checkBounds(result);
  } catch (error) {
    if (!(error instanceof BadPattern)) throw error;
    result = error;
  }
  if (compiled.size >= MOST_KEPT) compiled.clear();
  compiled.set(smarts, result);
  return result;
}

/** Why a pattern cannot be a structure rule, in both languages, or null when it can: it compiles in the library's dialect and its search is bounded. */
export function structureRuleFault(smarts: string): Bilingual | null {
  const result = kept(smarts);
  return result instanceof BadPattern ? result.reason : null;
}

/** {@link structureRuleFault} in one line, or null. */
export function structureRuleProblems(smarts: string): string | null {
  const fault = structureRuleFault(smarts);
  return fault && `${fault.zh} / ${fault.en}`;
}

/**
 * The compiled pattern of a rule; compiled once and kept (a pure cache).
 * @throws {Error} naming the rule when it does not compile: a family must never silently disappear
 */
export function patternOf(rule: string, smarts: string): Pattern {
  const result = kept(smarts);
  if (result instanceof BadPattern) throw new Error(`The structure rule ${rule} cannot be used: ${result.message}: ${smarts}`);
  return result;
}

/** The atoms of the molecule a pattern matches first, or null. */
export function matchPattern(pattern: Pattern, molecule: Molecule, census: Census): number[] | null {
  if (!mayHold(census, pattern.needs)) return null;
  pattern.searcher.setMolecule(molecule);
  if (pattern.searcher.findFragmentInMolecule({ countMode: 'firstMatch' }) === 0) return null;
  return (pattern.searcher.getMatchList()[0] ?? []).filter((atom) => atom >= 0);
}
