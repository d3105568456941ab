import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Scripts } from './scripts.ts';

const OWN = ['decode.js', 'displays.js', 'queue.js', 'receive.js', 'record.js', 'renew.js', 'scan.js', 'visit.js', 'worker.js'];

/** The scripts beside this file and the reader of codes from its package, as they lie on disk; only our own are read at the start. */
export function folderScripts(): Scripts {
  const own = new Map<string, Uint8Array<ArrayBuffer>>(
    OWN.map((name) => [name, Uint8Array.from(readFileSync(join(import.meta.dirname, name)))]),
  );
  const require = createRequire(import.meta.url);
  const dist = join(dirname(require.resolve('zxing-wasm/reader')), '..', '..');
  const script = join(dist, 'iife', 'reader', 'index.js');
  const hash = createHash('sha256').update(readFileSync(script));
  for (const bytes of own.values()) hash.update(bytes);
  return {
    version: hash.digest('hex').slice(0, 16),
    read: async (name) => {
      if (name === 'zxing.wasm') return Uint8Array.from(await readFile(join(dist, 'reader', 'zxing_reader.wasm')));
      // The package's one-file form makes a global; the pages import it.
      if (name === 'zxing.js') return Uint8Array.from(Buffer.from(`${await readFile(script, 'utf8')}\nexport default ZXingWASM;\n`));
      return own.get(name) ?? null;
    },
  };
}
