import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bomOf, lockedToRun, npmSbom } from '../../src/ops/sbom.ts';

const root = join(import.meta.dirname, '..', '..');
const file = (name: string) => readFileSync(join(root, name), 'utf8');

describe('the bill of materials', () => {
  it('names every package the service runs with, each with its version and licence', () => {
    const needed = lockedToRun();
    const { bomFormat, components } = bomOf(npmSbom(), (one) => needed.has(one));
    expect(bomFormat).toBe('CycloneDX');
    const named = new Map(
      components.map((one) => [
        `${one.name}@${one.version}`,
        (one.licenses ?? []).map((said) => ('expression' in said ? said.expression : (said.license.id ?? said.license.name))),
      ]),
    );
    expect(needed.size).toBeGreaterThan(30);
    expect([...needed].filter((one) => !named.get(one)?.[0])).toEqual([]);
    const { dependencies } = JSON.parse(file('package.json')) as { dependencies: Record<string, string> };
    expect(Object.entries(dependencies).filter(([name, version]) => !named.has(`${name}@${version}`))).toEqual([]);
  });

  it('is not made while a licence is unknown', () => {
    const of = (component: object) => JSON.stringify({ bomFormat: 'CycloneDX', components: [component] });
    expect(() => bomOf(of({ name: 'nobodys', version: '1.0.0' }), () => true)).toThrow('nobodys@1.0.0');
    expect(bomOf(of({ name: 'png-js', version: '2.0.0' }), () => true).components[0]?.licenses).toEqual([{ license: { id: 'MIT' } }]);
    expect(() => bomOf(of({ name: 'png-js', version: '9.0.0' }), () => true)).toThrow('png-js@9.0.0');
  });
});

interface Audit {
  vulnerabilities?: Record<string, { severity: string; via: (string | { source: number; url: string; title: string })[] }>;
}

/** What the registry says of the packages the service runs with; undefined when it does not answer such questions. */
function audited(): Promise<Audit | undefined> {
  return new Promise((done) => {
    execFile('npm', ['audit', '--omit', 'dev', '--json'], { cwd: root, timeout: 20_000, maxBuffer: 64 * 1_048_576 }, (_, said) => {
      try {
        const audit = JSON.parse(said) as Audit;
        done(audit.vulnerabilities ? audit : undefined);
      } catch {
        done(undefined);
      }
    });
  });
}

describe('the advisories of the registry', () => {
  it('of severity high or worse are none that docs/architecture/security.md does not explain', async () => {
    const audit = await audited();
    if (!audit) {
      console.log('npm audit: the registry does not answer here; nothing was checked');
      return;
    }
    const page = file('docs/architecture/security.md');
    const grave = Object.values(audit.vulnerabilities ?? {})
      .filter(({ severity }) => severity === 'high' || severity === 'critical')
      .flatMap(({ via }) => via.flatMap((one) => (typeof one === 'string' ? [] : [one.url])));
    console.log(`npm audit: ${grave.length} advisories of severity high or worse`);
    expect(grave.filter((url) => !page.includes(url.split('/').at(-1) ?? url))).toEqual([]);
  }, 40_000);
});
