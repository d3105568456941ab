import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files } from './deps.ts';

/** Files in a folder, named by their SHA-256; a crash leaves the whole file or none. */
export function folderFiles(folder: string): Files {
  const place = (sha256: string) => join(folder, sha256.slice(0, 2), sha256);
  return {
    put: async (sha256, bytes) => {
      await mkdir(join(folder, sha256.slice(0, 2)), { recursive: true });
      const partial = `${place(sha256)}.${process.pid}.${performance.now()}.part`;
      await writeFile(partial, bytes, { flush: true });
      await rename(partial, place(sha256));
    },
    get: async (sha256) => {
      try {
        return new Uint8Array(await readFile(place(sha256)));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
  };
}
