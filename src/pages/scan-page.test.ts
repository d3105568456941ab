import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { EXPIRED, RECALLED, SCAN } from './example-views.ts';
import { scanPage } from './scan-page.ts';

const body = (html: string) => html.slice(html.indexOf('<body>'));
const words = (html: string) =>
  body(html)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

describe('the page a shopper sees', () => {
  it('begins with the status, before the name of the service', () => {
    expect(words(scanPage(SCAN, 'zh-CN'))).toMatch(/^未发现问题记录 截至 2026-11-05 14:20（北京时间）/);
    expect(words(scanPage(RECALLED, 'zh-CN'))).toMatch(/^已召回 · 请勿食用 /);
    expect(words(scanPage(EXPIRED, 'zh-CN'))).toMatch(/^已过保质期 · 请勿食用 /);
    expect(words(scanPage(SCAN, 'en'))).toMatch(/^No problem recorded as of 2026-11-05 14:20 \(Beijing time\)/);
  });

  it('tells status by role, word and a shape of its own, not by colour alone', () => {
    const shapes = [SCAN, RECALLED, EXPIRED].map(
      (view) => /role="status"><div class="in"><svg.*?<\/svg>/.exec(scanPage(view, 'zh-CN'))?.[0],
    );
    expect(new Set(shapes).size).toBe(3);
    expect(shapes).not.toContain(undefined);
  });

  it('never calls food safe', () => {
    for (const view of [SCAN, RECALLED, EXPIRED]) {
      expect(words(scanPage(view, 'zh-CN')).replaceAll('食品安全数字化追溯', '')).not.toContain('安全');
      expect(words(scanPage(view, 'en'))).not.toMatch(/\bsafe/i);
    }
  });

  it('says what to do, how to tell and whom to call when the batch is recalled, before anything about the product', () => {
    const text = words(scanPage(RECALLED, 'zh-CN'));
    for (const part of [
      '停止食用',
      '抽样检验检出不应含有的药物成分',
      '喷码时间为 02:00 至 06:00',
      '0571-0000-0000',
      '一级',
      '2026-11-04',
    ]) {
      expect(text.indexOf(part)).toBeGreaterThan(0);
      expect(text.indexOf(part)).toBeLessThan(text.indexOf('生产日期'));
    }
  });

  it('does not count down days on recalled goods', () => {
    expect(words(scanPage(RECALLED, 'zh-CN'))).not.toContain('还有 3 天');
  });

  it('counts days to the printed date and says whose date it is', () => {
    expect(words(scanPage(SCAN, 'zh-CN'))).toContain('到期日 2026-11-08 还有 3 天 包装标注');
    expect(words(scanPage({ ...SCAN, asOf: '2026-11-08T15:59:00Z' }, 'zh-CN'))).toContain('今天到期');
    expect(words(scanPage(EXPIRED, 'zh-CN'))).toContain('到期日 2026-11-08 已过 3 天 按保质期推算，以包装标注为准');
    expect(words(scanPage({ ...SCAN, asOf: '2026-11-07T04:00:00Z' }, 'en'))).toContain('1 day left');
  });

  it('shows a firm that is not named as its role and county', () => {
    expect(words(scanPage(SCAN, 'zh-CN'))).toContain('收货 2026-11-02 批发商 企业名称未公开 · 杭州市上城区');
  });

  it('lists plainly what is not known, in our words or as given', () => {
    const text = words(scanPage({ ...SCAN, unknowns: ['certificates', '冷链温度没有登记'] }, 'zh-CN'));
    expect(text).toContain('还不知道的 没有登记合格证明 冷链温度没有登记');
  });

  it('marks a failed certificate with a word and a sign', () => {
    const [first] = SCAN.certificates;
    const failed = first ? [{ ...first, conclusion: 'fail' as const }] : [];
    expect(words(scanPage({ ...SCAN, certificates: failed }, 'zh-CN'))).toContain('✕ 结论：不合格');
  });

  it('stands when nearly everything is missing', () => {
    const bare = {
      ...SCAN,
      product: { name: '豇豆', specification: null },
      producer: { name: '示例合作社', licence: null, place: null },
      batchNumber: null,
      productionDate: null,
      expiresOn: null,
      certificates: [],
      steps: [],
    };
    const text = words(scanPage(bare, 'zh-CN'));
    expect(text).toContain('许可证号 未登记');
    expect(text).toContain('没有公开的合格证明。');
    expect(text).not.toMatch(/null|undefined|NaN/);
  });

  it('fits the first packet: at most 14 kB compressed, in every status and language', () => {
    for (const view of [SCAN, RECALLED, EXPIRED]) {
      for (const language of ['zh-CN', 'en'] as const) expect(gzipSync(scanPage(view, language)).length).toBeLessThanOrEqual(14 * 1024);
    }
  });

  it('needs nothing from anywhere: no script, no further request', () => {
    expect(scanPage(SCAN, 'zh-CN')).not.toMatch(/<script|<link|<img|@import|url\("(?!data:)/);
  });
});
