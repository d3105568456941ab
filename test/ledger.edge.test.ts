import { applyD1Migrations, createExecutionContext, reset, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseCheckpoint } from '../src/ledger/log/checkpoint.ts';
import { isIncluded, leafHash } from '../src/ledger/log/merkle.ts';
import { newKey, openNote, publicKeyOf } from '../src/ledger/log/note.ts';
import worker from '../src/worker.ts';
import { ADMIN_KEY, freshUscc } from './world.ts';

beforeEach(async () => {
  await reset();
  await applyD1Migrations(env.DB, env.MIGRATIONS);
});

describe('the worker with a signing key', () => {
  it('signs what was recorded after the reply, and proves it', async () => {
    const { secret, publicKey } = await newKey('edge.example/ledger', crypto.getRandomValues(new Uint8Array(32)));
    const ask = async (method: string, path: string, body?: unknown, key = ADMIN_KEY) => {
      const context = createExecutionContext();
      const request = new Request(`https://edge.example${path}`, {
        method,
        headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const response = await worker.fetch(request as Parameters<typeof worker.fetch>[0], { ...env, SIGNING_KEY: secret }, context);
      await waitOnExecutionContext(context);
      return response;
    };
    const made = await ask('POST', '/v1/parties', { uscc: freshUscc(), name: '示例酱油厂', kinds: ['producer'], regionCode: '330110' });
    const { id } = (await made.json()) as { id: string };
    const opened = await openNote(await (await ask('GET', '/ledger/checkpoint')).text(), await publicKeyOf(publicKey));
    const tree = parseCheckpoint(opened ?? '');
    const auditor = (await (await ask('POST', '/v1/administrators', { role: 'audit' })).json()) as { key: string };
    const listed = await ask('GET', `/v1/ledger/party:${id}/entries`, undefined, auditor.key);
    const { items } = (await listed.json()) as { items: { hash: string; bytes: string }[] };
    const [entry] = items;
    const proof = (await (await ask('GET', `/v1/ledger/entries/${entry?.hash}/proof`, undefined, auditor.key)).json()) as {
      leafIndex: number;
      hashes: string[];
    };
    expect(isIncluded(leafHash(entry?.bytes ?? ''), proof.leafIndex, proof.hashes, { size: tree?.size ?? 0, root: tree?.root ?? '' })).toBe(
      true,
    );
  });
});
