import { sha256Hex } from '../ledger/entry.ts';
import type { Bilingual } from './problem-detail.ts';
import { Problem } from './problems.ts';
import { type Refusal, shown } from './result.ts';

/** Largest JSON or form body, in bytes. */
export const BODY_LIMIT = 1_048_576;
/** Largest import or file, in bytes. */
export const UPLOAD_LIMIT = 33_554_432;
/** Nesting that no honest record needs. */
const DEPTH_LIMIT = 32;

/** A body of which no single field can be named: the pointer is the whole document (RFC 6901, 5). */
function refusedWhole(code: 'malformed-body' | 'too-large', detail: Bilingual, wrong: Refusal): Problem {
  return new Problem(code, detail, { errors: [{ pointer: '', ...wrong }] });
}

function tooLarge(request: Request, limit: number, found: string): Problem {
  return refusedWhole('too-large', tooLargeText(request, limit), {
    found,
    expected: { zh: `至多 ${limit} 字节`, en: `at most ${limit} bytes` },
    fix: { zh: '分批提交', en: 'send it in parts' },
  });
}

/**
 * The length a request announces, 0 for none.
 * @throws {Problem} too-large
 */
export function announcedWithin(request: Request, limit: number): number {
  const announced = Number(request.headers.get('content-length') ?? 0);
  if (announced > limit) throw tooLarge(request, limit, `${announced} B`);
  return announced;
}

/**
 * The raw bytes of a request, read no further than the limit.
 * @throws {Problem} too-large
 */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const announced = announcedWithin(request, limit);
  // Where a length is announced the server delivers no more than that, and reading at once is several times faster than by parts.
  if (announced > 0) return new Uint8Array(await request.arrayBuffer());
  if (!request.body) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += part.byteLength;
    if (size > limit) throw tooLarge(request, limit, `> ${limit} B`);
    parts.push(part);
  }
  if (parts.length === 1) return parts[0] as Uint8Array;
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.byteLength;
  }
  return whole;
}

/** What was too large, in a form what somebody chose. */
function tooLargeText(request: Request, limit: number): Bilingual {
  if (!/^multipart\/form-data/i.test(request.headers.get('content-type') ?? ''))
    return {
      zh: `内容超过 ${Math.floor(limit / 1024)} KiB，未保存任何内容；请分批提交。`,
      en: `The body is larger than ${Math.floor(limit / 1024)} KiB; nothing was stored. Send it in parts.`,
    };
  const most = Math.floor(limit / 1_048_576);
  return {
    zh: `所选文件合计超过 ${most} MB，未保存任何内容。`,
    en: `The chosen files are larger than ${most} MB together; nothing was stored.`,
  };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/**
 * UTF-8 text of a body; a byte order mark is dropped.
 * @throws {Problem} malformed-body when the bytes are not UTF-8
 */
export function textOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw refusedWhole(
      'malformed-body',
      {
        zh: '正文不是有效的 UTF-8 编码；请以 UTF-8 保存后重新提交。',
        en: 'The body is not valid UTF-8; save it as UTF-8 and send it again.',
      },
      {
        found: '(not UTF-8)',
        expected: { zh: 'UTF-8 编码的文本', en: 'text in UTF-8' },
        fix: { zh: '以 UTF-8 保存后重新提交', en: 'save it as UTF-8 and send it again' },
      },
    );
  }
}

/**
 * The JSON value of a body.
 * @throws {Problem} malformed-body with the place of the mistake, when it nests too deep or escapes what no database keeps
 */
export function parseJson(bytes: Uint8Array): unknown {
  const text = textOf(bytes);
  if (nestsDeeperThan(text, DEPTH_LIMIT))
    throw refusedWhole(
      'malformed-body',
      { zh: `JSON 嵌套超过 ${DEPTH_LIMIT} 层。`, en: `The JSON nests deeper than ${DEPTH_LIMIT} levels.` },
      {
        found: `> ${DEPTH_LIMIT}`,
        expected: { zh: `至多 ${DEPTH_LIMIT} 层嵌套`, en: `at most ${DEPTH_LIMIT} levels of nesting` },
        fix: { zh: '按接口文档的结构填写', en: 'take the structure of the API reference' },
      },
    );
  const value = parsed(text);
  // Half a character or NUL can come only by an escape: without one there is nothing to look for.
  const broken = /\\u(?:0000|d[89a-f])/i.test(text) ? unstorable(value) : undefined;
  if (broken === undefined) return value;
  throw brokenText(broken);
}

/**
 * A form's fields; a name that comes more than once is a list. Empty fields count as left out.
 * @throws {Problem} malformed-body
 */
export function parseForm(bytes: Uint8Array): Record<string, string | string[]> {
  const form: Record<string, string | string[]> = {};
  for (const [name, sent] of new URLSearchParams(textOf(bytes))) {
    const value = fieldText(name, sent);
    if (value === '') continue;
    const before = form[name];
    form[name] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value];
  }
  return form;
}

/**
 * The parts of a multipart form, its text as {@link parseForm} takes it; null where it was cut or is no such form.
 * @throws {Problem} malformed-body
 */
export async function parseMultipart(bytes: Uint8Array, type: string | null): Promise<FormData | null> {
  const headers = { 'Content-Type': type ?? '' };
  const sent = await new Response(bytes as Uint8Array<ArrayBuffer>, { headers }).formData().catch(() => null);
  if (sent === null) return null;
  const form = new FormData();
  for (const [name, value] of sent)
    if (typeof value === 'string') form.append(name, fieldText(name, value));
    else form.append(fieldText(name, name), value, fieldText(name, value.name));
  return form;
}

/** @throws {Problem} malformed-body for NUL, which no database keeps */
function fieldText(name: string, sent: string): string {
  // A browser ends each line of a text field by CR LF, whatever was typed.
  const value = sent.replace(/\r\n?/g, '\n');
  if (`${name}${value}`.includes('\0')) throw brokenText(firstOf(value, 40));
  return value;
}

/** The first characters of a text, none of them cut in two. */
export function firstOf(text: string, most: number): string {
  return text.length <= most ? text : Array.from(text).slice(0, most).join('');
}

function brokenText(text: string): Problem {
  return refusedWhole(
    'malformed-body',
    {
      zh: `文本 ${JSON.stringify(text)} 含有不完整的字符；请删除。`,
      en: `The text ${JSON.stringify(text)} holds what is no whole character; delete it.`,
    },
    {
      found: JSON.stringify(text),
      expected: { zh: '由完整字符组成的文本', en: 'text of whole characters' },
      fix: { zh: '删除不完整的字符', en: 'delete the broken character' },
    },
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const place = error instanceof Error ? error.message : String(error);
    throw refusedWhole(
      'malformed-body',
      { zh: `正文不是有效的 JSON：${place}`, en: `The body is not valid JSON: ${place}` },
      {
        found: shown(place),
        expected: { zh: '一个完整的 JSON 值', en: 'one whole JSON value' },
        fix: { zh: '改正所指位置的写法', en: 'mend the text at that place' },
      },
    );
  }
}

/** The first text no database keeps and no canonical JSON has. */
function unstorable(value: unknown): string | undefined {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0') ? undefined : value.slice(0, 40);
  if (value === null || typeof value !== 'object') return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = unstorable(key) ?? unstorable(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Counts brackets outside strings, so that a bomb of brackets is refused before it is parsed. */
function nestsDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === QUOTE) i = stringEnd(text, i);
    else if (c === OPEN_LIST || c === OPEN_OBJECT) depth++;
    else if (c === CLOSE_LIST || c === CLOSE_OBJECT) depth--;
    if (depth > limit) return true;
  }
  return false;
}

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [34, 92, 91, 93, 123, 125];

/** Where the string that begins at `start` ends. */
function stringEnd(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text.charCodeAt(i) !== QUOTE) i += text.charCodeAt(i) === BACKSLASH ? 2 : 1;
  return i;
}

/** What an idempotency key was used for. */
export function fingerprintOf(method: string, path: string, raw: Uint8Array): string {
  return sha256Hex(Buffer.concat([Buffer.from(`${method} ${path}\n`), raw]));
}
