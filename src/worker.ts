import { createApp } from './app.ts';
import { edgeSend } from './exchange/edge-send.ts';
import { followerJobs, sweepAll } from './follower-jobs.ts';
import { sha256Hex } from './ledger/entry.ts';
import { Follower } from './ledger/follower.ts';
import type { Deps, Log } from './platform/deps.ts';
import { edgeFiles } from './platform/files-edge.ts';
import { openD1 } from './store/d1.ts';

export interface Env {
  DB: D1Database;
  PUBLIC_URL?: string;
  BOOTSTRAP_ADMIN_KEY?: string;
}

const log: Log = {
  info: (event, fields) => console.log(JSON.stringify({ level: 'info', event, ...fields })),
  warn: (event, fields) => console.warn(JSON.stringify({ level: 'warn', event, ...fields })),
  error: (event, fields) => console.error(JSON.stringify({ level: 'error', event, ...fields })),
};

function depsOf(env: Env, later: Deps['later'], origin: string): Deps {
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
  };
}

/** The same service at the edge, over D1. What the edge leaves out answers 501. */
export default {
  fetch(request, env, context) {
    const deps = depsOf(env, (work) => context.waitUntil(work), new URL(request.url).origin);
    const follower = new Follower(deps, followerJobs(deps));
    deps.store.onCommitted(() => deps.later(follower.catchUp()));
    return createApp(deps).fetch(request);
  },
  async scheduled(_event, env, context) {
    const deps = depsOf(env, (work) => context.waitUntil(work), 'http://localhost');
    await sweepAll(deps);
    await new Follower(deps, followerJobs(deps)).catchUp();
  },
} satisfies ExportedHandler<Env>;
