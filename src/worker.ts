import { createApp } from './app.ts';
import { edgeSend } from './exchange/edge-send.ts';
import { followerJobs, sweepAll } from './follower-jobs.ts';
import { sha256Hex } from './ledger/entry.ts';
import { Follower } from './ledger/follower.ts';
import { signerOf } from './ledger/log/note.ts';
import { LogSigner, noMemory, SIGN_EVERY_MS } from './ledger/log/signer.ts';
import type { Deps, Log } from './platform/deps.ts';
import { edgeFiles } from './platform/files-edge.ts';
import { openD1 } from './store/d1.ts';

export interface Env {
  DB: D1Database;
  PUBLIC_URL?: string;
  BOOTSTRAP_ADMIN_KEY?: string;
  /** `PRIVATE+KEY+…`; without it nothing is signed. */
  SIGNING_KEY?: string;
}

const log: Log = {
  info: (event, fields) => console.log(JSON.stringify({ level: 'info', event, ...fields })),
  warn: (event, fields) => console.warn(JSON.stringify({ level: 'warn', event, ...fields })),
  error: (event, fields) => console.error(JSON.stringify({ level: 'error', event, ...fields })),
};

function depsOf(env: Env, later: Deps['later'], origin: string): Deps {
  const { SIGNING_KEY: signingKey } = env;
  return {
    store: openD1(env.DB),
    clock: () => Date.now(),
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    files: edgeFiles(),
    log,
    publicUrl: (env.PUBLIC_URL ?? origin).replace(/\/$/, ''),
    // Without the secret nobody is administrator: no key has this hash.
    adminKeyHash: env.BOOTSTRAP_ADMIN_KEY ? sha256Hex(env.BOOTSTRAP_ADMIN_KEY) : '',
    later,
    send: edgeSend,
    ...(signingKey === undefined ? {} : { seal: async (text) => (await signerOf(signingKey)).sign(text) }),
  };
}

/** Follows what was committed, then signs, unless it was done a moment ago. A restored D1 cannot be told here: see docs/architecture/proofs.md. */
async function followAndSign(env: Env, deps: Deps): Promise<void> {
  try {
    await new Follower(deps, followerJobs(deps)).catchUp();
  } catch (error) {
    // What one job could not do is no reason not to sign what stands in the log.
    deps.log.error('background', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
  if (env.SIGNING_KEY === undefined) return;
  await new LogSigner(deps, await signerOf(env.SIGNING_KEY), noMemory).sign(SIGN_EVERY_MS);
}

/** The same service at the edge, over D1. What the edge leaves out answers 501. */
export default {
  fetch(request, env, context) {
    const deps = depsOf(env, (work) => context.waitUntil(work), new URL(request.url).origin);
    deps.store.onCommitted((chain) => {
      if (chain !== 'log') deps.later(followAndSign(env, deps));
    });
    return createApp(deps).fetch(request);
  },
  async scheduled(_event, env, context) {
    const deps = depsOf(env, (work) => context.waitUntil(work), 'http://localhost');
    await sweepAll(deps);
    await followAndSign(env, deps);
  },
} satisfies ExportedHandler<Env>;
