import { putFile } from '../batches/files.ts';
import { sha256Hex } from '../ledger/entry.ts';
import { firstOf, parseMultipart } from '../platform/body.ts';
import type { PartyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import type { Call } from '../platform/route.ts';
import { fieldErrors } from './field-errors.ts';
import { type Entered, fieldAt, idOf, PAPERS } from './record-form.ts';
import { askedIn } from './regulator-desk.ts';
import type { FieldError } from './tool-page.ts';

type PageCall = Call<unknown, { lang?: string | undefined }>;

/** Fields and files of a form, however the browser sent it. @throws {Problem} invalid-input for what is no form */
export async function formOf({ request, raw }: Call): Promise<{ entered: Record<string, string>; files: [string, File][] }> {
  const form = await parseMultipart(raw, request.headers.get('content-type'));
  if (!form) throw noForm();
  const entered: Record<string, string> = {};
  const files: [string, File][] = [];
  for (const [name, value] of form) {
    if (typeof value === 'string') entered[name] = firstOf(value, 8_000);
    else if (value.size > 0) files.push([name, value]);
  }
  return { entered, files };
}

function noForm(): Problem {
  return invalidInput([
    {
      pointer: '',
      found: '…',
      expected: { zh: '页面上的表单', en: 'the form of the page' },
      fix: { zh: '返回页面重新提交', en: 'send it again from the page' },
    },
  ]);
}

/** @throws what is no refusal of what was typed */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof Problem) || error.status >= 500) throw error;
  return error;
}

export function errorsFor(error: unknown, entered: Entered, locale: 'zh' | 'en'): FieldError[] {
  if (!(error instanceof Problem)) throw error;
  return fieldErrors(error, locale, (pointer) => fieldAt(pointer, entered));
}

/** Papers that came with the form are stored first and named by their hash from then on, so that a refused form has them still. */
export async function storeFiles(
  deps: Deps,
  call: PageCall,
  caller: PartyCaller,
  { entered, files }: { entered: Record<string, string>; files: [string, File][] },
): Promise<FieldError[]> {
  const { locale } = askedIn(call);
  const errors: FieldError[] = [];
  for (const [name, file] of files) {
    const place = /^certificates\.(\d)\.file$/.exec(name)?.[1];
    if (place === undefined || Number(place) >= PAPERS) continue;
    const raw = new Uint8Array(await file.arrayBuffer());
    const sha256 = sha256Hex(raw);
    try {
      // The file says its own type; that of the form around it is another.
      const request = new Request(call.request.url, { headers: { 'Content-Type': file.type || 'application/octet-stream' } });
      await putFile(deps, { ...call, request, raw, params: { sha256 }, claim: undefined }, caller);
      entered[`certificates.${place}.fileSha256`] = sha256;
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error;
      errors.push({ field: idOf(name), text: error.detail[locale] });
    }
  }
  return errors;
}
