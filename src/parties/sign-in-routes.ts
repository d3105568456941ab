import { z } from '@hono/zod-openapi';
import type { Deps } from '../platform/deps.ts';
import { type Route, route } from '../platform/route.ts';
import { showSignIn, signIn, signInByLink, signOut } from './sign-in.ts';

const open = { who: ['public', 'admin', 'authority', 'party'], pending: true } as const;
const next = z.string().max(500).optional().openapi({ description: 'Path of this service to go to afterwards', example: '/home' });
const html = (description: string) => ({ description, mediaType: 'text/html' });

export function signInRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/sign-in',
      id: 'showSignIn',
      tag: 'sign-in',
      summary: 'The page that asks for login and password, or a key',
      description: 'Forms; passwords and keys are sent as the body of a POST and never stand in an address.',
      access: open,
      query: z.object({ next }),
      replies: { 200: html('The page') },
      handle: (call) => showSignIn(deps, call, { next: call.query.next }),
    }),
    route({
      method: 'post',
      path: '/sign-in',
      id: 'signIn',
      tag: 'sign-in',
      summary: 'Sign in with login and password, or a key',
      description:
        'Opens a session in a cookie that scripts cannot read. With a key for a week at most (an authority 12 hours and 30 idle minutes, an administrator 8 hours and 15), or until the key expires or is revoked. With login and password at once, or after the second factor where there is one; an unknown login is answered like a wrong password. Five failures in a row make it wait (429).',
      access: open,
      bodyKind: 'form',
      body: z.object({
        login: z.string().max(100).optional().openapi({ description: 'Login of a person', example: 'zhang.san' }),
        password: z.string().max(400).optional().openapi({ description: 'Password of a person', example: '…' }),
        key: z.string().max(200).optional().openapi({ description: 'The key', example: 'sy_…' }),
        next,
      }),
      replies: {
        303: { description: 'Signed in' },
        401: html('Not valid'),
        429: html('Too many attempts'),
        501: { description: 'People do not sign in at the edge' },
      },
      handle: (call) => signIn(deps, call),
    }),
    route({
      method: 'post',
      path: '/sign-out',
      id: 'signOut',
      tag: 'sign-in',
      summary: 'Sign out',
      description: 'Ends the session wherever its cookie is.',
      access: open,
      replies: { 303: { description: 'Signed out' } },
      handle: (call) => signOut(deps, call),
    }),
    route({
      method: 'get',
      path: '/sign-in/{token}',
      id: 'signInByLink',
      tag: 'sign-in',
      summary: 'Sign in by a one-time link',
      description: 'Opens a session once; a second use, or one too late, shows the page that asks for a key.',
      access: open,
      params: z.object({ token: z.string().max(100).openapi({ description: 'From the link', example: 'sl_…' }) }),
      replies: { 303: { description: 'Signed in' }, 401: html('The link was used or is too old') },
      handle: (call) => signInByLink(deps, call),
    }),
  ];
}
