import { describe, expect, it } from 'vitest';
import { bannedSubstance } from './banned-substance.ts';
import { batch, context, release, withProduct } from './examples.ts';
import type { BatchFacts, CertificateFacts, ResultFacts } from './facts.ts';

const recorded = (facts: BatchFacts) => bannedSubstance.judge({ kind: 'batch', batch: facts }, context);
const tested = (result: ResultFacts, certificate: Partial<CertificateFacts> = {}, more: Partial<BatchFacts> = {}) =>
  recorded({ ...batch, ...more, certificates: [{ ...release, results: [result], ...certificate }] });
const found: ResultFacts = { item: '酚酞', value: '1.2', unit: 'mg/kg' };
const ingredients = (...names: string[]) => recorded(withProduct({ ingredients: names.map((name) => ({ name })) }));

describe('banned-substance in a test result', () => {
  it('is an established lead when phenolphthalein was found: the notice first, then 38, 123 and 34', () => {
    expect(tested(found)).toMatchObject([
      {
        weight: 'lead',
        certainty: 'established',
        offence: 'drug-in-food',
        department: 'market',
        occasion: 'result/77-09-8',
        citations: ['samr-2023', 'fsl-38', 'fsl-123-1-6', 'fsl-34-1'],
      },
    ]);
  });

  it.each(['ND', '未检出', '<LOD', '阴性', '—', '0'])('never fires when it was looked for and the result is %s', (value) => {
    expect(tested({ ...found, value })).toEqual([]);
  });

  it('knows the name of the test method (丁) and of the notice (汀), and the CAS number', () => {
    for (const item of ['双醋酚汀', '双醋酚丁', '115-33-3'])
      expect(tested({ ...found, item })).toMatchObject([{ occasion: 'result/115-33-3', weight: 'lead' }]);
  });

  it('cites the notice from 2023-10-08, its day; the day before the law stands without it', () => {
    const on = (day: string) => tested(found, {}, { recordedAt: Date.parse(`${day}T12:00:00+08:00`) })[0]?.citations;
    expect(on('2023-10-07')).toEqual(['fsl-38', 'fsl-123-1-6', 'fsl-34-1']);
    expect(on('2023-10-08')?.[0]).toBe('samr-2023');
  });

  it('puts a listed dye under non-food substances', () => {
    expect(tested({ ...found, item: '孔雀石绿' })).toMatchObject([
      { offence: 'non-food-substance', citations: ['fsl-34-1', 'fsl-123-1-1'] },
    ]);
  });

  it('is only told by a quick test, which grounds no band', () => {
    expect(tested(found, { kind: 'quickTest' })).toMatchObject([{ weight: 'todo', certainty: 'suspected', offence: null, citations: [] }]);
  });

  it('is only suspected where the text that names it was not read, and says so', () => {
    const [one] = tested({ ...found, item: '比沙可啶' });
    expect(one).toMatchObject({ weight: 'lead', certainty: 'suspected', occasion: 'result/603-50-9' });
    expect(one?.message.zh).toContain('列有比沙可啶(转引,待核实)');
  });

  it('is one lead a substance, however many papers say so', () => {
    const twice = {
      ...batch,
      certificates: [
        { ...release, kind: 'quickTest', results: [found] },
        { ...release, publicId: 'cert-2', results: [found] },
      ],
    };
    expect(recorded(twice)).toMatchObject([{ certainty: 'established' }]);
  });

  it('is a todo when the value cannot be read', () => {
    expect(tested({ ...found, value: '见附页' })).toMatchObject([{ weight: 'todo', certainty: 'advisory', offence: null }]);
  });

  it('is a todo when what was found cannot be read, and nothing when that was not found', () => {
    const item = 'フェノールフタレイン';
    expect(tested({ ...found, item })).toMatchObject([{ weight: 'todo', certainty: 'advisory' }]);
    expect(tested({ ...found, item, value: 'ND' })).toEqual([]);
  });

  it('is silent about ordinary items', () => {
    expect(tested({ item: '菌落总数', value: '120', unit: 'CFU/g', limit: '10000' })).toEqual([]);
  });

  it('puts produce before the market under the agricultural law, with its department', () => {
    const farm = { ...batch.party, kinds: ['cooperative'] };
    const more: Partial<BatchFacts> = { party: farm, product: { ...batch.product, category: 'agricultural', directoryItem: '豇豆' } };
    expect(tested({ ...found, item: '氯霉素' }, {}, more)).toMatchObject([
      { offence: 'produce-banned-substance', department: 'agriculture' },
    ]);
  });
});

describe('banned-substance among declared ingredients', () => {
  it('is a suspicion when a named substance is declared: the proof is a result', () => {
    expect(ingredients('猪肉', '酚酞')).toMatchObject([{ weight: 'lead', certainty: 'suspected', occasion: 'ingredient/77-09-8' }]);
  });

  it.each(['フェノールフタレイン', 'siбutramine', '???'])('is a todo for a person where it cannot be read: %s', (name) => {
    expect(ingredients('白砂糖', name)).toMatchObject([
      { weight: 'todo', certainty: 'advisory', offence: null, citations: [], evidence: [{ value: name }] },
    ]);
  });

  it('is silent about ordinary food', () => {
    expect(ingredients('猪肉', '水', '食用盐', '白砂糖', '酿造酱油')).toEqual([]);
  });
});
