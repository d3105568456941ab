import { z } from '@hono/zod-openapi';
import { kinds } from '../exchange/imports/kinds.ts';
import { type ImportKind, type ImportMode, importKinds, importModes } from '../exchange/imports/model.ts';
import { applyPreview, importReply, takeImport } from '../exchange/imports/receive.ts';
import { importRepository } from '../exchange/imports/repository.ts';
import { importParams } from '../exchange/imports/schemas.ts';
import { faultPage, jobInScope, jobView } from '../exchange/imports/views.ts';
import { firstOf, parseMultipart, UPLOAD_LIMIT } from '../platform/body.ts';
import type { Caller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { paging } from '../platform/fields.ts';
import { decodeCursor, PAGE_SIZE, pageOf } from '../platform/paging.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { IMPORTS_PATH, importPage, importsPage, type RefusedFile } from './import-page.ts';
import { everybody, html, PAGE } from './page-route.ts';
import { askedIn, seeOther, send } from './regulator-desk.ts';
import { deskName } from './regulator-views.ts';
import { scriptTags } from './scripts/scripts.ts';
import { sendTool } from './tool-page.ts';

const signedIn = { who: ['admin', 'authority', 'party'] } as const;
const query = z.object({
  lang: z.string().max(10).optional().openapi({ description: 'Language of the page', example: 'en' }),
  cursor: paging.cursor,
});
type Query = z.output<typeof query>;

/** Sheets for people: a form, what is wrong cell by cell, the sheet to correct. */
export function importPageRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: IMPORTS_PATH,
      id: 'importsPage',
      tag: 'pages',
      summary: 'Imports as a page',
      description: 'Templates, a form for a sheet, and what was imported before.',
      access: everybody,
      query,
      replies: { 200: PAGE, 303: { description: 'To sign-in' } },
      handle: (call) => showImports(deps, call),
    }),
    route({
      method: 'post',
      path: IMPORTS_PATH,
      id: 'importFromPage',
      tag: 'pages',
      summary: 'Check a sheet from the page',
      description: 'As POST /v1/imports?preview=true with the fields kind, mode and file of the form.',
      access: signedIn,
      query,
      body: z.looseObject({}),
      bodyKind: 'bytes',
      bodyLimit: UPLOAD_LIMIT,
      replies: { 303: { description: 'To the import' }, 422: html('The file is no such sheet; the page says why') },
      handle: (call) => checkFromPage(deps, call),
    }),
    route({
      method: 'get',
      path: `${IMPORTS_PATH}/{id}`,
      id: 'importPage',
      tag: 'pages',
      summary: 'One import as a page',
      description: 'How far it is, its wrong cells, and the link to the sheet with reasons.',
      access: everybody,
      params: importParams,
      query,
      replies: { 200: PAGE, 303: { description: 'To sign-in' } },
      handle: (call) => showImport(deps, call),
    }),
    route({
      method: 'post',
      path: `${IMPORTS_PATH}/{id}/application`,
      id: 'applyImportFromPage',
      tag: 'pages',
      summary: 'Record a preview from the page',
      description: 'As POST /v1/imports/{id}/application.',
      access: signedIn,
      params: importParams,
      query,
      body: z.looseObject({}),
      bodyKind: 'form',
      replies: { 303: { description: 'To the import' }, 409: html('It may not be recorded; the page says why') },
      handle: (call) => applyFromPage(deps, call),
    }),
  ];
}

function signInFirst(call: Call): Reply {
  const { pathname, search } = new URL(call.request.url);
  return seeOther(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
}

function askingOf(call: Call<unknown, Query>) {
  const { language, locale } = askedIn(call);
  return { language, locale, who: call.caller.kind === 'party' ? call.caller.party.name : deskName(call.caller, locale) };
}

function kindsFor(caller: Caller): ImportKind[] {
  return importKinds.filter((kind) => {
    const { right } = kinds[kind];
    return right === null ? caller.kind !== 'party' : caller.kind === 'party' && caller.rights.includes(right);
  });
}

async function showImports(deps: Deps, call: Call<unknown, Query>, wrong?: { status: number; refused: RefusedFile }): Promise<Reply> {
  if (call.caller.kind === 'anonymous') return signInFirst(call);
  const { language, locale, who } = askingOf(call);
  const rows = await importRepository(deps.store.read, call.caller).jobs(decodeCursor(call.query.cursor), PAGE_SIZE);
  const { items, next } = pageOf(
    rows,
    PAGE_SIZE,
    ({ at, id }) => ({ at, id }),
    (job) => jobView(job, locale),
  );
  const view = { who, kinds: kindsFor(call.caller), items, next, ...(wrong ? { refused: wrong.refused } : {}) };
  return send(wrong?.status ?? 200, importsPage(view, language));
}

async function checkFromPage(deps: Deps, call: Call<unknown, Query>): Promise<Reply> {
  const { locale } = askingOf(call);
  try {
    const sent = await formOf(call);
    const { job } = await takeImport(deps, call, { ...sent, preview: true }, once(sent.bytes));
    await importReply(deps, call, job, true);
    return seeOther(`${IMPORTS_PATH}/${job.publicId}`);
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error;
    const errors = error.errors.map(({ found, expected, fix }) => ({ found, expected: expected[locale], fix: fix[locale] }));
    return showImports(deps, call, { status: error.status, refused: { text: error.detail[locale], errors, ...(await chosenIn(call)) } });
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}

interface SentForm {
  kind: ImportKind;
  mode: ImportMode;
  fileName: string | null;
  bytes: Uint8Array;
}

const fields = z.object({ kind: z.enum(importKinds), mode: z.enum(importModes) });

function sentIn({ request, raw }: Call): Promise<FormData | null> {
  return parseMultipart(raw, request.headers.get('content-type'));
}

/** What was chosen on a form that is shown again. */
async function chosenIn(call: Call): Promise<{ kind?: string; mode?: string }> {
  const form = await sentIn(call);
  const [kind, mode] = [form?.get('kind'), form?.get('mode')];
  return { ...(typeof kind === 'string' ? { kind } : {}), ...(typeof mode === 'string' ? { mode } : {}) };
}

/** @throws {Problem} invalid-input for what is no such form */
async function formOf(call: Call): Promise<SentForm> {
  const form = await sentIn(call);
  const file = form?.get('file');
  const given = fields.safeParse({ kind: form?.get('kind'), mode: form?.get('mode') });
  if (!given.success || !file || typeof file === 'string') throw noSuchForm();
  return { ...given.data, fileName: firstOf(file.name.trim(), 200) || null, bytes: new Uint8Array(await file.arrayBuffer()) };
}

function noSuchForm(): Problem {
  return invalidInput([
    {
      pointer: '',
      found: '(missing)',
      expected: { zh: '内容种类、处理方式和一个文件', en: 'what it is, how to go on, and a file' },
      fix: { zh: '选择文件后再提交', en: 'choose a file and send it again' },
    },
  ]);
}

async function showImport(deps: Deps, call: Call<{ id: string }, Query>, error?: Problem): Promise<Reply> {
  if (call.caller.kind === 'anonymous') return signInFirst(call);
  const { language, locale, who } = askingOf(call);
  const job = await jobInScope(deps, call.caller, call.params.id);
  const errors = await faultPage(deps, job, { cursor: call.query.cursor }, locale);
  const { state, good, bad, mode } = job;
  const view = {
    who,
    job: jobView(job, locale),
    errors,
    mayApply: state === 'previewed' && good > 0 && (bad === 0 || mode === 'good-rows'),
    hasRejected: bad > 0 && ['previewed', 'rejected', 'finished'].includes(state),
    isRunning: ['previewing', 'checking', 'applying'].includes(state),
    mayRetry: bad > 0 || job.state === 'rejected' || jobView(job, locale).fileFaults.length > 0,
    head: scriptTags(deps.scripts, 'renew'),
    ...(error ? { error: error.detail[locale] } : {}),
  };
  return sendTool(deps, error?.status ?? 200, importPage(view, language));
}

async function applyFromPage(deps: Deps, call: Call<{ id: string }, Query>): Promise<Reply> {
  try {
    const job = await applyPreview(deps, call, call.params.id);
    await importReply(deps, call, job, true);
    return seeOther(`${IMPORTS_PATH}/${job.publicId}`);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'out-of-order') throw error;
    return showImport(deps, call, error);
  }
}
