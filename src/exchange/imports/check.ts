import { Problem } from '../../platform/problems.ts';
import { zodProblems } from '../../platform/zod-problems.ts';
import { valueAt } from './documents.ts';
import { WouldCommit } from './dry-store.ts';
import type { FaultCode } from './faults.ts';
import type { Body, Kind, Work } from './kinds.ts';
import type { CodedProblem } from './placing.ts';

/**
 * Everything that is wrong with a body: what its schema says, and, of what is left, what the use case would refuse. Nothing is recorded
 * over a dry store. An empty list: it may be recorded.
 */
export async function problemsWith(kind: Kind, work: Work, made: Body): Promise<CodedProblem[]> {
  const body = withSite(kind.shape(made), work);
  const schema = kind.schema(body);
  const read = schema.safeParse(body);
  if (read.success) return refusalsOf(kind, work, read.data as Body);
  const told = zodProblems(read.error.issues, body);
  const rest = withoutFaults(kind, body, told);
  if (!rest) return told;
  const more = await refusalsOf(kind, work, rest.body);
  return [...told, ...more.map((problem) => ({ ...problem, pointer: backAt(problem.pointer, rest.lines) }))];
}

/** The body that may be recorded, after it was checked. */
export function readyBody(kind: Kind, work: Work, made: Body): Body {
  const body = withSite(kind.shape(made), work);
  return kind.schema(body).parse(body) as Body;
}

function withSite(body: Body, work: Work): Body {
  const id = typeof body.site === 'string' ? work.sites.get(body.site) : undefined;
  return id === undefined ? body : { ...body, site: id };
}

async function refusalsOf(kind: Kind, work: Work, body: Body): Promise<CodedProblem[]> {
  try {
    await (kind.check ? kind.check(work, body) : kind.record(work, [body]));
    return [];
  } catch (error) {
    if (error instanceof WouldCommit) return [];
    if (error instanceof Problem && error.status < 500) return detailsOf(kind, body, error);
    throw error;
  }
}

const byProblem: Partial<Record<Problem['code'], FaultCode>> = {
  'not-found': 'unknown-record',
  conflict: 'recorded-already',
  'already-ended': 'recorded-already',
};

/** The details of a refusal; one without details is about the document as a whole. */
export function detailsOf(kind: Kind, body: Body, problem: Problem): CodedProblem[] {
  if (problem.errors.length > 0) return problem.errors;
  return [
    {
      pointer: kind.identity,
      found: String(valueAt(body, kind.identity) ?? ''),
      expected: problem.detail,
      fix: { zh: '核对后更正，或删去这一行', en: 'correct it, or delete the row' },
      code: byProblem[problem.code] ?? 'refused',
    },
  ];
}

interface Rest {
  body: Body;
  /** Places in the original body of the lines that are left. */
  lines: number[] | null;
}

/** The body without what its schema refuses, so that the rest is looked at as well; null when nothing of use is left. */
function withoutFaults(kind: Kind, body: Body, told: readonly CodedProblem[]): Rest | null {
  const rest = structuredClone(body);
  const wrongLines = new Set(told.flatMap(({ pointer }) => /^\/lines\/(\d+)/.exec(pointer)?.[1] ?? []));
  for (const { pointer } of told) if (!pointer.startsWith('/lines')) removeAt(rest, pointer);
  const lines = Array.isArray(rest.lines) ? rest.lines : null;
  const kept = lines?.flatMap((_, i) => (wrongLines.has(String(i)) ? [] : [i])) ?? null;
  if (lines && kept) rest.lines = kept.map((i) => lines[i]);
  return parsed(kind, rest, kept) ?? parsed(kind, standing(kind, rest, told), kept);
}

function parsed(kind: Kind, body: Body, lines: number[] | null): Rest | null {
  const read = kind.schema(body).safeParse(body);
  return read.success ? { body: read.data as Body, lines } : null;
}

/** Whole fields that hold a fault taken out, and something right put in where one is needed. */
function standing(kind: Kind, body: Body, told: readonly CodedProblem[]): Body {
  const rest = { ...body };
  for (const { pointer } of told) {
    const [, field = ''] = pointer.split('/');
    if (field === 'lines') continue;
    delete rest[field];
    if (field in kind.stand) rest[field] = kind.stand[field];
  }
  return rest;
}

function removeAt(body: Body, pointer: string): void {
  const at = pointer.lastIndexOf('/');
  const parent = at === 0 ? body : valueAt(body, pointer.slice(0, at));
  if (at < 0 || parent === null || typeof parent !== 'object' || Array.isArray(parent)) return;
  delete (parent as Body)[pointer.slice(at + 1)];
}

function backAt(pointer: string, lines: number[] | null): string {
  if (!lines) return pointer;
  return pointer.replace(/^\/lines\/(\d+)/, (_, i: string) => `/lines/${lines[Number(i)] ?? i}`);
}
