import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../platform/config.ts';
import { silentLog } from '../platform/log.ts';
import { start } from '../service.ts';
import type { Channel } from './channels.ts';

describe('a channel of the operator', () => {
  it('is handed in when the service is started', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'suyuan-channels-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const config = readConfig({ PORT: '0', DATABASE_URL: `file:${folder}/s.db`, FILES_DIR: `${folder}/files` });
    const sms: Channel = { name: 'sms', send: async () => {} };
    const running = await start(config, { log: silentLog, channels: [sms] });
    onTestFinished(() => running.stop());
    expect(running.deps.channels).toEqual([sms]);
  });
});
