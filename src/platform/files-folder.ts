import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files, LargeFiles } from './deps.ts';

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
    large: largeFiles(join(folder, 'imports')),
  };
}

/**
 * Files that never are in memory as a whole. Their name is known only when all of them has come, so they are written aside first. They
 * lie apart from the others: one that is refused is deleted, and somebody's evidence may have the same bytes.
 */
function largeFiles(folder: string): LargeFiles {
  const place = (sha256: string) => join(folder, sha256.slice(0, 2), sha256);
  return {
    take: async (pieces, limit) => {
      await mkdir(folder, { recursive: true });
      const partial = join(folder, `${process.pid}.${performance.now()}.part`);
      const taken = await written(partial, pieces, limit).catch(async (error: unknown) => {
        await rm(partial, { force: true });
        throw error;
      });
      if (!taken) {
        await rm(partial, { force: true });
        return null;
      }
      await mkdir(join(folder, taken.sha256.slice(0, 2)), { recursive: true });
      await rename(partial, place(taken.sha256));
      return taken;
    },
    read: (sha256) => createReadStream(place(sha256), { highWaterMark: 65_536 }),
    drop: (sha256) => rm(place(sha256), { force: true }),
  };
}

async function written(path: string, pieces: AsyncIterable<Uint8Array>, limit: number): Promise<{ sha256: string; size: number } | null> {
  const hash = createHash('sha256');
  const file = await open(path, 'w');
  let size = 0;
  try {
    for await (const piece of pieces) {
      size += piece.byteLength;
      if (size > limit) return null;
      hash.update(piece);
      await file.write(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), size };
}
