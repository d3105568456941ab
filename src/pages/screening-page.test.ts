import { describe, expect, it } from 'vitest';
import { SCREENED } from './example-views.ts';
import { screeningPage } from './screening-page.ts';

describe('the page that screens', () => {
  it('marks what was recognised where it stands, by verdict', () => {
    expect(screeningPage(SCREENED, 'zh-CN')).toContain(
      '<p class="pasted">白砂糖、<mark class="red">酚酞</mark>、<mark class="ochre">双辛酚汀</mark></p>',
    );
  });

  it('marks overlapping places once and lets no text become markup', () => {
    const ingredients = '<i>酚酞(酚汀)';
    const [match] = SCREENED.answer?.matches ?? [];
    const spans: [number, number][] = [
      [3, 5],
      [3, 9],
      [6, 8],
    ];
    const matches = match ? spans.map((span) => ({ ...match, span })) : [];
    expect(screeningPage({ entered: { ingredients }, answer: { verdict: 'banned', matches, notes: [] } }, 'zh-CN')).toContain(
      '<p class="pasted">&lt;i&gt;<mark class="red">酚酞(酚汀)</mark></p>',
    );
  });

  it('never says that food is safe when it recognised nothing', () => {
    const clear = { entered: {}, answer: { verdict: 'clear' as const, matches: [], notes: [] } };
    expect(screeningPage(clear, 'zh-CN')).toContain('这不是检测结论，不说明食品安全');
    expect(screeningPage(clear, 'en')).toContain('This is no test result and does not say the food is safe');
  });

  it('says beside the mark in words what each match is', () => {
    const html = screeningPage(SCREENED, 'zh-CN');
    for (const chip of [
      '<span class="tag red"><span aria-hidden="true">■</span> 名单或通知提到</span>',
      '<span class="tag ochre"><span aria-hidden="true">◆</span> 需人工判断</span>',
      '<span class="tag ok"><span aria-hidden="true">○</span> 有合法情形</span>',
    ])
      expect(html).toContain(chip);
  });
});
