import { Problem } from '../platform/problems.ts';
import type { HotReply } from '../platform/route.ts';
import { primaryKeys } from './gs1/identifiers.ts';
import { readLink } from './gs1/link.ts';
import { checkDigitOf } from './gs1/values.ts';
import { queryOf } from './negotiate.ts';

/** What this resolver can lead to, by the GS1 Web Vocabulary; each is a part of the one page of a batch. */
export const linkTypes = {
  'gs1:pip': { part: '', zh: '商品信息', en: 'Product information' },
  'gs1:traceability': { part: '#steps', zh: '追溯信息', en: 'Traceability information' },
  'gs1:certificationInfo': { part: '#certificates', zh: '检验与合格证明', en: 'Certificates' },
  'gs1:recallStatus': { part: '#status', zh: '召回状态', en: 'Recall status' },
} as const;

export type LinkType = keyof typeof linkTypes;

const VOCABULARY = 'https://gs1.org/voc/';
const LINKSET = 'application/linkset+json';

/** Everybody may read what the public may read, from any page. */
export const cors = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'Link, ETag' } as const;

/** What a request asks a Digital Link for: the page, the set of links, one link, or one that is not there. */
export type Asked = { kind: 'page' } | { kind: 'linkset' } | { kind: 'link'; type: LinkType } | { kind: 'unknown'; type: string };

/** Reads `linkType` (`gs1:pip`, its full address, `linkset`, `all`, `gs1:defaultLink`) and `Accept: application/linkset+json`. */
export function askedOf(request: Request): Asked {
  const type = queryOf(request.url)?.get('linkType') ?? null;
  if (type === null) return request.headers.get('accept')?.includes(LINKSET) ? { kind: 'linkset' } : { kind: 'page' };
  if (type === 'linkset' || type === 'all') return { kind: 'linkset' };
  const short = type.startsWith(VOCABULARY) ? `gs1:${type.slice(VOCABULARY.length)}` : type;
  if (short === 'gs1:defaultLink') return { kind: 'page' };
  return Object.hasOwn(linkTypes, short) ? { kind: 'link', type: short as LinkType } : { kind: 'unknown', type: type.slice(0, 100) };
}

/** Where a resolver's replies say that a set of links can be had. */
export function linkHeader(path: string): string {
  return `<${path}?linkType=linkset>; rel="linkset"; type="${LINKSET}"`;
}

/** The set of links of one Digital Link (RFC 9264); `target` is the path of the batch's page, null where only the product is named. */
export function linksetReply(publicUrl: string, path: string, target: string | null, title: string): HotReply {
  const anchor = `${publicUrl}${path}`;
  const page = target === null ? anchor : `${publicUrl}${target}`;
  const to = (part: string, zh: string, en: string) =>
    (['zh', 'en'] as const).map((lang) => ({
      href: `${page}?lang=${lang === 'zh' ? 'zh-CN' : 'en'}${target === null ? '' : part}`,
      title: lang === 'zh' ? zh : en,
      type: 'text/html',
      hreflang: [lang],
    }));
  const types = Object.entries(linkTypes).filter(([name]) => target !== null || name === 'gs1:pip');
  const links = Object.fromEntries(types.map(([name, { part, zh, en }]) => [`${VOCABULARY}${name.slice(4)}`, to(part, zh, en)]));
  const body = {
    linkset: [
      {
        anchor,
        ...(title === '' ? {} : { itemDescription: title }),
        [`${VOCABULARY}defaultLink`]: [{ href: page, title: title || anchor }],
        ...links,
      },
    ],
  };
  return { status: 200, headers: { ...plain(LINKSET), Link: linkHeader(path) }, body: JSON.stringify(body) };
}

/** On to the part of the page a link type names. A temporary redirect: the next recall may lead elsewhere. */
export function redirectReply(path: string, target: string, type: LinkType, lang: string | null): HotReply {
  const query = lang === null ? '' : `?lang=${encodeURIComponent(lang)}`;
  const headers = { ...cors, Location: `${target}${query}${linkTypes[type].part}`, 'Cache-Control': 'no-cache', Link: linkHeader(path) };
  return { status: 307, headers, body: null };
}

/** 404 for a link type that is not there. */
export function noSuchType(type: string): Problem {
  const known = [...Object.keys(linkTypes), 'gs1:defaultLink', 'linkset'].join('、');
  return new Problem('not-found', {
    zh: `这里没有链接类型“${type}”。有：${known}。`,
    en: `There is no link of type "${type}" here. There are: ${known.replaceAll('、', ', ')}.`,
  });
}

const PRIMARY_KEY_PATH = new RegExp(`^/(?:${primaryKeys.map((key) => key.ai).join('|')})/`);

/** Whether a path begins with a primary key of GS1, goods or another. */
export const isLinkPath = (path: string) => PRIMARY_KEY_PATH.test(path);

/** What to say of a Digital Link of another key than goods: 400 where it breaks the syntax, 404 where it is sound. */
export function otherKey(path: string): Problem {
  const reading = readLink(path);
  if (!reading.ok) return malformedLink(reading);
  return new Problem('not-found', {
    zh: '本服务没有这个标识的信息；这里解析商品（01）。',
    en: 'Nothing is known here under this key; this resolver answers for goods (01).',
  });
}

/**
 * The query of a link whose path is sound. An identifier that is newer than our table is passed over: a shopper's scan opens all the same.
 * @throws {Problem} malformed-link for an attribute with a value that is none, or another value than the path gives it
 */
export function checkAttributes(url: string): void {
  const { pathname, search } = new URL(url);
  if (!/[?&]\d{2,4}=/.test(search)) return;
  const reading = readLink(pathname + search);
  if (!reading.ok && reading.reason !== 'unknown' && readLink(pathname).ok) throw malformedLink(reading);
}

function malformedLink({ ai, found, fault }: Extract<ReturnType<typeof readLink>, { ok: false }>): Problem {
  const where = ai === null ? '' : `(${ai}) `;
  const digit = fault === 'checkDigit' ? checkDigitOf(found.slice(0, -1)) : null;
  const shownText = `${where}${found.slice(0, 60)}`;
  return new Problem('malformed-link', {
    zh: `“${shownText}”有误。${digit === null ? '' : `按其余数字，校验码应为 ${digit}。`}`,
    en: `"${shownText}" is wrong.${digit === null ? '' : ` The other digits call for the check digit ${digit}.`}`,
  });
}

/** The answer to OPTIONS on any Digital Link. */
export function optionsReply(): Response {
  const headers = {
    ...cors,
    Allow: 'GET, HEAD, OPTIONS',
    'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
    'Access-Control-Allow-Headers': 'Accept, Accept-Language',
  };
  return new Response(null, { status: 204, headers });
}

const plain = (type: string) => ({
  ...cors,
  'Content-Type': `${type}; charset=utf-8`,
  'Cache-Control': 'no-cache',
  Vary: 'Accept, Accept-Language',
  'X-Content-Type-Options': 'nosniff',
});

/** What `/.well-known/gs1resolver` says of this resolver. */
export function resolverDescription(publicUrl: string) {
  return {
    name: '溯源 Suyuan',
    resolverRoot: publicUrl,
    supportedLinkType: [{ namespace: VOCABULARY, prefix: 'gs1:', profile: 'https://www.gs1.org/voc/?show=linktypes' }],
    supportedPrimaryKeys: ['01'],
    activeLinkTypes: { '*': [...Object.keys(linkTypes), 'gs1:defaultLink'] },
    linkTypeDefaultCanBeLinkset: false,
  };
}
