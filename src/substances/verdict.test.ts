import { describe, expect, it } from 'vitest';
import { knowledge } from './knowledge.ts';
import { matchCas, matchName } from './match.ts';
import { judge } from './verdict.ts';

describe('a ban', () => {
  it('says so where nobody here has read the text it rests on', () => {
    expect(matchCas('603-50-9')[0]).toMatchObject({
      verdict: 'banned',
      confirmed: 'secondary',
      reason: {
        zh: '《市监稽发〔2025〕12号(比沙可啶及系列衍生物)》列有比沙可啶(转引,待核实)',
        en: 'Bisacodyl is named in: SAMR enforcement notice 2025 No. 12 (bisacodyl series) (stated at second hand, to be verified)',
      },
    });
  });

  it('rests on a text that was read where there is one, also on one that means the class alone', () => {
    expect(matchName('西布曲明')[0]).toMatchObject({
      ground: 'named',
      confirmed: 'yes',
      reason: { zh: '《保健食品中可能非法添加的物质名单(第一批)》列有西布曲明' },
    });
    expect(matchName('4-氯双异丁酚丁')[0]).toMatchObject({ ground: 'class', confirmed: 'yes' });
  });

  it('carries the mark exactly where no text that was read names or means it', () => {
    const isMarked = (zh: string) => zh.endsWith('待核实)');
    const banned = knowledge()
      .rows.map((row) => judge(row, 'name'))
      .filter((one) => one.verdict === 'banned');
    expect(banned.filter((one) => isMarked(one.reason.zh) !== (one.confirmed !== 'yes'))).toEqual([]);
    expect(banned.filter((one) => one.confirmed !== 'yes')).toHaveLength(96);
  });
});

describe('the sources of the table', () => {
  it('name no mirror of an encyclopedia as an address', () => {
    const texts = knowledge().rows.flatMap((row) => matchNames(row.en[0]));
    expect(texts.filter((text) => text.includes('workers.dev'))).toEqual([]);
    expect(matchNames('Cofisatin')).toEqual(['an encyclopedia article on oxyphenisatin, edition unknown: to be verified (待核实)']);
  });
});

const matchNames = (name: string | undefined): readonly string[] => (name ? (matchName(name)[0]?.sources ?? []) : []);
