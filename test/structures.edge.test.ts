import { describe, expect, it } from 'vitest';
import { knowledge } from '../src/substances/knowledge.ts';
import { screenStructures } from '../src/substances/structure-screening.ts';

describe('structures in workerd', () => {
  it('are screened by code loaded when they come', async () => {
    const base = knowledge();
    expect(await screenStructures([], base)).toEqual([]);
    const ester = 'CCCC(=O)Oc1ccc(cc1)C1(OC(=O)c2ccccc12)c1ccc(O)cc1';
    const [first] = await screenStructures([ester], base, { draw: true });
    expect(first).toMatchObject({ verdict: 'banned', ground: 'class', structure: { hydrolysesTo: { id: '77-09-8' } } });
    expect(first?.structure?.svg).toMatch(/^<svg .*<\/svg>$/s);
    expect(await screenStructures(['CC(C)(c1ccc(O)cc1)c1ccc(O)cc1'], base)).toEqual([]);
    expect(await screenStructures(['c1ccc1'], base)).toMatchObject([{ verdict: 'review', ground: 'unreadable' }]);
  });
});
