import { join } from 'node:path';
import { build } from 'esbuild';
import { migrationsOf } from '../store/migrate.ts';

const root = join(import.meta.dirname, '..', '..');

/** Makes the verifier as one file that runs on Node 24.10 or newer without the service or its packages. */
export async function buildVerifier(outfile: string): Promise<void> {
  await build({
    entryPoints: [join(root, 'src/ops/verify/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    external: ['pg-native'],
    define: { VERIFIER_MIGRATIONS: JSON.stringify(migrationsOf('sqlite')) },
    // The PostgreSQL client is CommonJS and asks for Node's modules by `require`.
    banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
    legalComments: 'inline',
    logLevel: 'warning',
  });
}
