import { describe, expect, it } from 'vitest';
import { cpuMs } from '../../test/cpu-time.ts';
import { knowledge } from './knowledge.ts';
import { matchCas, matchName, matchText } from './match.ts';
import { toSimplified } from './reading/normalise.ts';

const verdicts = (text: string): string[] => matchName(text).map((match) => match.verdict);

describe('matching by name', () => {
  it('finds every row by each of its names', () => {
    let names = 0;
    const missed: string[] = [];
    for (const row of knowledge().rows) {
      for (const name of [...row.zh, ...row.en, ...row.aliases.map((alias) => alias.name)]) {
        names += 1;
        const matches = matchName(name);
        const isFound = matches.some(
          (match) => match.input === name && (row.kind === 'class' ? match.family === row.family : match.substance === row),
        );
        if (!isFound) missed.push(name);
      }
    }
    console.log(`${names} names of ${knowledge().rows.length} rows looked up`);
    expect(missed).toEqual([]);
    expect(names).toBeGreaterThan(900);
  });

  it('finds every row by each of its names in traditional characters, full width, or with signs and spaces in it', () => {
    const traditional = new Map<string, string>();
    for (let code = 0x4e00; code <= 0x9fff; code += 1) {
      const character = String.fromCharCode(code);
      if (toSimplified(character) !== character) traditional.set(toSimplified(character), character);
    }
    const spellings: ((name: string) => string)[] = [
      (name) => [...name].map((character) => traditional.get(character) ?? character).join(''),
      (name) => name.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0)),
      (name) => [...name].join('\u200b'),
      (name) => `${name.slice(0, 2)} ${name.slice(2)}`,
      (name) => name.replaceAll('-', '–').replaceAll("'", '′').replaceAll('(', '（').replaceAll(')', '）'),
    ];
    const missed = knowledge().rows.flatMap((row) =>
      [...row.zh, ...row.en]
        .filter((name) => !/^[A-Z]{2,5}$/.test(name))
        .flatMap((name) => spellings.map((spelt) => spelt(name)))
        .filter(
          (written) => !matchName(written).some((match) => (row.kind === 'class' ? match.family === row.family : match.substance === row)),
        ),
    );
    expect(traditional.size).toBeGreaterThan(120);
    expect(missed).toEqual([]);
  });

  it.each([['酚酞'], ['酚汀'], ['酚丁'], ['双醋酚汀'], ['双醋酚丁'], ['双丙酚汀'], ['双丙酚丁']])(
    'bans %s, named in the notice of 2023',
    (name) => {
      const [match, ...others] = matchName(name);
      expect(others).toEqual([]);
      expect(match).toMatchObject({ verdict: 'banned', ground: 'named', by: 'name', family: 'laxative-diphenol' });
      expect(match?.sources[0]).toContain('SAMR general office notice 2023-10-08');
      expect(match?.reason.zh).toContain('列有');
    },
  );

  it('bans an ester of the class as of the class, not as named', () => {
    expect(matchName('酚酞二乙酸酯')).toMatchObject([{ verdict: 'banned', ground: 'class' }]);
  });

  it.each([['苏丹红Ⅰ'], ['孔雀石绿'], ['罂粟壳'], ['DEHP'], ['西地那非'], ['二甲双胍'], ['西布曲明'], ['芬氟拉明']])(
    'bans %s, which stands on a list',
    (name) => {
      expect(verdicts(name)).toEqual(['banned']);
    },
  );

  it.each([
    ['酚酞', '酚酞'],
    ['他達拉非', '他达拉非'],
    ['鹽酸西布曲明', '盐酸西布曲明'],
    ['格列本尿', '格列苯脲'],
    ['酚肽', '酚酞'],
  ])('knows %s as %s', (written, name) => {
    expect(matchName(written)).toMatchObject([{ verdict: 'banned', input: written }]);
    expect(matchName(written)[0]?.substance?.zh).toContain(name);
  });

  it.each([['咖啡因'], ['大黄素'], ['Caffeine'], ['烟酸'], ['茶碱'], ['褪黑素'], ['洛伐他汀']])(
    'never acts on %s by itself, which has a lawful context',
    (name) => {
      expect(matchName(name)).toMatchObject([{ verdict: 'clear', ground: 'lawful' }]);
    },
  );

  it('asks a person about an industrial grade and not about its CAS number', () => {
    expect(verdicts('工业硫磺')).toEqual(['review']);
    expect(matchCas('7704-34-9').map((match) => match.verdict)).toEqual(['clear']);
  });

  it.each([['呋塞米'], ['螺内酯'], ['奥利司他']])('reviews %s, only an analyte of a test method', (name) => {
    expect(matchName(name)).toMatchObject([{ verdict: 'review', ground: 'method' }]);
  });

  it('never takes a name inside a longer word for the substance', () => {
    expect(matchName('双醋酚丁醇')).toMatchObject([{ verdict: 'review', substance: null, ground: 'hint', by: 'rule' }]);
    expect(matchName('雙辛酚汀')).toMatchObject([{ verdict: 'review', substance: null, family: 'laxative-diphenol' }]);
    expect(matchName('吗啡啉')).toEqual([]);
    expect(matchName('邻甲酚酞')).toMatchObject([{ verdict: 'review', ground: 'relation' }]);
    expect(matchName('甲醛合次硫酸氢钠')[0]?.substance?.cas).toBe('149-44-0');
  });

  it.each([
    ['福尔马林', '50-00-0', 'review'],
    ['雕白块', '149-44-0', 'banned'],
    ['御米壳', null, 'banned'],
    ['大烟壳', null, 'banned'],
    ['四硼酸钠', '1303-96-4', 'banned'],
    ['万艾可', '139755-83-2', 'banned'],
    ['Viagra', '139755-83-2', 'banned'],
    ['三聚氫胺', '108-78-1', 'banned'],
    ['DDVP', '62-73-7', 'banned'],
  ])('knows %s by its common name', (name, cas, verdict) => {
    expect(matchName(name)).toMatchObject([{ verdict, input: name, substance: { cas } }]);
  });

  it('takes a salt for its parent only when the salt is not known itself', () => {
    expect(matchName('枸橼酸西地那非')[0]?.substance?.cas).toBe('171599-83-0');
    expect(matchName('西布曲明盐酸盐')[0]).toMatchObject({ verdict: 'banned', substance: { cas: '106650-56-0' } });
    expect(matchName('西布曲明盐酸盐')[0]?.reason.zh).toContain('母体');
  });

  it.each([
    ['瘦肉精', 'beta-agonist'],
    ['那非类', 'pde5'],
    ['拉非類', 'pde5'],
    ['β-受体激动剂类药物', 'beta-agonist'],
    ['酚汀（酚丁）、酚酞及其酯类衍生物或类似物', 'laxative-diphenol'],
  ])('takes %s for a class and names no substance', (word, family) => {
    expect(matchName(word)).toMatchObject([{ verdict: 'banned', substance: null, family, by: 'rule', ground: 'class' }]);
  });

  it('reads two names in one cell, an amount and a remark behind a name', () => {
    expect(matchName('西布曲明;酚酞').map((match) => match.input)).toEqual(['西布曲明', '酚酞']);
    expect(matchName('酚酞 0.5%')).toMatchObject([{ verdict: 'banned', input: '酚酞 0.5%' }]);
    expect(matchName('氯霉素(以氯霉素计)').filter((match) => match.verdict === 'banned')).toHaveLength(1);
    expect(matchName('西布曲明等化学药品')).toMatchObject([{ verdict: 'banned' }]);
  });

  it('takes a Latin abbreviation only in its own capitals', () => {
    expect(matchName('SEM')[0]?.substance?.cas).toBe('57-56-7');
    expect(matchName('sem')).toEqual([]);
  });

  it('leaves isotope-labelled standards of the laboratory and ordinary foods alone', () => {
    for (const name of ['氯霉素-D5', '酚酞-d4', '猪肉', '食用盐', '白砂糖', '']) expect(matchName(name)).toEqual([]);
  });
});

describe('matching by CAS number', () => {
  it('finds every row that has one', () => {
    const numbered = knowledge().rows.filter((row) => row.cas !== null);
    const missed = numbered.filter((row) => !matchCas(row.cas ?? '').some((match) => match.substance === row));
    console.log(`${numbered.length} CAS numbers looked up`);
    expect(missed.map((row) => row.id)).toEqual([]);
  });

  it('bans phenolphthalein however its number is written', () => {
    for (const written of ['77-09-8', 'CAS: 77–09–8', '00077-09-8', '７７－０９－８']) {
      expect(matchCas(written)).toMatchObject([{ verdict: 'banned', by: 'cas', input: written, substance: { id: '77-09-8' } }]);
    }
  });

  it('tells a wrong check digit and the right one', () => {
    const [match] = matchCas('10040-45-1');
    expect(match).toMatchObject({ verdict: 'review', substance: null, ground: 'unreadable' });
    expect(match?.reason.zh).toContain('应为6');
    expect(match?.reason.en).toContain('ask for 6');
  });

  it('never calls what is no CAS number clear', () => {
    expect(matchCas('酚酞')).toMatchObject([{ verdict: 'review', ground: 'unreadable' }]);
    expect(matchCas('')).toMatchObject([{ verdict: 'review' }]);
  });

  it('knows nothing against table salt', () => {
    expect(matchCas('7647-14-5')).toEqual([]);
  });
});

describe('matching in an ingredient text', () => {
  const found = (text: string): string[] => matchText(text).map((match) => `${match.input} ${match.verdict}`);

  it('reads separators, nested brackets and names with brackets and commas of their own', () => {
    expect(found('水、白砂糖，食品添加剂（着色剂（柠檬黄，苏丹红IV），甜味剂(阿斯巴甜)）；食用盐')).toEqual(['苏丹红IV banned']);
    expect(found('香精（邻苯二甲酸二(2-乙基)己酯，水）')).toEqual(['邻苯二甲酸二(2-乙基)己酯 banned']);
    expect(found('糖,N,N-双去甲基西布曲明,水')).toEqual(['N,N-双去甲基西布曲明 banned']);
    expect(found('配料：白砂糖 酚酞 柠檬酸')).toEqual(['酚酞 banned']);
    expect(found('功效成分(((((((((((酚酞，水)))))))))))')).toEqual(['酚酞 banned']);
    expect(found('功效成分((酚酞))')).toEqual(['酚酞 banned']);
  });

  it('says where each match stands', () => {
    const text = '水，酚酞(77-09-8)，糖';
    expect(matchText(text).map((match) => [match.span, match.span && text.slice(...match.span)])).toEqual([
      [[2, 4], '酚酞'],
      [[5, 12], '77-09-8'],
    ]);
  });

  it('names each CAS number once however often it stands there', () => {
    expect(found('77-09-8，603-50-9 '.repeat(1_000))).toEqual(['77-09-8 banned', '603-50-9 banned']);
  });

  it('takes no date and no article number for a CAS number', () => {
    expect(found('生产日期2024-12-3，货号7647-14-5')).toEqual([]);
  });

  it('reads a megabyte of text in bounded time, whatever its form', () => {
    const texts = [
      '糖，'.repeat(350_000),
      '('.repeat(1_000_000),
      '酚'.repeat(1_000_000),
      '1,'.repeat(500_000),
      '(酚丁)'.repeat(200_000),
      ' '.repeat(1_000_000),
    ];
    for (const text of texts) {
      const started = cpuMs();
      expect(matchText(text).length).toBeLessThan(500);
      expect(cpuMs() - started).toBeLessThan(10_000);
    }
  });
});
