import { describe, expect, it } from 'vitest';
import type { Substance } from '../../src/substances/knowledge.ts';
import { matchCas, matchName } from '../../src/substances/match.ts';
import { printTable } from './report.ts';
import { sharedText } from './source.ts';

interface Row {
  zh: string[];
  en: string[];
  cas: string | null;
  formula: string | null;
}
const legal: (Row & { status: string; basis: string[] })[] = JSON.parse(sharedText('data/substances.json'));
const chemical: { substances: Row[] } = JSON.parse(sharedText('data/substances_chem.json'));

const tables: { table: string; rows: Row[]; size: number }[] = [
  { table: 'substances.json', rows: legal, size: 303 },
  { table: 'substances_chem.json', rows: chemical.substances, size: 153 },
];

/** Words that name a class in the list; the shared table gives some of them the CAS number of one member. */
const CLASS_WORDS = [
  '苏丹红',
  '工业染料',
  'Industrial dyes',
  '硝基呋喃类药物',
  'Nitrofurans',
  '抗生素残渣',
  'Antibiotic residues',
  '镇静剂',
  'Sedatives',
  '荧光增白物质',
  'Fluorescent whitening agents',
  '喹诺酮类',
  'Quinolones',
];

/** Names of a grade: listed by name, while the CAS number beside them is of the substance at large, which is not listed. */
const GRADE_WORDS = ['工业用甲醛'];

const namesOf = (row: Row) => [...row.zh, ...row.en];

/** A name is known when it names, as a whole, the row of the same CAS number, or one that bears the name where the table has no number. */
function isKnown(name: string, row: Row): boolean {
  const whole = matchName(name).filter((match) => match.input === name);
  if (CLASS_WORDS.includes(name)) return whole.some((match) => match.substance === null && match.verdict === 'banned');
  if (GRADE_WORDS.includes(name)) return whole.some((match) => match.substance?.cas === null && match.verdict === 'banned');
  return whole.some(({ substance }) => substance !== null && (row.cas === null || substance.cas === row.cas));
}

/** Keys of our lists by what the shared table writes for them, in its status or its basis. */
const LISTS: readonly (readonly [string, string])[] = [
  ['moh_blacklist_1_5', 'moh-1-5'],
  ['moh_blacklist_6', 'moh-6'],
  ['SFDA list of substances possibly illegally added to health food', 'health-food-2012'],
  ['listed_non_edible_2025_class', 'non-edible-2025'],
];

const byCas = (cas: string): Substance[] => matchCas(cas).flatMap(({ substance }) => (substance ? [substance] : []));

describe.each(tables)('the knowledge base against $table', ({ rows, size }) => {
  it('knows every row by each of its names', () => {
    expect(rows).toHaveLength(size);
    const names = rows.flatMap((row) => namesOf(row).map((name) => ({ name, row })));
    const missed = names.filter(({ name, row }) => !isKnown(name, row)).map(({ name }) => name);
    printTable('found by name', [[`${rows.length} rows`, `${names.length - missed.length} of ${names.length} names`]]);
    expect(missed).toEqual([]);
  });

  it('knows every row by its CAS number, with the same formula', () => {
    const numbered = rows.flatMap((row) => (row.cas === null ? [] : [{ cas: row.cas, formula: row.formula }]));
    expect(numbered.length).toBeGreaterThan(150);
    const drifted = numbered.filter(
      ({ cas, formula }) => !byCas(cas).some((known) => known.cas === cas && (formula === null || known.formula === formula)),
    );
    printTable('found by CAS number', [[`${rows.length} rows`, `${numbered.length - drifted.length} of ${numbered.length} numbers`]]);
    expect(drifted).toEqual([]);
  });
});

describe('the lists of substances.json', () => {
  it('stand on the same rows of the knowledge base, and on no other', () => {
    const drifted = legal.flatMap((row) => {
      const written = [row.status, ...row.basis].join('\n');
      const named = namesOf(row).flatMap((name) => matchName(name).flatMap(({ substance }) => (substance ? [substance] : [])));
      const known = [...named, ...(row.cas === null ? [] : byCas(row.cas))];
      if (known.length === 0) return [];
      const stands = (list: string) => known.some((one) => one.listed.some((fact) => fact.list === list));
      return LISTS.filter(([word, list]) => written.includes(word) !== stands(list)).map(([, list]) => `${namesOf(row)[0]}: ${list}`);
    });
    expect(drifted).toEqual([]);
  });
});
