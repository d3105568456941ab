import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { EXPIRED, LEAD_DETAIL, PARTY_HOME, RECALLED, SCAN, SCREENED, SLIP, VIOLATIONS } from './example-views.ts';
import { homePage } from './home-page.ts';
import { leadPage } from './lead-page.ts';
import { partyHomePage } from './party-home-page.ts';
import { scanPage } from './scan-page.ts';
import { errorPage, findPage, scanProblemPage } from './scan-problem-pages.ts';
import { screeningPage } from './screening-page.ts';
import { signInPage } from './sign-in-page.ts';
import { slipPage } from './slip-page.ts';
import { PALETTE } from './style-core.ts';
import { PAGE_CSP, STYLESHEET_PATH } from './stylesheet.ts';
import { pickLanguage } from './text.ts';
import type { Language } from './view.ts';
import { violationsPage } from './violations-page.ts';

const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(2)>'&`;

/* Names whose values choose a text or a shape; everything else is replaced. */
const CHOOSERS = new Set(['status', 'state', 'conclusion', 'confirmed', 'expiresBy', 'outcome', 'by', 'unit', 'field', 'weight']);

function poisoned<T>(view: T, key = ''): T {
  if (typeof view === 'string') return (CHOOSERS.has(key) ? view : HOSTILE) as T;
  if (Array.isArray(view)) return view.map((item) => poisoned(item, key)) as T;
  if (view === null || typeof view !== 'object') return view;
  return Object.fromEntries(Object.entries(view).map(([name, value]) => [name, poisoned(value, name)])) as T;
}

const FIND = {
  code: 'AB',
  gtin: '1',
  date: 'd',
  batch: 'b',
  productName: 'p',
  error: { field: 'gtin' as const, text: 'e' },
  candidates: [
    {
      traceCode: 'a',
      productName: 'p',
      specification: 's',
      producer: 'q',
      batchNumber: 'b',
      productionDate: '2026-11-01',
      expiresOn: null,
    },
  ],
  nothing: true,
};
const RECEIVED = {
  ...SLIP,
  state: 'received' as const,
  received: { outcome: 'accepted' as const, at: 'x', by: 'party' as const, photoCount: 1, photos: ['/v1/files/a'] },
};
const REFUSED_ANSWER = { ...SLIP, error: { text: 'e', line: 1 }, entered: { 'line.1.amount': 'x', signedName: 'n' }, sentPhotos: ['h'] };
const ASKED_AGAIN = { ...LEAD_DETAIL, error: { text: 'e', field: 'dueOn' }, entered: { dueOn: 'x', text: 'y' } };
const UNSPECIFIED = { ...SCAN, product: { ...SCAN.product, shelfLife: { value: 7, unit: 'day' as const } } };

type Case = { name: string; plain: (language: Language) => string; hostile: (language: Language) => string };
const page = <T>(name: string, view: T, render: (view: T, language: Language) => string): Case => ({
  name,
  plain: (language) => render(view, language),
  hostile: (language) => render(poisoned(view), language),
});

const PAGES: Case[] = [
  page('scan, no problem', UNSPECIFIED, scanPage),
  page('scan, recalled', RECALLED, scanPage),
  page('scan, expired', EXPIRED, scanPage),
  page('unknown code', { status: 'unknown' as const, asOf: 'x', traceCode: 'AB' }, scanProblemPage),
  page('mistyped code', { status: 'mistyped' as const, asOf: 'x', traceCode: 'AB' }, scanProblemPage),
  page('find', FIND, findPage),
  page('error', { title: 't', text: 'x', requestId: 'r' }, errorPage),
  page('slip to confirm', SLIP, slipPage),
  page('slip asked again', REFUSED_ANSWER, slipPage),
  page('slip received', RECEIVED, slipPage),
  page('leads', VIOLATIONS, (view, language) => violationsPage(view, language, view.next ?? '')),
  page('lead', ASKED_AGAIN, leadPage),
  page('party', PARTY_HOME, partyHomePage),
  page('sign-in', { action: '/sign-in', next: '/', error: 'e', csrf: 'c' }, signInPage),
  page('screening', { entered: {}, isEmpty: true }, screeningPage),
  page('screening, answered', SCREENED, screeningPage),
  page('front door', {}, (_, language) => homePage(language)),
];

const VOID = new Set(['meta', 'link', 'input', 'img', 'br', 'path', 'circle']);

/** The first tag that closes nothing, or is never closed; null when all nest. */
function unbalanced(html: string): string | null {
  const open: string[] = [];
  for (const [, slash, name = ''] of html.replace(/<style>[\s\S]*?<\/style>/, '').matchAll(/<(\/?)([a-z][a-z0-9]*)/g)) {
    if (VOID.has(name)) continue;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) return `</${name}>`;
  }
  return open.length === 0 ? null : `<${open.join('><')}>`;
}

/** Names of all attributes; a value that got out of its quotes would show up here as names of its own. */
const attributeNames = (html: string) =>
  [...html.matchAll(/<[a-z][^<>]*>/g)].flatMap(([tag]) =>
    [...tag.matchAll(/\s([^\s="<>]+)(?:="[^"]*")?/g)].map(([, name = '']) => name.toLowerCase()),
  );

describe.each(PAGES)('the page "$name"', ({ plain, hostile }) => {
  it.each(['zh-CN', 'en'] as const)(
    'in %s names its language, fits any screen and has a title, one main part and one first heading',
    (language) => {
      const html = plain(language);
      expect(html.startsWith(`<!doctype html>\n<html lang="${language}">`)).toBe(true);
      expect(html).toContain('<meta name="viewport" content="width=device-width,initial-scale=1">');
      expect(html).toMatch(/<title>[^<]+<\/title>/);
      expect(html.match(/<main/g)?.length).toBe(1);
      expect(html.slice(0, html.indexOf('class="paper"')).match(/<h1/g)?.length).toBe(1);
      expect(html).not.toMatch(/undefined|\bnull\b|NaN|\[object/);
    },
  );

  it('nests its tags, repeats no id, and gives no field without a name', () => {
    const html = plain('zh-CN');
    expect(unbalanced(html)).toBeNull();
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(ids).toEqual([...new Set(ids)]);
    for (const [tag] of html.matchAll(/<(?:input|select|textarea)\b[^>]*>/g)) expect(tag).toMatch(/ name="/);
  });

  it('runs nothing: no script, no handler, no style attribute', () => {
    expect(plain('zh-CN')).not.toMatch(/<script|\son[a-z]+=|\sstyle=|javascript:/i);
  });

  it.each(['zh-CN', 'en'] as const)('in %s lets no text become markup, in any field', (language) => {
    const html = hostile(language);
    expect(html).not.toContain('<script');
    expect(html).not.toContain('<img src=x');
    expect(attributeNames(html).filter((name) => name.startsWith('on'))).toEqual([]);
    expect(unbalanced(html)).toBeNull();
  });
});

describe('the policy of the pages', () => {
  it('admits exactly the inlined styles the pages carry', () => {
    for (const html of [scanPage(SCAN, 'en'), slipPage(SLIP, 'en'), findPage({}, 'en')]) {
      const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
      expect(PAGE_CSP).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    }
  });

  it('admits no script and no other house', () => {
    expect(PAGE_CSP).toContain("default-src 'none'");
    expect(PAGE_CSP).not.toMatch(/script-src|unsafe|https?:/);
  });

  it('links the shared stylesheet by a name that changes with its content', () => {
    expect(STYLESHEET_PATH).toMatch(/^\/assets\/suyuan\.[0-9a-f]{16}\.css$/);
    expect(homePage('zh-CN')).toContain(`<link rel="stylesheet" href="${STYLESHEET_PATH}">`);
  });
});

describe('the pages for people who come back', () => {
  it('let a keyboard skip to the main part', () => {
    for (const html of [
      violationsPage(VIOLATIONS, 'zh-CN'),
      leadPage(LEAD_DETAIL, 'zh-CN'),
      partyHomePage(PARTY_HOME, 'zh-CN'),
      homePage('zh-CN'),
    ]) {
      expect(html).toContain('<body><a class="skip" href="#main">跳到正文</a>');
      expect(html).toContain('<main id="main" tabindex="-1">');
    }
  });

  it('tell every firm that recording here fulfils its duty only where the authority runs or connects the service', () => {
    const limit = '在本系统录入，仅在主管部门运行或接入本系统时，才视为履行法定追溯义务。';
    for (const html of [partyHomePage(PARTY_HOME, 'zh-CN'), signInPage({ action: '/sign-in' }, 'zh-CN'), homePage('zh-CN')])
      expect(html).toContain(limit);
  });

  it('take the key in the body of a POST and let it be pasted', () => {
    const html = signInPage({ action: '/sign-in' }, 'zh-CN');
    expect(html).toContain('<form class="card key" method="post" action="/sign-in">');
    expect(html).toMatch(/name="key" type="password" required autocomplete="current-password"/);
  });
});

describe('the colours', () => {
  const channel = (hex: string, at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  const luminance = (hex: string) => 0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5);
  const contrast = (a: string, b: string) => {
    const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  };

  it('of text and ground differ by at least 4.5 : 1 (WCAG 1.4.3)', () => {
    const p = PALETTE;
    const pairs = [
      ...[p.paper, p.ground, p.tint, p.redTint, p.ochreTint].flatMap((ground) => [
        [p.ink, ground],
        [p.quiet, ground],
        [p.deep, ground],
      ]),
      [p.red, p.paper],
      [p.red, p.redTint],
      [p.ochre, p.ochreTint],
      [p.slate, p.slateTint],
      ...[p.deep, p.red, p.ochre, p.slate].map((ground) => ['#ffffff', ground]),
    ];
    for (const [text = '', ground = ''] of pairs) expect(contrast(text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  });

  it('are measured by the formula of WCAG', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });
});

describe('the language of a page', () => {
  it('is the one chosen, else the one the browser asks for first, else Chinese', () => {
    expect(pickLanguage('en', 'zh-CN')).toBe('en');
    expect(pickLanguage('zh', 'en')).toBe('zh-CN');
    expect(pickLanguage(undefined, 'en-GB,en;q=0.9,zh;q=0.8')).toBe('en');
    expect(pickLanguage(undefined, 'fr-FR, zh-CN;q=0.9, en;q=0.1')).toBe('zh-CN');
    expect(pickLanguage(undefined, 'de')).toBe('zh-CN');
    expect(pickLanguage('xx', undefined)).toBe('zh-CN');
  });
});
