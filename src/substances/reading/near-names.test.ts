import { describe, expect, it } from 'vitest';
import { matchName } from '../match.ts';

const told = (name: string) => matchName(name).map((match) => `${match.verdict} ${match.ground}`);

describe('a Latin name', () => {
  it.each([['Sibutràmine'], ['sıbutramine'], ['phenolphthɑlein'], ['ＰＨＥＮＯＬＰＨＴＨＡＬＥＩＮ'], ['Bìsacodyl'], ['ꜱɪʙᴜᴛʀᴀᴍɪɴᴇ']])(
    'is the same with accents and in other forms of its letters: %s',
    (name) => {
      expect(told(name)).toEqual(['banned named']);
    },
  );

  it.each([['phenοlphthalein'], ['phenolphthαlein'], ['sibutrаmine'], ['ЅіЬutramine'], ['bisacοdyl']])(
    'with letters of other scripts among its own is for a person: %s',
    (name) => {
      expect(matchName(name)).toMatchObject([{ verdict: 'review' }]);
    },
  );

  it.each([
    ['phenolphtalein', 'phenolphthalein'],
    ['bisacodil', 'bisacodyl'],
    ['bisacdoyl', 'bisacodyl'],
    ['siburtamine', 'sibutramine'],
    ['siburtamine HCl', 'sibutramine'],
    ['glibenclamid', 'glibenclamide'],
  ])('missed by one letter is for a person: %s', (name, meant) => {
    const [match, ...others] = matchName(name);
    expect(others).toEqual([]);
    expect(match).toMatchObject({ verdict: 'review', substance: null, ground: 'hint' });
    expect(match?.reason.zh).toContain(`“${meant}”`);
  });

  it.each([
    ['crème fraîche'],
    ['maltodextrin'],
    ['riboflavin'],
    ['carboxymethylcellulose'],
    ['phenylalanine'],
    ['glycerine'],
    ['pfenolftaleina'],
  ])('of food, or farther away, is no name: %s', (name) => {
    expect(told(name)).toEqual([]);
  });
});
