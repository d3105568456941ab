import { describe, expect, it } from 'vitest';
import { errorPage, findPage, scanProblemPage } from './scan-problem-pages.ts';

const asOf = '2026-11-05T06:20:00Z';

const SOY = {
  traceCode: 'AB',
  productName: '酱油',
  specification: '1.9L/桶',
  producer: '示例厂',
  batchNumber: 'B1',
  productionDate: '2026-11-01',
  expiresOn: '2027-05-01',
};

describe('a code that finds nothing', () => {
  it('has one answer when it is unknown and another when it is mistyped', () => {
    const unknown = scanProblemPage({ status: 'unknown', asOf, traceCode: '7QKM-4T9X-WB2H-NC8R-VDE6' }, 'zh-CN');
    const mistyped = scanProblemPage({ status: 'mistyped', asOf, traceCode: '7QKM-4T9X-WB2H-NC8R-VDE7' }, 'zh-CN');
    expect(unknown).toContain('<h1>查无此码</h1>');
    expect(unknown).toContain('这既不说明食品有问题，也不说明没有问题');
    expect(mistyped).toContain('<h1>这个码输错了</h1>');
    expect(mistyped).toContain('码里没有 0、1、I、L、O');
  });

  it('offers the form with the code filled in, and the digits on the pack as the other way', () => {
    const page = scanProblemPage({ status: 'mistyped', asOf, traceCode: '7QKM-4T9X' }, 'zh-CN');
    expect(page).toContain('name="code" value="7QKM-4T9X"');
    expect(page).toMatch(/name="gtin"[^>]*inputmode="numeric"/);
    expect(page).toContain('name="date"');
    expect(page).toContain('name="batch"');
  });

  it('echoes no more than 120 characters of whatever was in the address', () => {
    const page = scanProblemPage({ status: 'unknown', asOf, traceCode: 'A'.repeat(5000) }, 'zh-CN');
    expect(page).toContain(`value="${'A'.repeat(120)}…"`);
    expect(page).not.toContain('A'.repeat(121));
  });
});

describe('looking up by hand', () => {
  it('asks only for date or batch number when the product is known', () => {
    const page = findPage({ gtin: '09521234543213', productName: '酿造酱油' }, 'zh-CN');
    expect(page).toContain('<h1>还差一步</h1>');
    expect(page).toContain('name="gtin" value="09521234543213"');
    expect(page.indexOf('name="gtin"')).toBeLessThan(page.indexOf('name="code"'));
  });

  it('links what was wrong to its field', () => {
    const page = findPage({ gtin: '123', error: { field: 'gtin', text: '条码数字校验不符' } }, 'zh-CN');
    expect(page).toMatch(/role="alert">条码数字校验不符/);
    expect(page).toContain('aria-describedby="gtin-h gtin-e" aria-invalid="true"');
  });

  it('lists the batches that fit', () => {
    expect(findPage({ gtin: '1', candidates: [SOY] }, 'zh-CN')).toContain('href="/t/AB"');
    expect(findPage({ gtin: '1', candidates: [SOY] }, 'zh-CN')).not.toContain('<mark>');
  });

  it('marks what the batches differ in, and only that', () => {
    const other = { ...SOY, traceCode: 'CD', batchNumber: 'B2', expiresOn: null };
    const page = findPage({ gtin: '1', candidates: [SOY, other] }, 'zh-CN');
    const marked = [...page.matchAll(/<mark>(?:<time[^>]*>)?([^<]*)/g)].map(([, text]) => text);
    expect(marked).toEqual(['B1', '2027-05-01', 'B2']);
    expect(page).toContain('1.9L/桶 · 批号 <mark>B1</mark>');
  });

  it('says what to do where nothing fits', () => {
    const error = { field: 'date', text: '没有找到' } as const;
    expect(findPage({ gtin: '1', nothing: true, error }, 'zh-CN')).toContain('日期换一个试：包装上的生产日期、到期日都可以');
    expect(findPage({ gtin: '1', error }, 'zh-CN')).not.toContain('日期换一个试');
  });

  it('keeps what was typed when the language is changed', () => {
    expect(findPage({ gtin: '09521234543213', date: '2026-11-01' }, 'zh-CN')).toContain(
      'href="?gtin=09521234543213&amp;date=2026-11-01&amp;lang=en"',
    );
  });
});

describe('any other failure', () => {
  it('gives its words and the number of the request', () => {
    expect(errorPage({ text: '服务正忙，请稍后再试。', requestId: 'req_7' }, 'zh-CN')).toMatch(/服务正忙，请稍后再试。.*req_7/);
  });
});
