/** A year: browsers remember that this name is only spoken to over TLS. */
const HSTS = 'max-age=31536000';

/** What no page may do: none of ours needs a camera, a place or a payment. A page that does says so itself. */
export const PERMISSIONS_POLICY = 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()';

/** Of replies that are no page: whatever a browser takes them for, nothing in them runs, loads or is framed. */
const DATA_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** Beyond a reply's own headers: what guards it. */
export type Guards = (headers: Readonly<Record<string, string>>, isShared: boolean) => Record<string, string>;

/**
 * The headers every reply carries beside its own. `isShared`: a public read, which pages of any other site may fetch too (without cookies);
 * nothing else is given to other sites.
 * @param publicUrl over http there is no HSTS: browsers ignore it, and a name without TLS must stay reachable
 */
export function guardsOf(publicUrl: string): Guards {
  const always: Record<string, string> = publicUrl.startsWith('https:') ? { 'Strict-Transport-Security': HSTS } : {};
  const own = { ...DATA_HEADERS, ...always, 'Cross-Origin-Resource-Policy': 'same-origin' };
  const shared = { ...DATA_HEADERS, ...always, 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' };
  const page = { ...always, 'Cross-Origin-Resource-Policy': 'same-origin' };
  return (headers, isShared) => {
    const type = headers['Content-Type'];
    // A reply without content may stand for one a browser has kept (304), whose own guards it must not replace.
    if (type === undefined) return always;
    if (type.startsWith('text/html')) return page;
    return isShared ? shared : own;
  };
}

/** Puts on a finished response what guards it, where it says nothing of its own. */
export function guarded(response: Response, guards: (headers: Record<string, string>) => Record<string, string>): Response {
  const type = response.headers.get('content-type');
  for (const [name, value] of Object.entries(guards(type === null ? {} : { 'Content-Type': type })))
    if (!response.headers.has(name)) response.headers.set(name, value);
  return response;
}

/** Headers of public reads with their guards, put together once for each set of headers that is sent again and again: a scan costs a tenth less. */
export function remembered(guards: Guards): (headers: Record<string, string>) => Record<string, string> {
  const known = new WeakMap<Record<string, string>, Record<string, string>>();
  return (headers) => {
    const found = known.get(headers);
    if (found !== undefined) return found;
    const made = { ...guards(headers, true), ...headers };
    known.set(headers, made);
    return made;
  };
}
