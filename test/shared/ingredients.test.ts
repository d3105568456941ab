import { describe, expect, it } from 'vitest';
import { knowledge } from '../../src/substances/knowledge.ts';
import { readIngredientList } from '../../src/substances/reading/ingredient-list.ts';
import { screen } from '../../src/substances/screen.ts';
import { answerScreening } from '../../src/substances/screening/screening.ts';
import { testApp } from '../app.ts';
import { counted, printTable, unexplained } from './report.ts';
import { rowsListed } from './screening-doc.ts';
import { sharedTable } from './source.ts';

const rows = sharedTable('data/real/ingredients.csv', ['gtin', 'product_name', 'ingredients_text']);

/** The parts of a list that have no parts, as an ERP would send them one by one. */
function namesIn(text: string): { name: string }[] {
  const names: { name: string }[] = [];
  readIngredientList(text, (start, end, leaf) => {
    if (leaf) names.push({ name: text.slice(start, end) });
    return false;
  });
  return names;
}

const bodies = rows.map((row) => ({
  product: {
    name: row.product_name || '无品名',
    category: 'food',
    ...(row.gtin ? { gtin: row.gtin } : {}),
    ingredients: namesIn(row.ingredients_text),
  },
}));

describe('125 ingredient lists of real goods', () => {
  it('name nothing that is not listed with its reason in docs/guide/screening.md', async () => {
    const screened = await Promise.all(
      rows.map(async (row) => ({
        product: row.product_name,
        ...(await answerScreening({ ingredientsText: row.ingredients_text }, knowledge())),
      })),
    );
    printTable('ingredient lists', counted(screened.map((one) => one.verdict)));
    const matches = screened.flatMap((one) => one.matches.map((match) => ({ product: one.product, ...match })));
    const line = (match: (typeof matches)[number]) => [match.product, match.input, match.reason.zh];
    printTable('banned', matches.filter((match) => match.verdict === 'banned').map(line));
    printTable('for a person', matches.filter((match) => match.verdict === 'review').map(line));
    printTable('known and lawful', matches.filter((match) => match.verdict === 'clear').map(line));
    const notes = screened.flatMap((one) => one.notes.map((note) => [one.product, note.code, note.message.zh]));
    printTable('notes', notes);
    expect(screened).toHaveLength(125);
    const notClear = matches.filter((match) => match.verdict !== 'clear').map(({ product, input, verdict }) => [product, input, verdict]);
    expect(notClear).toEqual(rowsListed('真实配料表').map((cells) => cells.slice(0, 3)));
    expect(notes.filter(([, code]) => code !== 'additive-numbers')).toEqual([]);
  });

  it('find the caffeine that a cola declares, and let it be', () => {
    const colas = rows.filter((row) => row.ingredients_text.includes('咖啡因'));
    expect(colas.map((row) => row.product_name)).toEqual(['可口可乐汽水']);
    expect(screen({ ingredientsText: colas[0]?.ingredients_text })).toMatchObject({
      verdict: 'clear',
      matches: [{ input: '咖啡因', ground: 'lawful' }],
    });
  });

  it('would be found with one banned name slipped into any of them', () => {
    const passed = rows.filter((row) => screen({ ingredientsText: `${row.ingredients_text}、盐酸西布曲明` }).verdict !== 'banned');
    expect(passed.map((row) => row.product_name)).toEqual([]);
  });

  it('are recorded with their batches, without a finding of banned-substance', async () => {
    const t = await testApp();
    const maker = await t.party();
    const { status, json } = await t.request('POST', '/v1/batches', { key: maker.key, body: bodies });
    expect(status).toBe(200);
    const results: { status: number; errors?: never[]; findings?: { rule: string; message: string }[] }[] = json.results;
    const refused = results.flatMap((result, i) => (result.errors ?? []).map((error) => ({ product: rows[i]?.product_name ?? '', error })));
    printTable(
      'refused',
      refused.map(({ product, error }) => [product, JSON.stringify(error)]),
    );
    const found = results.flatMap((result, i) =>
      (result.findings ?? []).map((finding) => ({ product: rows[i]?.product_name ?? '', ...finding })),
    );
    printTable('findings', counted(found.map((finding) => finding.rule)));
    expect(results).toHaveLength(125);
    expect(results.filter((result) => result.status !== 201 && result.status !== 422)).toEqual([]);
    expect(unexplained(refused.map(({ error }) => error))).toEqual([]);
    expect(found.filter((finding) => finding.rule === 'banned-substance')).toEqual([]);
  });
});
