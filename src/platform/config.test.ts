import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

describe('the configuration', () => {
  it('keeps the keys beside the folder of files unless it is told otherwise', () => {
    expect(readConfig({}).signingKeyFile).toBe('data/signing.key');
    expect(readConfig({ FILES_DIR: '/srv/suyuan/files' }).signingKeyFile).toBe('/srv/suyuan/signing.key');
    expect(readConfig({ SIGNING_KEY_FILE: '/etc/suyuan/key' }).signingKeyFile).toBe('/etc/suyuan/key');
    expect(readConfig({ FILES_DIR: '/srv/suyuan/files', SIGNING_KEY_FILE: '/etc/suyuan/key' }).sealingKeyFile).toBe(
      '/srv/suyuan/sealing.key',
    );
    expect(readConfig({ SEALING_KEY_FILE: '/etc/suyuan/seal' }).sealingKeyFile).toBe('/etc/suyuan/seal');
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

  it('takes how much may be under way at once, within its bounds', () => {
    const usual = { reads: 1_024, writes: 256, bodies: 1_024, bodiesPerAddress: 64, bytes: 268_435_456, bytesPerAddress: 67_108_864 };
    expect(readConfig({}).admission).toEqual(usual);
    const names = ['UNDERWAY_READS', 'UNDERWAY_WRITES', 'UNDERWAY_BODIES', 'UNDERWAY_BODIES_PER_ADDRESS', 'UNDERWAY_MIB'];
    const given = (values: readonly number[]) =>
      readConfig(Object.fromEntries(names.map((name, i) => [name, String(values[i])]))).admission;
    expect(given([16, 4, 16, 1, 64])).toEqual({
      reads: 16,
      writes: 4,
      bodies: 16,
      bodiesPerAddress: 1,
      bytes: 67_108_864,
      bytesPerAddress: 33_554_432,
    });
    expect(given([65_536, 4_096, 16_384, 16_384, 65_536])).toEqual({
      reads: 65_536,
      writes: 4_096,
      bodies: 16_384,
      bodiesPerAddress: 16_384,
      bytes: 68_719_476_736,
      bytesPerAddress: 17_179_869_184,
    });
    for (const values of [
      [15, 3, 15, 0, 63],
      [65_537, 4_097, 16_385, 16_385, 65_537],
    ]) {
      const told = () => given(values);
      for (const [i, name] of names.entries()) expect(told).toThrow(`${name}: found "${values[i]}", expected a whole number from `);
    }
    expect(() => readConfig({ UNDERWAY_READS: '1e3' })).toThrow('UNDERWAY_READS: found "1e3"');
  });
});
