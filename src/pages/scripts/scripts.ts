import { notFound } from '../../platform/problems.ts';
import { type HotReply, hotRoute, type Route } from '../../platform/route.ts';

/** The browser's scripts, under one address a version; absent where there are no files, as at the edge: pages then work by their forms alone. */
export interface Scripts {
  /** Stands in every address, so that what is behind one never changes. */
  version: string;
  /** Null for a name that is none of them. */
  read(name: string): Promise<Uint8Array<ArrayBuffer> | null>;
}

export const WORKER_PATH = '/receive-worker.js';
const FOR_EVER = 'public, max-age=31536000, immutable';

/** Elements for `<head>`: modules run after the page is parsed. */
export function scriptTags(scripts: Scripts | undefined, ...names: readonly string[]): string {
  if (!scripts) return '';
  return names.map((name) => `<script type="module" src="/assets/scripts/${scripts.version}/${name}.js"></script>`).join('');
}

const noScript = () => notFound({ zh: '这个脚本', en: 'such script' });

function typeOf(name: string): string {
  return name.endsWith('.wasm') ? 'application/wasm' : 'text/javascript; charset=utf-8';
}

async function scriptReply(scripts: Scripts | undefined, version: string, name: string): Promise<HotReply> {
  const body = scripts && version === scripts.version ? await scripts.read(name) : null;
  if (!body) throw noScript();
  return { status: 200, headers: { 'Content-Type': typeOf(name), 'Cache-Control': FOR_EVER, 'X-Content-Type-Options': 'nosniff' }, body };
}

/** The scripts, and the service worker of the signed-in tool, which stands above the pages it serves. */
export function scriptRoutes(scripts: Scripts | undefined): Route[] {
  const javaScript = { 200: { description: 'The script', mediaType: 'text/javascript' } };
  return [
    hotRoute({
      path: '/assets/scripts/{version}/{name}',
      id: 'script',
      tag: 'public',
      summary: 'A script of the pages',
      description: 'Never changes at this address. 404 where the service has none, as at the edge.',
      replies: javaScript,
      fast: (_, { version = '', name = '' }) => scriptReply(scripts, version, name),
    }),
    hotRoute({
      path: WORKER_PATH,
      id: 'receiveWorker',
      tag: 'public',
      summary: 'The service worker of the receiving tool',
      description:
        'Keeps the receiving tool usable without network. No consumer page is ever kept: a stale recall status would be dangerous.',
      replies: javaScript,
      fast: async () => {
        const text = await scripts?.read('worker.js');
        if (!scripts || !text) throw noScript();
        return {
          status: 200,
          headers: {
            'Content-Type': typeOf('worker.js'),
            'Cache-Control': 'no-cache',
            'X-Content-Type-Options': 'nosniff',
            // A worker is held to the policy of its own script: it must be able to ask the service.
            'Content-Security-Policy': "default-src 'none'; connect-src 'self'; script-src 'self'",
          },
          body: `const VERSION = '${scripts.version}';\n${new TextDecoder().decode(text)}`,
        };
      },
    }),
  ];
}
