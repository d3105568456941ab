import { createApp } from '../src/app.ts';
import { AccessAudit } from '../src/audit/audit.ts';
import { followerJobs, sweepAll } from '../src/follower-jobs.ts';
import { sha256Hex } from '../src/ledger/entry.ts';
import { Follower } from '../src/ledger/follower.ts';
import { setClock } from '../src/platform/clock.ts';
import type { Deps, Files } from '../src/platform/deps.ts';
import { silentLog } from '../src/platform/log.ts';
import type { Store } from '../src/store/store.ts';

export const ADMIN_KEY = 'adm_0123456789abcdef';
/** 2026-11-05 09:00 in Shanghai. */
export const START = Date.parse('2026-11-05T01:00:00Z');

/** Replies are looked into freely. */
type Body = ReturnType<typeof JSON.parse>;

export interface Answer {
  status: number;
  json: Body;
  text: string;
  headers: Headers;
}

export interface Ask {
  key?: string | undefined;
  body?: unknown;
  /** Sent as it is instead of `body`. */
  raw?: BodyInit;
  headers?: Record<string, string>;
}

export interface TestParty {
  id: string;
  uscc: string | null;
  key: string;
  sites: { id: string; name: string }[];
}

let serial = 0;

/** A valid credit code nobody else in the run has. */
export function freshUscc(): string {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const body = `91330110MA${String(++serial).padStart(7, '0')}`;
  const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
  const sum = weights.reduce((total, weight, i) => total + weight * alphabet.indexOf(body[i] ?? ''), 0);
  return body + alphabet[(31 - (sum % 31)) % 31];
}

/** The whole service over a store, with a clock that the test sets; it runs in Node and in workerd alike. */
export function worldOver(store: Store, files: Files, at: number = START, more: Partial<Deps> = {}) {
  const clock = setClock(at);
  const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));
  const deps: Deps = {
    store,
    clock: clock.now,
    random,
    files,
    log: silentLog,
    publicUrl: 'https://trace.example',
    adminKeyHash: sha256Hex(ADMIN_KEY),
    later: () => {},
    audit: new AccessAudit({ store, clock: clock.now, random, log: silentLog }),
    ...more,
  };
  const app = createApp(deps);
  const follower = new Follower(deps, followerJobs(deps));

  async function request(method: string, path: string, ask: Ask = {}): Promise<Answer> {
    const headers = new Headers(ask.headers);
    if (ask.key) headers.set('Authorization', `Bearer ${ask.key}`);
    if (ask.body !== undefined) headers.set('Content-Type', 'application/json');
    const body = ask.raw ?? (ask.body === undefined ? undefined : JSON.stringify(ask.body));
    const response = await app.request(`http://localhost${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
    const text = await response.text();
    const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, text, json: isJson ? JSON.parse(text) : undefined, headers: response.headers };
  }

  const administrators = new Map<string, Promise<string>>();
  /** The key of the security or the audit administrator, made by the bootstrap key when it is first asked for. */
  function administrator(role: 'security' | 'audit'): Promise<string> {
    const made =
      administrators.get(role) ??
      request('POST', '/v1/administrators', { key: ADMIN_KEY, body: { role } }).then(({ status, text, json }) => {
        if (status !== 201) throw new Error(`administrator: ${status} ${text}`);
        return json.key as string;
      });
    administrators.set(role, made);
    return made;
  }

  /** Registers and approves a party and makes it a key. */
  async function party(fields: Record<string, unknown> = {}): Promise<TestParty> {
    const uscc = (fields.uscc as string | undefined) ?? freshUscc();
    const body = { uscc, name: `示例企业${serial}`, kinds: ['producer'], regionCode: '330110', ...fields };
    const made = await request('POST', '/v1/parties', { key: ADMIN_KEY, body });
    if (made.status !== 201) throw new Error(`party: ${made.status} ${made.text}`);
    const key = await request('POST', `/v1/parties/${made.json.id}/keys`, {
      key: await administrator('security'),
      body: { label: 'test' },
    });
    if (key.status !== 201) throw new Error(`key: ${key.status} ${key.text}`);
    return { id: made.json.id, uscc: made.json.uscc, key: key.json.key, sites: made.json.sites };
  }

  /** Makes an authority and a key of it; `role: 'inspector'` for one that only enters facts. */
  async function authority({ role, ...fields }: Record<string, unknown> = {}): Promise<{ id: string; key: string }> {
    const body = { name: '示例市市场监督管理局', department: 'market', regionCode: '330100', ...fields };
    const made = await request('POST', '/v1/authorities', { key: ADMIN_KEY, body });
    if (made.status !== 201) throw new Error(`authority: ${made.status} ${made.text}`);
    const key = await request('POST', `/v1/authorities/${made.json.id}/keys`, {
      key: await administrator('security'),
      body: { label: 'desk 1', ...(role ? { role } : {}) },
    });
    return { id: made.json.id, key: key.json.key };
  }

  /** What the clock asks for now, as the service does on its pulse. */
  const sweep = () => sweepAll(deps);

  return { deps, store, clock, app, follower, sweep, request, party, authority, administrator };
}

export type World = ReturnType<typeof worldOver>;
