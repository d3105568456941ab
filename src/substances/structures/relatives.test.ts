import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knowledge } from '../knowledge.ts';
import { worst } from '../verdict.ts';
import { screenStructure } from './index.ts';

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
console.log(`relatives: seed ${seed} (SEED=${seed} repeats it)`);
const runs = { seed, numRuns: 150 };

/** Parents with their phenols (or none) as a text with a place for each substituent; the id is that of their row. */
const PHENOLS: readonly { readonly id: string; readonly with: (one: string, other: string) => string }[] = [
  { id: '77-09-8', with: (one, other) => `O=C7OC(c8ccc(${one})cc8)(c8ccc(${other})cc8)c8ccccc78` },
  { id: '125-13-3', with: (one, other) => `O=C7Nc8ccccc8C7(c8ccc(${one})cc8)c8ccc(${other})cc8` },
  { id: '603-41-8', with: (one, other) => `c7ccc(nc7)C(c8ccc(${one})cc8)c8ccc(${other})cc8` },
  { id: '17692-24-9', with: (one, other) => `O=C7Nc8ccccc8OC7(c8ccc(${one})cc8)c8ccc(${other})cc8` },
];

const chain = fc.integer({ min: 1, max: 17 }).map((length) => 'C'.repeat(length));
const branched = fc.constantFrom(
  'C(C)C',
  'C(C)(C)C',
  'CC(C)C',
  'C3CC3',
  'C3CCCCC3',
  'c3ccccc3',
  'c3cccnc3',
  'C=C',
  'C/C=C/C',
  'CCl',
  'C(F)(F)F',
  'CCC(=O)O',
  'C(N)C',
);
const carbon = fc.oneof(chain, branched);

/** What hangs on a phenol so that water takes it off again. */
const cleavable = fc.oneof(
  carbon.map((group) => `OC(=O)${group}`),
  carbon.map((group) => `OC(=O)O${group}`),
  carbon.map((group) => `OC(=O)N${group}`),
  fc.constantFrom('OS(=O)(=O)O', 'OS(=O)(=O)C', 'OS(=O)(=O)[O-]', 'OS(=O)(=O)c3ccc(C)cc3'),
  fc.constantFrom('OP(=O)(O)O', 'OP(=O)(OCC)OCC', 'OP(=O)([O-])[O-]', 'OP(=S)(OC)OC'),
  fc.constantFrom('OC3OC(C(=O)O)C(O)C(O)C3O', 'OC3OC(CO)C(O)C(O)C3O', 'OCOC', 'OC3CCCCO3', 'OC(C)OCC'),
  fc.constantFrom('O[Si](C)(C)C', 'O[Si](C)(C)C(C)(C)C', 'O[Si](CC)(CC)CC'),
  fc.constantFrom('OCc3ccccc3', 'OCc3ccc(OC)cc3'),
);
const freeOrCleavable = fc.oneof(cleavable, cleavable, fc.constant('O'));

const COUNTER_IONS = ['', '[Na+].', '[Na+].[Na+].', '[K+].', '[Ca+2].', 'Cl.', 'O.', '[NH4+].', 'CS(=O)(=O)O.'] as const;

const bannedWith = (smiles: string, id: string): boolean => {
  const matches = screenStructure(smiles, knowledge());
  const names = matches.some(
    (match) => match.verdict === 'banned' && (match.substance?.id === id || match.structure?.hydrolysesTo?.id === id),
  );
  return names && worst(matches.map((match) => match.verdict)) === 'banned';
};

describe('relatives of listed compounds', () => {
  it('esters, mixed esters, carbonates, sulfates, phosphates, acetals, silyl and benzyl ethers are banned and name their parent', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PHENOLS), cleavable, freeOrCleavable, fc.constantFrom(...COUNTER_IONS), (parent, one, other, ions) => {
        expect(bannedWith(ions + parent.with(one, other), parent.id), ions + parent.with(one, other)).toBe(true);
      }),
      runs,
    );
  });

  it('metal salts of the phenols are their parents, also when drawn with a bond to the metal', () => {
    const salt = fc.constantFrom('[O-]', 'O[Na]', 'O[K]', 'O');
    fc.assert(
      fc.property(fc.constantFrom(...PHENOLS), salt, salt, fc.constantFrom('', '[Na+].', '[K+].[K+].'), (parent, one, other, ions) => {
        const [match] = screenStructure(ions + parent.with(one, other), knowledge());
        expect(match).toMatchObject({ verdict: 'banned', substance: { id: parent.id } });
      }),
      runs,
    );
  });

  it('salts of sildenafil and sibutramine are the listed bases', () => {
    const bases = [
      [
        '139755-83-2',
        'CCCc1nn(C)c2c1nc([nH]c2=O)-c1cc(ccc1OCC)S(=O)(=O)N1CCN(C)CC1',
        'CCCc1nn(C)c2c1nc([nH]c2=O)-c1cc(ccc1OCC)S(=O)(=O)N1CC[NH+](C)CC1',
      ],
      ['106650-56-0', 'CC(C)CC(C1(CCC1)c1ccc(Cl)cc1)N(C)C', 'CC(C)CC(C1(CCC1)c1ccc(Cl)cc1)[NH+](C)C'],
    ] as const;
    const acid = fc.constantFrom(
      ['Cl', '[Cl-]'],
      ['Br', '[Br-]'],
      ['OS(=O)(=O)O', 'OS(=O)(=O)[O-]'],
      ['CS(=O)(=O)O', 'CS(=O)(=O)[O-]'],
      ['OC(=O)CC(O)(CC(=O)O)C(=O)O', 'OC(=O)CC(O)(CC(=O)[O-])C(=O)O'],
      ['OC(=O)/C=C/C(=O)O', 'OC(=O)/C=C\\C(=O)[O-]'],
      ['OC(=O)C(O)C(O)C(=O)O', 'OC(=O)C(O)C(O)C(=O)[O-]'],
    );
    fc.assert(
      fc.property(fc.constantFrom(...bases), acid, fc.boolean(), fc.boolean(), ([id, base, cation], [whole, anion], charged, last) => {
        const parts = charged ? [cation, anion] : [base, whole];
        const smiles = (last ? parts.reverse() : parts).join('.');
        expect(bannedWith(smiles, id), smiles).toBe(true);
      }),
      runs,
    );
  });

  it('the same esters of phenols without the scaffold are clear', () => {
    fc.assert(
      fc.property(cleavable, cleavable, fc.constantFrom('C(C)(C)', 'C', 'S(=O)(=O)', 'C(=O)'), (one, other, bridge) => {
        const smiles = `c7cc(${one})ccc7${bridge}c8ccc(${other})cc8`;
        expect(
          screenStructure(smiles, knowledge()).filter((match) => match.verdict === 'banned'),
          smiles,
        ).toEqual([]);
      }),
      runs,
    );
  });

  it('any text of up to 80 characters gets an answer, and a broken one is never clear', () => {
    const signs = [...'CNOSPFIBrlcnosp()[]=#-+123%.@/\\H*>$ 汉'];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...signs), { maxLength: 80 }).map((parts) => parts.join('')),
        (text) => {
          const matches = screenStructure(text, knowledge());
          const open = (text.match(/\(/g) ?? []).length;
          const isBroken = /[*>$汉]/.test(text) || text.trim() === '' || open !== (text.match(/\)/g) ?? []).length;
          if (isBroken) expect(matches, text).toMatchObject([{ verdict: 'review', ground: 'unreadable' }]);
        },
      ),
      { seed, numRuns: 2000 },
    );
  });
});
