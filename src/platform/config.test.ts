import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

describe('the configuration', () => {
  it('keeps the signing key beside the folder of files unless it is told otherwise', () => {
    expect(readConfig({}).signingKeyFile).toBe('data/signing.key');
    expect(readConfig({ FILES_DIR: '/srv/suyuan/files' }).signingKeyFile).toBe('/srv/suyuan/signing.key');
    expect(readConfig({ SIGNING_KEY_FILE: '/etc/suyuan/key' }).signingKeyFile).toBe('/etc/suyuan/key');
  });

  it('gives up a signed tree only by its size and a reason', () => {
    expect(readConfig({}).ledgerResume).toBeUndefined();
    expect(readConfig({ LEDGER_RESUME: '184201 磁盘损坏，恢复备份' }).ledgerResume).toEqual({
      size: 184_201,
      reason: '磁盘损坏，恢复备份',
    });
    for (const text of ['', 'yes', '184201', '184201 x', 'all 磁盘损坏，恢复备份'])
      expect(() => readConfig({ LEDGER_RESUME: text }), text).toThrow(`LEDGER_RESUME: found "${text}"`);
  });
});
