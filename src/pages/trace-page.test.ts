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
    expect(page.text).toContain('<img src="data:image/svg+xml,');
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
