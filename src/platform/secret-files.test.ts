import { describe, expect, it } from 'vitest';
import { withSecretFiles } from './secret-files.ts';

const files: Record<string, string> = { '/run/secrets/key': 'a-key-of-some-length\n', '/run/secrets/empty': '\n' };

function read(file: string): string {
  const text = files[file];
  if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
  return text;
}

describe('a secret in a file', () => {
  it('counts as if it stood in the environment, without the line’s end', () => {
    expect(withSecretFiles({ PORT: '1', BOOTSTRAP_ADMIN_KEY_FILE: '/run/secrets/key' }, read).BOOTSTRAP_ADMIN_KEY).toBe(
      'a-key-of-some-length',
    );
    expect(withSecretFiles({ PORT: '1' }, read)).toEqual({ PORT: '1' });
  });

  it('stops the start when it cannot be read, is empty or is given twice, and says so of all of them without showing any', () => {
    const env = {
      DATABASE_URL_FILE: '/run/secrets/none',
      METRICS_TOKEN_FILE: '/run/secrets/empty',
      BOOTSTRAP_ADMIN_KEY: 'hunter2-hunter2-hunter2',
      BOOTSTRAP_ADMIN_KEY_FILE: '/run/secrets/key',
    };
    const start = () => withSecretFiles(env, read);
    expect(start).toThrow(/DATABASE_URL_FILE: \/run\/secrets\/none could not be read \(ENOENT\)/);
    expect(start).toThrow(/METRICS_TOKEN_FILE: \/run\/secrets\/empty is empty/);
    expect(start).toThrow(/BOOTSTRAP_ADMIN_KEY: given twice/);
    expect(start).not.toThrow(/hunter2|a-key-of/);
  });
});
