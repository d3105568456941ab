import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { routesOf } from '../app.ts';
import type { Right } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { silentLog } from '../platform/log.ts';
import type { Access, Route } from '../platform/route.ts';
import { serviceRoutes } from '../platform/service-routes.ts';
import { migrateSqlite } from '../store/migrate.ts';
import { openSqlite } from '../store/sqlite.ts';

type Named = Exclude<Access['who'][number], 'public'>;

/** Who stands in a column of the table. */
export interface Role {
  id: string;
  zh: string;
  en: string;
  /** How access names it; a stranger has no name. */
  name: Named | null;
  /** The kind of party it is, or that it acts for. */
  kind?: string;
  pending?: boolean;
  inspector?: boolean;
  /** Acts for the party under a delegation. */
  delegate?: boolean;
  /** Its key or delegation carries every right but the one the operation needs. */
  lacking?: boolean;
}

const party = (id: string, zh: string, en: string, kind: string, more: Partial<Role> = {}): Role => ({
  id,
  zh,
  en,
  name: 'party',
  kind,
  ...more,
});
const office = (id: string, zh: string, en: string, more: Partial<Role> = {}): Role => ({ id, zh, en, name: 'authority', ...more });

/** The columns of the table, in their order. */
export const roles: readonly Role[] = [
  { id: 'anonymous', zh: '无密钥', en: 'nobody known', name: null },
  party('pending', '待核主体', 'party, pending', 'producer', { pending: true }),
  party('producer', '生产者', 'producer', 'producer'),
  party('retailer', '零售者', 'retailer', 'retailer'),
  party('laboratory', '检验机构', 'laboratory', 'laboratory'),
  party('market', '市场开办者', 'market operator', 'marketOperator'),
  party('delegate-without', '受托人（无此权限）', 'delegate without the right', 'producer', { delegate: true, lacking: true }),
  party('delegate', '受托人', 'delegate with the right', 'producer', { delegate: true }),
  party('staff-without', '员工（无此权限）', 'staff without the right', 'producer', { lacking: true }),
  office('inspector', '检查人员', 'inspector', { inspector: true }),
  office('officer', '执法人员', 'officer'),
  office('other-department', '别部门执法人员', 'officer of another department'),
  office('other-region', '别地执法人员', 'officer of another region'),
  { id: 'system', zh: '系统管理员', en: 'system administrator', name: 'admin' },
  { id: 'security', zh: '安全管理员', en: 'security administrator', name: 'security' },
  { id: 'audit', zh: '审计管理员', en: 'audit administrator', name: 'audit' },
];

/** May call; is sent to the sign-in; has no key (401); may not (403). */
export type Cell = 'yes' | 'sign-in' | 401 | 403;

/** A page of a person: open to strangers only to send them to the sign-in. */
export function isPersonal({ method, path, access, replies }: Route): boolean {
  const isNamed = access.who.includes('public') && access.who.length > 1;
  return isNamed && method === 'get' && 303 in replies && !path.startsWith('/sign-in');
}

/** The right a party in this role must carry for the operation. */
export function rightNeeded(access: Access, role: Role): Right | undefined {
  return access.right ?? (role.delegate ? access.delegateRight : undefined);
}

/** What the operation answers to the role, as its access is written: said again beside `admit` (src/platform/admit.ts), which the tests ask over HTTP. */
export function cellOf(route: Route, role: Role): Cell {
  const { access } = route;
  if (access.who.includes('public')) return openCell(route, role);
  if (role.name === null) return 401;
  if (!access.who.includes(role.name)) return 403;
  if (role.name === 'authority') return access.officer && role.inspector ? 403 : 'yes';
  return role.name === 'party' && !isPartyAllowed(access, role) ? 403 : 'yes';
}

/** The security and the audit administrator are strangers where they are not named. */
function openCell(route: Route, role: Role): Cell {
  const { access } = route;
  const isStranger = role.name === null || (['security', 'audit'].includes(role.name) && !access.who.includes(role.name));
  if (isPersonal(route) && isStranger) return 'sign-in';
  const isAsked = role.name === 'party' && (access.delegateRight !== undefined || access.ownOnly);
  return isAsked && !isPartyAllowed(access, role) ? 403 : 'yes';
}

function isPartyAllowed(access: Access, role: Role): boolean {
  if (role.pending && !access.pending) return false;
  if (role.delegate && access.ownOnly) return false;
  if (access.kinds && !access.kinds.includes(role.kind ?? '')) return false;
  return !(role.lacking && rightNeeded(access, role) !== undefined);
}

const MARKS: Record<string, string> = { yes: '✓', 'sign-in': '→', 401: '401', 403: '–' };

/** An asset's address changes with its content, its rights do not. */
const nameOf = ({ method, path }: Route) => `${method.toUpperCase()} ${path.replace(/\.[0-9a-f]{16}\./, '.….')}`;

/** What an operation asks beside who calls. */
function conditions({ access }: Route): string {
  return [
    ...(access.right ? [`\`${access.right}\``] : []),
    ...(access.delegateRight ? [`委托须含 delegate: \`${access.delegateRight}\``] : []),
    ...(access.ownOnly ? ['不得转委托 no delegate'] : []),
    ...(access.wholeParty ? ['委托须及于全部场所 delegate: all sites'] : []),
    ...(access.kinds ? [`仅 only: ${access.kinds.map((kind) => `\`${kind}\``).join(' ')}`] : []),
    ...(access.officer ? ['执法人员 officer'] : []),
  ].join('; ');
}

/** The page docs/architecture/rights.md, of the routes that are mounted. */
export function rightsPage(routes: readonly Route[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const sections = [...Map.groupBy(routes, (route) => route.tag)].map(([tag, own]) =>
    [
      `## ${tag}`,
      '',
      row(['operation', ...roles.map((_, n) => String(n + 1)), 'asks']),
      row(['---', ...roles.map(() => ':-:'), '---']),
      ...own.map((route) => row([`\`${nameOf(route)}\``, ...roles.map((role) => MARKS[cellOf(route, role)] ?? ''), conditions(route)])),
    ].join('\n'),
  );
  return `${[intro(routes.length), ...sections].join('\n\n')}\n`;
}

function intro(count: number): string {
  return [
    '# Who may call what',
    '',
    `Written by \`npm run rights:docs\` (\`src/ops/rights-docs.ts\`) from the routes that are mounted: ${count} operations × ${roles.length} roles = ${count * roles.length} cells.`,
    '`test/rights/table.test.ts` holds this page equal to the routes and asks every cell over HTTP.',
    '',
    '✓ may call (what it then finds is its scope: `docs/architecture/scope.md`) · → is sent to the sign-in · 401 no key · – 403. The right that an',
    'operation asks of a party is in the last column; “without the right” is a key or delegation that carries every other one.',
    'A delegate acts for a producer. Who is refused is refused before the body is read.',
    '',
    ...roles.map((role, n) => `${n + 1}. ${role.zh} · ${role.en}`),
    '',
    'Some rights hang on the record and not on the role: a report is written by the laboratory the sample went to, a receipt by the buyer, a void by',
    'the sender, a step of a case by the office that opened it, a hold is lifted by who placed it. `test/rights/objects.test.ts` tries each.',
  ].join('\n');
}

/** Every operation of the service: those of the modules and its own. */
export function allRoutes(deps: Deps): Route[] {
  const routes = routesOf(deps);
  return [...routes, ...serviceRoutes(deps, routes)];
}

/** The routes of a service nobody calls: what they are does not hang on what it holds. */
async function idleRoutes(): Promise<Route[]> {
  const folder = await mkdtemp(join(tmpdir(), 'suyuan-rights-'));
  const file = join(folder, 'empty.db');
  migrateSqlite(file);
  const store = openSqlite(file);
  try {
    return allRoutes({
      store,
      clock: () => 0,
      random: (count) => new Uint8Array(count),
      files: { put: async () => {}, get: async () => null },
      log: silentLog,
      publicUrl: 'https://trace.example',
      adminKeyHash: '',
      later: () => {},
    });
  } finally {
    await store.close();
    await rm(folder, { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await writeFile(join(import.meta.dirname, '..', '..', 'docs', 'architecture', 'rights.md'), rightsPage(await idleRoutes()));
