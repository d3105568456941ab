import { describe, expect, it } from 'vitest';
import { LEAD, LEAD_DETAIL, VIOLATIONS } from './example-views.ts';
import { leadPage } from './lead-page.ts';
import { violationsPage } from './violations-page.ts';

const words = (html: string) =>
  html
    .slice(html.indexOf('<main'))
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe("the regulator's list", () => {
  const page = violationsPage(VIOLATIONS, 'zh-CN', 'c');

  it('gives each lead in words: rule, party, place, fact, article, band, date', () => {
    expect(words(page)).toContain(
      '到期日之后有销售记录 待处理 示例超市有限公司 杭州市西湖区 · 一店 行为日期 2026-11-10 记录已载明 销售日期： 2026-11-10 · 应为 不晚于 2026-11-08 罚款幅度： 1,000–10,000 元（责令改正逾期后） 《中华人民共和国食品安全法》 第 34 条',
    );
  });

  it('never says 违法 and marks every article that is not confirmed', () => {
    expect(page).not.toContain('违法');
    expect(leadPage(LEAD_DETAIL, 'zh-CN')).not.toContain('违法');
    expect(words(page)).toContain('《浙江省食品安全数字化追溯规定》 条号待核实');
  });

  it('takes one filter off by its chip and keeps the others', () => {
    expect(page).toContain(
      'href="/regulator/violations?state=open&amp;q=%E8%B6%85%E5%B8%82"><span class="hide">去掉 </span>地区：杭州市西湖区',
    );
    expect(page).toContain(
      'href="/regulator/violations?region=330106&amp;q=%E8%B6%85%E5%B8%82"><span class="hide">去掉 </span>状态：待处理',
    );
  });

  it('keeps the filters on the next page, the other states and the other language', () => {
    expect(page).toContain(
      'rel="next" href="/regulator/violations?state=open&amp;region=330106&amp;q=%E8%B6%85%E5%B8%82&amp;cursor=bmV4dA"',
    );
    expect(page).toContain('href="/regulator/violations?state=in-case&amp;region=330106&amp;q=%E8%B6%85%E5%B8%82"');
    expect(page).toContain('href="?state=open&amp;region=330106&amp;q=%E8%B6%85%E5%B8%82&amp;lang=en"');
  });

  it('marks the state in force for those who cannot see it', () => {
    expect(page).toContain('aria-current="page">待处理<span>96</span>');
  });

  it('says so when nothing fits', () => {
    const empty = violationsPage({ ...VIOLATIONS, items: [], counts: { total: 0, byState: {} }, next: null }, 'zh-CN');
    expect(words(empty)).toContain('共 0 条 没有符合条件的线索。 可以去掉上面的某个筛选条件。');
    expect(empty).not.toContain('rel="next"');
  });

  it('keeps a filter whose value it does not know', () => {
    expect(violationsPage({ ...VIOLATIONS, filters: { region: '330999' } }, 'zh-CN')).toContain(
      '<option value="330999" selected>330999</option>',
    );
  });
});

describe('a lead', () => {
  it('shows each fact with what was expected and who entered it, under headings', () => {
    const page = leadPage(LEAD_DETAIL, 'zh-CN');
    for (const heading of ['事实', '记录', '应为', '录入者']) expect(page).toContain(`scope="col">${heading}</th>`);
    expect(words(page)).toContain('销售日期 2026-11-10 不晚于 2026-11-08 示例超市有限公司（收银接口）');
  });

  it('offers only the steps open to this officer', () => {
    const page = leadPage({ ...LEAD_DETAIL, actions: { order: '/regulator/violations/vLt8Kd2/order' } }, 'zh-CN');
    expect(page).toContain('action="/regulator/violations/vLt8Kd2/order"');
    expect(page).toMatch(/name="dueOn" required/);
    expect(page).not.toContain('name="reason"');
    expect(words(leadPage({ ...LEAD_DETAIL, actions: {} }, 'zh-CN'))).toContain('当前没有可以办理的步骤。');
  });

  it('asks for two officers when the order opens the case, and not again after', () => {
    expect(leadPage(LEAD_DETAIL, 'zh-CN')).toContain('name="officer2"');
    expect(leadPage({ ...LEAD_DETAIL, item: { ...LEAD, caseId: 'case-1' } }, 'zh-CN')).not.toContain('name="officer2"');
  });

  it('keeps what was typed when a step was refused', () => {
    const page = leadPage(
      { ...LEAD_DETAIL, error: { text: '期限不能早于今天', field: 'dueOn' }, entered: { dueOn: '2020-01-01', text: '下架' } },
      'zh-CN',
    );
    expect(page).toMatch(/role="alert">.*<a class="tap" href="#dueOn">期限不能早于今天/);
    expect(page).toContain('<p class="wrong" id="dueOn-e">期限不能早于今天</p>');
    expect(page).toMatch(/name="dueOn"[^>]*aria-invalid="true" value="2020-01-01"/);
    expect(page).toContain('>下架</textarea>');
  });

  it('without a band says that none is set rather than nothing', () => {
    expect(words(leadPage({ ...LEAD_DETAIL, item: { ...LEAD, fineBand: null } }, 'zh-CN'))).toContain('未设罚款，或依据未核实');
  });
});
