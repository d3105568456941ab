import { describe, expect, it } from 'vitest';
import { indexKnowledge, knowledge } from '../../src/substances/knowledge.ts';
import { screenStructure } from '../../src/substances/structures/index.ts';
import { type Verdict, worst } from '../../src/substances/verdict.ts';
import { counted, printTable } from './report.ts';
import { sharedText } from './source.ts';

interface Row {
  cas: string;
  en: string[];
  smiles: string;
  inchikey: string;
  inchikeysAlt?: string[];
  structuralScreen: { verdict: Verdict };
}
const { substances }: { substances: Row[] } = JSON.parse(sharedText('data/substances_chem.json'));

/** The shared table says what the structure alone tells: no row of a list stands beside it. */
const rulesOnly = indexKnowledge([]);
const verdictOf = (smiles: string, base = rulesOnly): Verdict => worst(screenStructure(smiles, base).map((match) => match.verdict));

describe('153 structures of the chemical table', () => {
  it('get from the rules alone the verdict the table says', () => {
    const read = substances.map((row) => ({
      name: row.en[0] ?? row.cas,
      said: row.structuralScreen.verdict,
      found: verdictOf(row.smiles),
    }));
    printTable('said / found', counted(read.map((row) => `${row.said} / ${row.found}`)));
    expect(read.filter((row) => row.said !== row.found)).toEqual([]);
    expect(read).toHaveLength(153);
  });

  it('are each found as their own row, by structure and by InChIKey', () => {
    const isFound = (input: string, cas: string) => screenStructure(input, knowledge()).some((match) => match.substance?.cas === cas);
    const missed = substances.filter(({ smiles, inchikey, cas }) => !isFound(smiles, cas) || !isFound(inchikey, cas));
    expect(missed.map((row) => row.cas)).toEqual([]);
  });

  it('are with the facts of their row never less than the structure alone says', () => {
    const weaker = substances.filter(
      ({ smiles }) => worst([verdictOf(smiles), verdictOf(smiles, knowledge())]) !== verdictOf(smiles, knowledge()),
    );
    expect(weaker.map((row) => row.cas)).toEqual([]);
  });
});
