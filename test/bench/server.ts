import { serve } from '@hono/node-server';
import { Hono } from 'hono';

/*
 * A target of the bench in a process of its own. MODE says which:
 *   bare      Hono returning the bytes it is told over IPC, for the same answer without the service
 *   service   the service as it is
 *   unledgered  the service whose commits carry no entries
 *   storeless   the service whose commits are not stored: validation, rules and reply alone
 *   replay    Hono making the queries RECORDING holds over FILE, and answering the JSON it holds
 */
const mode = process.env.MODE ?? 'service';
const fetch = mode === 'bare' ? bare() : mode === 'replay' ? await replay() : await service();
serve({ fetch, port: 0 }, (info) => process.send?.({ port: info.port }));
process.on('disconnect', () => process.exit(0));

function bare() {
  const app = new Hono();
  let body = 'ok';
  let type = 'text/plain';
  process.on('message', (message: { body: string; type: string }) => {
    body = message.body;
    type = message.type;
    process.send?.({ ready: true });
  });
  app.get('/t/:traceCode', (c) => c.body(body, 200, { 'Content-Type': type }));
  return app.fetch;
}

async function service() {
  const { benchApp, benchAppOn } = await import('./service.ts');
  const file = process.env.FILE ?? '';
  const app = file.startsWith('postgresql:') ? benchAppOn(mode, await openNamed(file)) : benchApp(mode, file);
  // What was stored for a round is followed to its end before the round is measured.
  process.on('message', () => void app.settle().then(() => process.send?.({ ready: true })));
  return app.fetch;
}

async function openNamed(url: string) {
  const { openStore } = await import('../../src/service.ts');
  return openStore(url);
}

async function replay() {
  const { replayApp } = await import('./replay.ts');
  return replayApp(process.env.FILE ?? '', process.env.RECORDING ?? '').fetch;
}
