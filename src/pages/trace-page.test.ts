import { describe, expect, it } from 'vitest';
import { bags, custodyWorld } from '../../test/custody-world.ts';

describe('the page of a trace', () => {
  it('shows the picture, the holders and what is on its way; a wrong code is told on it; strangers sign in', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const { id } = await w.ship([{ traceCode: code, quantity: bags('240') }]);
    await w.post(`/v1/shipments/${id}/receipt`, w.shop.key, { outcome: 'accepted' });
    await w.ship([{ traceCode: code, quantity: bags('60') }]);
    const page = await w.get(`/trace?traceCode=${code}`, w.producer.key);
    expect(page.status).toBe(200);
    const [list = '', image = ''] = page.text.split('<section class="card flowcard">');
    expect(list).toMatch(
      /第 1 环.*<span class="no">1<\/span><b>示例肉联厂<\/b>.*第 2 环.*<span class="no">2<\/span><b>示例超市有限公司<\/b>.*在途，可拦截.*T1/s,
    );
    for (const box of ['1', '2', 'T1']) expect(image).toContain(`data-box="${box}"`);
    expect(image).toContain('tabindex="0" role="region"');
    expect(page.text).toContain(`/holds?batch=${code}`);
    expect(page.text).toContain('示例超市有限公司');
    expect(page.text).toContain('0–240 袋');
    expect(page.text).toContain('60 袋');
    expect(page.text).toContain(`/v1/trace?traceCode=${code}&amp;format=xlsx`);
    const english = await w.get(`/trace?traceCode=${code}&lang=en`, w.producer.key);
    expect(english.text).toContain('received in 1 places · on hand in 2 · 1 on the way');
    expect((await w.get('/trace', w.producer.key)).status).toBe(200);
    const unknown = await w.get('/trace?traceCode=ABCD', w.producer.key);
    expect(unknown.status).toBe(404);
    expect(unknown.text).toContain('role="alert"');
    const wrong = await w.get(`/trace?traceCode=${code}&since=soon`, w.producer.key);
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('soon');
    expect((await w.get(`/trace?traceCode=${code}`)).headers.get('location')).toBe(
      `/sign-in?next=${encodeURIComponent(`/trace?traceCode=${code}`)}`,
    );
  });
});
