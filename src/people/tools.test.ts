import { describe, expect, it } from 'vitest';
import { peopleTools } from './tools.ts';

const tools = peopleTools('a secret of the tests, 32 characters');

describe('the tools of signing in', () => {
  it('hash a password with a salt of its own each time, and know it again', async () => {
    const [one, other] = [await tools.hash('correct horse battery'), await tools.hash('correct horse battery')];
    expect(one).not.toBe(other);
    expect(one).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/);
    expect(await tools.verify(one, 'correct horse battery')).toBe(true);
    expect(await tools.verify(one, 'correct horse batterx')).toBe(false);
  });

  it('seal what another key does not open, nor anybody who changed it', async () => {
    const sealed = await tools.seal('a secret');
    expect(sealed).not.toContain('a secret');
    expect(await tools.open(sealed)).toBe('a secret');
    await expect(peopleTools('another secret, also 32 characters').open(sealed)).rejects.toThrow();
    const changed = sealed.slice(0, -1) + (sealed.endsWith('0') ? '1' : '0');
    await expect(tools.open(changed)).rejects.toThrow();
  });
});
