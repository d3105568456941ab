/**
 * npm run -s sbom > suyuan.cdx.json
 *
 * The software bill of materials in CycloneDX: every package the service runs with, its version, hash and licence. It is npm's own, from the
 * lock file; licences that a package states only in its text stand here.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Component {
  'bom-ref'?: string;
  name: string;
  version: string;
  /** An SPDX name, or an expression of several. */
  licenses?: ({ license: { id?: string; name?: string } } | { expression: string })[];
}

export interface Bom {
  bomFormat: string;
  components: Component[];
  dependencies?: { ref: string; dependsOn: string[] }[];
}

interface Locked {
  version?: string;
  dev?: boolean;
  devOptional?: boolean;
  peer?: boolean;
}

const root = join(import.meta.dirname, '..', '..');

/** The packages of the lock file that the service runs with, as `name@version`: not those for development, nor those others only get along with. */
export function lockedToRun(): Set<string> {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> };
  const run = Object.entries(packages).filter(([path, one]) => path !== '' && !one.dev && !one.devOptional && !one.peer);
  return new Set(run.map(([path, { version }]) => `${path.replace(/^.*node_modules\//, '')}@${version}`));
}

/** Read in the LICENSE file of the package, whose package.json names none. */
const READ_BY_HAND: Readonly<Record<string, string>> = { 'png-js@2.0.0': 'MIT' };

/**
 * What the service runs with, of all that is locked.
 * @throws {Error} naming the packages whose licence nobody has read
 */
export function bomOf(npmSays: string, isRun: (nameAndVersion: string) => boolean): Bom {
  const bom = JSON.parse(npmSays) as Bom;
  const running = bom.components.filter((one) => isRun(`${one.name}@${one.version}`));
  const components = running.map((one) => {
    const read = READ_BY_HAND[`${one.name}@${one.version}`];
    return one.licenses?.length || !read ? one : { ...one, licenses: [{ license: { id: read } }] };
  });
  const unknown = components.filter((one) => !one.licenses?.length).map((one) => `${one.name}@${one.version}`);
  if (unknown.length > 0) throw new Error(`Read the licence of ${unknown.join(', ')} and note it in src/ops/sbom.ts.`);
  const refs = new Set(components.map((one) => one['bom-ref']));
  const dependencies = bom.dependencies
    ?.filter(({ ref }) => refs.has(ref))
    .map((one) => ({ ...one, dependsOn: one.dependsOn.filter((to) => refs.has(to)) }));
  return { ...bom, components, ...(dependencies ? { dependencies } : {}) };
}

/**
 * What npm says of the lock file, which needs neither the network nor installed packages. All of it, since `--omit dev` leaves out packages
 * that something for development needs too.
 */
export function npmSbom(): string {
  const args = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'];
  return execFileSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1_048_576, stdio: ['ignore', 'pipe', 'ignore'] });
}

if (import.meta.main) {
  const run = lockedToRun();
  console.log(
    JSON.stringify(
      bomOf(npmSbom(), (one) => run.has(one)),
      null,
      2,
    ),
  );
}
