import { describe, expect, it } from 'vitest';
import { SLIP } from './example-views.ts';
import { readSlipForm } from './slip-form.ts';
import { slipPage } from './slip-page.ts';

const page = slipPage(SLIP, 'zh-CN');
const paper = page.slice(page.indexOf('<section class="paper">'));

describe('the slip on a phone', () => {
  it('confirms everything with one button whose form holds no line', () => {
    expect(page).toContain('<button class="btn huge" form="all" name="outcome" value="accepted">');
    const form = /<form id="all"[\s\S]*?<\/form>/.exec(page)?.[0] ?? '';
    expect(form).toContain('action="/s/sLp_8Kd2"');
    expect(form).not.toContain('line.');
  });

  it('has a pair of fields a line that the reader of the form understands', () => {
    for (const index of [1, 2, 3, 4, 5]) {
      expect(page).toContain(`name="line.${index}.outcome"`);
      expect(page).toContain(`name="line.${index}.amount"`);
    }
    expect(readSlipForm(new URLSearchParams('outcome=accepted&line.5.outcome=refused'), [5])).toMatchObject({
      ok: true,
      answer: { lines: [{ index: 5, outcome: 'refused' }] },
    });
  });

  it('has a way out for goods that are not theirs', () => {
    expect(page).toContain('<button class="btn red full" name="outcome" value="notMine">');
  });

  it('sends the token with each of its three forms', () => {
    expect(page.split('name="csrf" value="token-1"').length - 1).toBe(3);
    expect(page.split('<form ').length - 1).toBe(3);
  });

  it('works as a plain form: labels for every field, no script', () => {
    const ids = [...page.matchAll(/<(?:input|select)[^>]* id="([^"]+)"/g)].map((match) => match[1]);
    expect(ids.length).toBe(16);
    for (const id of ids) expect(page).toContain(`<label for="${id}">`);
    expect(page).not.toContain('<script');
  });

  it('shows again what was typed when an answer was not taken, beside the line it is about', () => {
    const again = slipPage(
      { ...SLIP, error: { text: '还要填实收数量', line: 2 }, entered: { 'line.2.outcome': 'short', 'line.4.amount': '2' } },
      'zh-CN',
    );
    expect(again).toContain('<details class="alt" open>');
    expect(again).toContain('<option value="short" selected>');
    expect(again).toContain('name="line.4.amount" value="2"');
    expect(again).toMatch(/<p class="wrong">还要填实收数量<\/p><div class="two">/);
    expect(again).toContain('role="alert"');
  });

  it('takes photos in each of its forms, and keeps those that came with an answer that was not taken', () => {
    expect(page.split('enctype="multipart/form-data"').length - 1).toBe(3);
    expect(page.split('name="photos" type="file" multiple').length - 1).toBe(3);
    const again = slipPage({ ...SLIP, error: { text: '照片太大', field: 'photos' }, sentPhotos: ['0a', '0b'] }, 'zh-CN');
    expect(again.split('<input type="hidden" name="photo" value="0b">').length - 1).toBe(3);
    expect(again).toContain('已收到照片 2 张');
    expect(again).toContain('<p class="wrong" id="all-photos-w">照片太大</p>');
    expect(page).not.toContain('已收到照片');
  });

  it('shows addresses of photos only where it is given them', () => {
    const received = { outcome: 'accepted', at: '2026-11-05T06:00:00+08:00', by: 'link', photoCount: 2 } as const;
    const held = slipPage({ ...SLIP, state: 'received', received }, 'zh-CN');
    expect([held.includes('如数收到 · 照片 2 张'), held.includes('/v1/files/')]).toEqual([true, false]);
    const side = slipPage({ ...SLIP, state: 'received', received: { ...received, photos: ['/v1/files/0a', '/v1/files/0b'] } }, 'zh-CN');
    expect(side).toContain('<a class="tap" href="/v1/files/0b" download>照片 2</a>');
  });

  it('offers no form once it is answered, and tells how', () => {
    const done = slipPage(
      { ...SLIP, state: 'received', received: { outcome: 'accepted', at: '2026-11-05T06:00:00+08:00', by: 'link' } },
      'zh-CN',
    );
    expect(done).not.toContain('<form');
    expect(done).not.toContain('<button');
    expect(done).toContain('已确认收货');
    expect(done).toContain('2026-11-05 06:00</time> · 扫码确认 · 如数收到');
  });

  it('gives its address to nobody', () => {
    expect(page).toContain('<meta name="robots" content="noindex">');
  });
});

describe('the slip on paper', () => {
  it('holds what an incoming record must hold', () => {
    for (const text of [
      '随货单',
      '示例食品配送有限公司',
      '91330110MA0DEM013U',
      '杭州市余杭区示例路 1 号',
      '0571-0000-0001',
      '示例中学食堂',
      'SH-2026-1105-77',
      '2026-11-05 05:10',
      '销售',
    ]) {
      expect(paper).toContain(text);
    }
    for (const text of ['豇豆', '散装', '18.5 千克', '2026-11-01', '20261101A', '2026-11-08', '7QKM-4T9X-WB2H-NC8R-VDE6'])
      expect(paper).toContain(text);
  });

  it('carries its QR as an image that reads out its address', () => {
    expect(paper).toContain('alt="https://trace.example/s/sLp_8Kd2"');
    expect(paper).toContain('src="data:image/svg+xml,%3Csvg%20xmlns');
  });
});
