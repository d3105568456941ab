import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { routesOf } from '../app.ts';
import type { Deps } from '../platform/deps.ts';
import { silentLog } from '../platform/log.ts';
import { openApiDocument } from '../platform/openapi.ts';
import { migrateSqlite } from '../store/migrate.ts';
import { openSqlite } from '../store/sqlite.ts';
import { buildVerifier } from './build-verifier.ts';
import { type Document, operationTable, operationTypes } from './client-types.ts';

const source = resolve(import.meta.dirname, '..');

/** Writes `client.js` and `client.d.ts`, a client of this very service without dependencies, into a folder. */
export async function buildAssets(folder: string): Promise<void> {
  const document = await describedOperations();
  mkdirSync(folder, { recursive: true });
  await build({
    stdin: { contents: entry(document), resolveDir: source, loader: 'ts' },
    outfile: join(folder, 'client.js'),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'error',
  });
  writeFileSync(join(folder, 'client.d.ts'), declarations(document));
}

function entry(document: Document): string {
  return [
    "import { connect } from './client.ts';",
    "export { Refusal } from './client.ts';",
    "export { linesOf, recordsOf } from './client-records.ts';",
    `export const operations = ${JSON.stringify(operationTable(document))};`,
    'export const suyuan = (options: Parameters<typeof connect>[1]) => connect(operations, options);',
  ].join('\n');
}

/** The OpenAPI document of the service; a store in a file of its own stands behind it, since routes are made over one. */
async function describedOperations(): Promise<Document> {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-build-'));
  const file = join(folder, 'suyuan.db');
  migrateSqlite(file);
  const store = openSqlite(file);
  const files: Deps['files'] = { put: async () => {}, get: async () => null };
  const publicUrl = 'https://trace.example';
  const deps: Deps = {
    store,
    files,
    clock: Date.now,
    random: (count) => new Uint8Array(count),
    log: silentLog,
    publicUrl,
    adminKeyHash: '',
    later: () => {},
  };
  try {
    return openApiDocument(routesOf(deps), publicUrl, '') as unknown as Document;
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
}

/** The compiler's own declarations of the client, with the types of the operations. */
function declarations(document: Document): string {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-types-'));
  const compiler = join(source, '..', 'node_modules', 'typescript', 'bin', 'tsc');
  const options =
    '--ignoreConfig --declaration --emitDeclarationOnly --strict --exactOptionalPropertyTypes --target ES2024 --module ESNext'.split(' ');
  const libraries = ['--moduleResolution', 'Bundler', '--lib', 'ES2024,DOM,DOM.Iterable', '--outDir', folder];
  try {
    execFileSync(process.execPath, [compiler, ...options, ...libraries, join(source, 'client.ts'), join(source, 'client-records.ts')]);
    const own = ['client.d.ts', 'client-records.d.ts'].map((file) =>
      readFileSync(join(folder, file), 'utf8').replace(/^export \{\};\n/m, ''),
    );
    const start = [
      '/** A client of the service at an address. */',
      'export declare function suyuan(options: ClientOptions): Client<Operations>;',
    ];
    return [...own, operationTypes(document), ...start, ''].join('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === import.meta.filename) {
  const folder = resolve(process.argv[2] ?? 'dist');
  await buildAssets(folder);
  await buildVerifier(join(folder, 'verify.mjs'));
  console.log(`${join(folder, 'client.js')}\n${join(folder, 'client.d.ts')}\n${join(folder, 'verify.mjs')}`);
}
