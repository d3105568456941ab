import { z } from '@hono/zod-openapi';
import { languageFor, seeOther } from '../pages/regulator-desk.ts';
import type { Language } from '../pages/view.ts';
import type { Call } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';

/** Open to everybody by its access: the page itself looks at the cookie, since a half session is nobody elsewhere. */
export const everybody = { who: ['public', 'admin', 'security', 'audit', 'authority', 'party'], pending: true } as const;
/** A field of a form; what is wrong with it is told on the page. */
export const typed = (description: string, example: string, max = 200) => z.string().max(max).optional().openapi({ description, example });
export const html = (description: string) => ({ description, mediaType: 'text/html' });
export const gone = { description: 'On to the next page' };

type LangQuery = { lang?: string | undefined };

export function languageOfCall(call: Call): Language {
  return languageFor(call, (call.query as LangQuery | undefined)?.lang);
}

/** To the sign-in, and back here afterwards. */
export function toSignIn(call: Call): Reply {
  const { pathname } = new URL(call.request.url);
  return seeOther(`/sign-in?next=${encodeURIComponent(pathname)}`);
}
