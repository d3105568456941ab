import type { Page, Response } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { openWorld } from './harness.ts';
import { asked } from './page-faults.ts';
import { type Place, placesOf, type Role, sessionFor } from './places.ts';

const world = await openWorld();
const places = await placesOf(world);

interface FormSeen {
  action: string;
  /** Names of what can be typed or chosen in it. */
  fields: string[];
  asks: boolean;
  /** Fields a text can be typed in. */
  typed: string[];
}

/** Forms that end the session they are sent in. */
const ENDS_SESSION = /^\/(sign-out|account\/sessions\/)/;
/** Ids and codes within an address, so that the same form is sent once. */
const shapeOf = (action: string) => action.replace(/\?.*/, '').replace(/[\w-]{12,}/g, '*');

const tally = { sent: 0, refused: 0 };
afterAll(() => console.log(`forms: ${tally.sent} sent empty, ${tally.refused} of them refused`));

/** Sends the form as it stands on a page. @returns how it was answered; null where an earlier form took it away */
async function send(page: Page, place: Place, form: FormSeen, typed: string): Promise<Response | null> {
  await page.goto(world.url + place.path);
  const answered = page.waitForResponse((response) => response.request().method() === 'POST', { timeout: 60_000 }).catch(() => null);
  const moved = page.waitForEvent('framenavigated', { timeout: 60_000 }).catch(() => null);
  if (!(await asked<boolean>(page, `sendForm(${JSON.stringify(form)}, ${JSON.stringify(typed)})`))) return null;
  const response = await answered;
  if (response === null) throw new Error(`${place.path}: the form of ${form.action} was not answered`);
  // A file is saved: the page stays.
  if (/html/.test(response.headers()['content-type'] ?? 'html')) await moved;
  await page.waitForLoadState('domcontentloaded');
  return response;
}

const TYPED = '打过的字';

async function faultsOf(page: Page, place: Place, form: FormSeen): Promise<string[]> {
  const response = await send(page, place, form, '');
  if (response === null) return [];
  tally.sent++;
  if (response.status() >= 500) return [`answered with ${response.status()}`];
  if (response.status() < 400) return form.asks ? ['accepts nothing where it asks for something'] : [];
  tally.refused++;
  // The focus comes with the first frame that is drawn.
  await expect
    .poll(() => page.evaluate('document.activeElement !== document.body'), { timeout: 5_000 })
    .toBe(true)
    .catch(() => null);
  const faults = await asked<string[]>(page, `refusalFaults(${JSON.stringify(form.fields)})`);
  const [field] = form.typed;
  if (form.typed.length < 2 || field === undefined) return faults;
  const again = await send(page, place, form, TYPED);
  if (again === null || again.status() < 400) return faults;
  const kept = await asked<string[]>(page, `typedIn(${JSON.stringify(field)})`);
  return kept.includes(TYPED) ? faults : [...faults, `forgets what was typed in ${field}`];
}

async function faultsIn(role: Role | undefined): Promise<Record<string, string[]>> {
  const session = role === undefined ? {} : { session: await sessionFor(world, role) };
  const page = await world.page(undefined, { ...session, javaScript: false });
  const found: Record<string, string[]> = {};
  const seen = new Set<string>();
  for (const place of places.filter((one) => one.role === role)) {
    await page.goto(world.url + place.path);
    for (const form of await asked<FormSeen[]>(page, 'forms()')) {
      const shape = `${shapeOf(form.action)} ${form.fields.join()}`;
      if (ENDS_SESSION.test(form.action) || seen.has(shape)) continue;
      seen.add(shape);
      const faults = await faultsOf(page, place, form);
      if (faults.length > 0) found[`${place.path} → ${form.action}`] = faults;
    }
  }
  return found;
}

describe('every form', () => {
  const roles = [...new Set(places.map(({ role }) => role ?? 'nobody'))];
  it.each(roles)(
    'of %s, sent empty, says what is missing at the top, where the focus is, and beside the field; keeps what was typed',
    { timeout: 240_000 },
    async (who) => {
      expect(await faultsIn(who === 'nobody' ? undefined : who)).toEqual({});
    },
  );
});
