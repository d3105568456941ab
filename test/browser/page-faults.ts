import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { axeFindings, sticksOut } from './harness.ts';

const inPage = ['in-page.js', 'in-form.js'].map((name) => readFileSync(join(import.meta.dirname, name), 'utf8')).join('\n');

/** Asks a page by `in-page.js` and `in-form.js`. @param call one of their functions, with its arguments */
export async function asked<Answer>(page: Page, call: string): Promise<Answer> {
  return (await page.evaluate(`${inPage}\nasked.${call}`)) as Answer;
}

/** Pages used with goods in the other hand: whatever is tapped there is large. */
const HANDS = /^\/(s\/|receive|stock|displays|regulator\/visit)/;

/**
 * What is wrong with an opened page for people who cannot see it well, see no colours, use no mouse or a small screen: one line each.
 * Leaves the page on a desk's width, asking for little motion.
 */
export async function pageFaults(page: Page, path: string): Promise<string[]> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 320, height: 640 });
  const faults = (await sticksOut(page)).map((what) => `320 px: ${what}`);
  faults.push(...(await axeFindings(page)));
  for (const call of ['headFaults()', 'skipFaults()', 'motionFaults()', 'greyFaults()', 'pictureFaults()', 'focusFaults()'])
    faults.push(...(await asked<string[]>(page, call)));
  // The manual shows values as programs write them.
  if (!path.startsWith('/docs')) faults.push(...(await asked<string[]>(page, 'unwrittenFaults()')));
  if (HANDS.test(path)) faults.push(...(await asked<string[]>(page, 'smallTargets(44)')));
  await page.setViewportSize({ width: 640, height: 800 });
  await page.evaluate(`document.documentElement.style.fontSize = '200%'`);
  faults.push(...(await sticksOut(page)).map((what) => `200 % text: ${what}`));
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.evaluate(`document.documentElement.style.fontSize = ''`);
  faults.push(...(await walkFaults(page)));
  return faults;
}

/** Walks the page by Tab from its top to its end, then takes the link that skips to the main part. */
export async function walkFaults(page: Page): Promise<string[]> {
  const devTools = await page.context().newCDPSession(page);
  const key = (type: string, name: string, code: number) =>
    devTools.send('Input.dispatchKeyEvent', { type: type as 'keyUp', key: name, code: name, windowsVirtualKeyCode: code });
  const tab = () => [key('rawKeyDown', 'Tab', 9), key('keyUp', 'Tab', 9)];
  const presses = await asked<number>(page, 'beginWalk()');
  // All at once: the browser takes them in order.
  await Promise.all(Array.from({ length: presses }, tab).flat());
  const faults = await asked<string[]>(page, 'endWalk()');
  await asked(page, 'beginWalk()');
  await Promise.all(tab());
  if ((await page.evaluate(`document.activeElement?.matches('a.skip')`)) === true) {
    await page.keyboard.press('Enter');
    if ((await page.evaluate(`document.activeElement?.matches('main')`)) !== true)
      faults.push('the skip link does not lead to the main part');
  }
  await devTools.detach();
  return faults;
}
