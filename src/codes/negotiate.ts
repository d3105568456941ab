import { pickLanguage } from '../pages/text.ts';
import type { Language } from '../pages/view.ts';

/**
 * Whether `Accept` prefers JSON to a page (RFC 9110, 12.5.1): by quality, and of equals the one that is named first.
 * Without a preference it is a page: whoever scans has a browser.
 */
export function prefersJson(accept: string | null): boolean {
  if (accept === null || accept === '*/*') return false;
  return accept === 'application/json' || readAccept(accept);
}

const readAccept = remembering((accept) => {
  const json = preference(accept, ['application/json', 'application/*']);
  const page = preference(accept, ['text/html', 'application/xhtml+xml', 'text/*']);
  if (json.quality === 0) return false;
  return json.quality > page.quality || (json.quality === page.quality && json.at < page.at);
});

function preference(accept: string, types: readonly string[]): { quality: number; at: number } {
  let best = { quality: 0, at: Number.POSITIVE_INFINITY };
  accept.split(',').forEach((range, at) => {
    const [type = '', ...parameters] = range.split(';');
    if (!types.includes(type.trim().toLowerCase())) return;
    const quality = qualityOf(parameters);
    if (quality > best.quality) best = { quality, at };
  });
  return best;
}

function qualityOf(parameters: readonly string[]): number {
  const given = parameters.map((parameter) => /^\s*q\s*=\s*([\d.]+)\s*$/i.exec(parameter)?.[1]).find((value) => value !== undefined);
  return given === undefined ? 1 : Number(given);
}

/** Whether `Accept-Encoding` takes gzip (RFC 9110, 12.5.3). */
export function acceptsGzip(acceptEncoding: string | null): boolean {
  return acceptEncoding !== null && readEncoding(acceptEncoding);
}

const readEncoding = remembering((acceptEncoding) => {
  const named = /(?:^|,)\s*gzip\s*(?:;\s*q\s*=\s*([\d.]+)\s*)?(?:,|$)/i.exec(acceptEncoding);
  return named !== null && (named[1] === undefined || Number(named[1]) > 0);
});

const HEADERS_REMEMBERED = 256;

/** The same few headers come with nearly every request: what was read from them is remembered, a bounded number of them. */
function remembering<T>(read: (header: string) => T): (header: string) => T {
  const known = new Map<string, T>();
  return (header) => {
    const before = known.get(header);
    if (before !== undefined) return before;
    const now = read(header);
    if (header.length <= 300) {
      if (known.size >= HEADERS_REMEMBERED) known.clear();
      known.set(header, now);
    }
    return now;
  };
}

/** The query of an address, read only where there is one. */
export function queryOf(url: string): URLSearchParams | null {
  const at = url.indexOf('?');
  return at < 0 ? null : new URLSearchParams(url.slice(at + 1));
}

/** The language of a page: `?lang=`, else `Accept-Language`, else Chinese. */
export function languageOf(request: Request, query: URLSearchParams | null): Language {
  const chosen = query?.get('lang') ?? null;
  const header = request.headers.get('accept-language');
  return chosen === null ? readLanguage(header ?? '') : pickLanguage(chosen, header ?? undefined);
}

const readLanguage = remembering((acceptLanguage) => pickLanguage(undefined, acceptLanguage));

/** Whether `If-None-Match` names this tag; compared weakly (RFC 9110, 13.1.2). */
export function isKnown(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  const bare = etag.replace(/^W\//, '');
  return ifNoneMatch.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === bare);
}
