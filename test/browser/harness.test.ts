import { describe, expect, it } from 'vitest';
import { axeFindings, htmlFaults, openWorld, pathOf, sticksOut } from './harness.ts';
import { asked, walkFaults } from './page-faults.ts';

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
      '<!doctype html><html lang="en"><head><title>x</title></head><body><main><h1>x</h1><img src="data:,"><button style="width:9px;height:9px;padding:0;border:0"></button><button style="width:9px;height:9px;padding:0;border:0">x</button><p id="a" class="a" class="b" style="color:#ccc;background:#fff;width:2000px">grey</p></main></body></html>';
    const page = await world.page();
    await page.setContent(bad);
    expect((await axeFindings(page)).map((line) => line.split(':')[0])).toEqual([
      'button-name',
      'color-contrast',
      'image-alt',
      'target-size',
    ]);
    expect(await sticksOut(page)).not.toEqual([]);
    expect((await htmlFaults(bad)).join()).toContain('no-dup-attr');
    expect(await htmlFaults('<!doctype html><html lang="zh-CN"><head><title>x</title></head><body><p>x</p></body></html>')).toEqual([]);
  });

  it('finds what keeps people without mouse, colours or patience out', async () => {
    const page = await world.page(undefined, { width: 320 });
    await page.setContent(`<!doctype html><html lang="xx"><head><title> </title><style>
      a:focus{outline:0}button:focus{outline:3px solid #000}@keyframes k{to{opacity:0}}#moves{animation:k 9s infinite}
      .cover{position:fixed;left:0;right:0;bottom:0;height:90%;background:#fff}.turned{display:flex;flex-direction:row-reverse}</style></head><body>
      <a href="#a">one</a><a href="#b">two</a><a href="#c">three</a>
      <main id="main"><h1>x</h1><h1>y</h1><p id="moves">moves</p><p class="turned"><i>1</i><i>2</i></p><button tabindex="2" style="height:20px">late</button>
      <p class="tag red"></p><p class="tag red">same</p><p class="tag ok">same</p><p class="tag" style="color:#aaa">pale</p>
      <svg width="99" height="40"><rect width="20" height="20" fill="#eee"/><text x="40" y="20" fill="#ddd">lost</text></svg>
      <table><caption>t</caption><tbody></tbody></table><p>undefined</p><section><h2>nothing</h2></section>
      <button id="trap" onkeydown="if (event.key === 'Tab') event.preventDefault()">trap</button><button>after</button></main><div class="cover"></div></body></html>`);
    const found: string[] = [];
    for (const call of [
      'headFaults()',
      'skipFaults()',
      'motionFaults()',
      'greyFaults()',
      'pictureFaults()',
      'unwrittenFaults()',
      'focusFaults()',
      'smallTargets(44)',
    ])
      found.push(...(await asked<string[]>(page, call)));
    found.push(...(await walkFaults(page)));
    for (const fault of [
      '2 h1',
      'lang is "xx"',
      'no title',
      'out of order: p',
      'out of order: button late',
      '3 stops before the main part and no link that skips them',
      'moves: P',
      'colour alone: <p class="tag red">',
      'the same words in two colours: same',
      '2.3 : 1 in grey: pale',
      'lost in grey: <rect',
      '1.4 : 1 in grey: lost',
      'an empty tbody',
      'says "undefined"',
      'nothing under section nothing',
      'looks the same with the focus: a one',
      'has the focus out of sight: button#trap trap',
      '× 20 px: button late',
      'Tab does not reach button late',
      'Tab does not reach button after',
    ])
      expect(found.join('\n')).toContain(fault);
    const sound = await world.page();
    await sound.setContent(
      '<!doctype html><html lang="en"><head><title>x</title></head><body><main id="main"><h1>x</h1><p>words</p><button>go</button></main></body></html>',
    );
    expect([
      ...(await asked<string[]>(sound, 'headFaults()')),
      ...(await asked<string[]>(sound, 'focusFaults()')),
      ...(await walkFaults(sound)),
    ]).toEqual([]);
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
