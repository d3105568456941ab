import { describe, expect, it } from 'vitest';
import { axeFindings, htmlFaults, openWorld, pathOf, sticksOut } from './harness.ts';

const world = await openWorld();

describe('the harness of the browser tests', () => {
  it('opens a page of the demo in Chromium, with scripts and without', async () => {
    for (const javaScript of [true, false]) {
      const page = await world.page(pathOf(world.walked.sauce.scanUrl), { javaScript });
      expect(await page.textContent('main')).toContain('香菇黄豆酱');
      if (javaScript) expect(await axeFindings(page)).toEqual([]);
    }
  });

  it('signs in with a key', async () => {
    const page = await world.page('/home', { key: world.walked.cast.supermarket.key, width: 'desktop' });
    expect(await page.textContent('main')).toContain('示例连锁超市');
  });

  it('finds what is wrong with a page', async () => {
    const bad =
      '<!doctype html><html lang="en"><head><title>x</title></head><body><main><h1>x</h1><img src="data:,"><p id="a" class="a" class="b" style="color:#ccc;background:#fff;width:2000px">grey</p></main></body></html>';
    const page = await world.page();
    await page.setContent(bad);
    expect((await axeFindings(page)).map((line) => line.split(':')[0])).toEqual(['color-contrast', 'image-alt']);
    expect(await sticksOut(page)).not.toEqual([]);
    expect((await htmlFaults(bad)).join()).toContain('no-dup-attr');
    expect(await htmlFaults('<!doctype html><html lang="zh-CN"><head><title>x</title></head><body><p>x</p></body></html>')).toEqual([]);
  });

  it('shows the camera a QR code', async () => {
    const page = await world.page('/receive', { camera: ['https://trace.example/t/ABCD'], key: world.walked.cast.supermarket.key });
    const drawn = await page.evaluate(`navigator.mediaDevices.getUserMedia({ video: true }).then(async (stream) => {
      const video = document.createElement('video');
      video.srcObject = stream;
      video.muted = true;
      await video.play();
      const context = new OffscreenCanvas(320, 240).getContext('2d');
      context.drawImage(video, 0, 0, 320, 240);
      return String.fromCharCode(...context.getImageData(0, 0, 320, 240).data.filter((_, i) => i % 4 === 0));
    })`);
    const grey = Buffer.from(String(drawn), 'latin1');
    const data = Uint8ClampedArray.from({ length: 4 * grey.length }, (_, i) => (i % 4 === 3 ? 255 : (grey[i >> 2] ?? 0)));
    const { default: jsQR } = await import('jsqr');
    const decode = jsQR as unknown as (data: Uint8ClampedArray, width: number, height: number) => { data: string } | null;
    expect(decode(data, 320, 240)?.data).toBe('https://trace.example/t/ABCD');
  });
});
