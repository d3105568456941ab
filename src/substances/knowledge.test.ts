import { describe, expect, it } from 'vitest';
import { bans, knowledge } from './knowledge.ts';
import { casCheckDigit, nameKey } from './reading/normalise.ts';
import { FAMILIES, LAWFUL_CONTEXTS, LISTS, NOTICES } from './registers.ts';
import sources from './tables/sources.json' with { type: 'json' };
import structures from './tables/structures.json' with { type: 'json' };

const { rows } = knowledge();
const sourceKeys = new Set(Object.keys(sources));

describe('the knowledge base', () => {
  it('holds the 303 legal and 153 chemical rows merged, with thirteen class words', () => {
    expect(rows.filter((row) => row.kind === 'substance')).toHaveLength(353);
    expect(rows.filter((row) => row.kind === 'class')).toHaveLength(13);
    expect(structures).toHaveLength(159);
  });

  it('has no CAS number with a wrong check digit', () => {
    const numbers = rows.flatMap((row) => (row.cas ? [row.cas] : []));
    expect(numbers.filter((cas) => !/^[1-9]\d{1,6}-\d{2}-\d$/.test(cas) || casCheckDigit(cas) !== Number(cas.at(-1)))).toEqual([]);
    expect(numbers).toHaveLength(337);
  });

  it('has no id and no CAS number twice', () => {
    const ids = rows.map((row) => row.id);
    const numbers = rows.flatMap((row) => (row.cas ? [row.cas] : []));
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('says for each row where it comes from and how sure that is', () => {
    const without = rows.filter((row) => row.sources.length === 0 || row.confidence === '' || row.zh.length + row.en.length === 0);
    expect(without.map((row) => row.id)).toEqual([]);
    const cited = rows.flatMap((row) => [...row.sources, ...(row.chem?.evidence ?? []), ...row.aliases.map((alias) => alias.source)]);
    expect(cited.filter((key) => !sourceKeys.has(key))).toEqual([]);
  });

  it('names only registers, families and contexts that exist', () => {
    expect(rows.flatMap((row) => row.listed.map((fact) => fact.list)).filter((list) => !(list in LISTS))).toEqual([]);
    expect(rows.flatMap((row) => row.notices.map((fact) => fact.notice)).filter((notice) => !(notice in NOTICES))).toEqual([]);
    expect(rows.map((row) => row.family).filter((family) => !(family in FAMILIES))).toEqual([]);
    expect(rows.flatMap((row) => (row.lawful ? [row.lawful] : [])).filter((lawful) => !(lawful in LAWFUL_CONTEXTS))).toEqual([]);
  });

  it('gives every structure a substance that exists', () => {
    const ids = new Set(rows.map((row) => row.id));
    expect(structures.filter((structure) => !ids.has(structure.substance))).toEqual([]);
  });

  it('keeps a test method apart from a ban', () => {
    const caffeine = rows.find((row) => row.cas === '58-08-2');
    expect(caffeine?.methods).toEqual(['BJS 201701']);
    expect(caffeine && bans(caffeine)).toEqual([]);
    expect(caffeine?.lawful).toBe('natural-constituent-and-gb2760-additive');
  });

  it('returns every row a shared name has', () => {
    expect(
      knowledge()
        .byName.get(nameKey('phenisatin'))
        ?.map((row) => row.id),
    ).toEqual(['115-33-3', '18869-73-3']);
  });
});
