import type { Deps } from '../platform/deps.ts';
import { PERMISSIONS_POLICY } from '../platform/edge-headers.ts';
import { type Call, page } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { escapeHtml as e } from './escape.ts';
import { seeOther } from './regulator-desk.ts';
import { TOOL_CSP } from './stylesheet.ts';

/** A tool may read codes with the camera; nothing else is opened. */
const CAMERA_POLICY = PERMISSIONS_POLICY.replace('camera=()', 'camera=(self)');

/** A page of a signed-in tool: scripts of ours may run, nothing is kept on the way. */
export function sendTool(deps: Deps, status: number, html: string): Reply {
  return page(status, html, {
    'Cache-Control': 'no-store',
    ...(deps.scripts ? { 'Content-Security-Policy': TOOL_CSP, 'Permissions-Policy': CAMERA_POLICY } : {}),
  });
}

/** Where who is no party goes instead: to sign in and back, or to their own start page. */
export function partyElsewhere(call: Call): Reply | null {
  if (call.caller.kind === 'party') return null;
  if (call.caller.kind !== 'anonymous') return seeOther('/home');
  const { pathname, search } = new URL(call.request.url);
  return seeOther(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
}

export type ScanWords = { camera: string; photo: string };

/** Camera and photo beside a typed code; without script nothing of it is shown. `words` go to the script. */
export function scanBox(t: ScanWords, words: Record<string, string>, withCamera = true): string {
  const camera = withCamera
    ? `<button type="button" class="btn huge" data-camera hidden>${t.camera}</button><video playsinline muted hidden></video>`
    : '';
  return `<div class="scan" id="scan" data-words="${e(JSON.stringify(words))}">${camera}<label class="btn plain file" data-photo hidden>${t.photo}<input class="hide" type="file" accept="image/*" capture="environment"></label><p role="status" data-said></p></div>`;
}

export interface FieldError {
  /** Id of the field, where it is one. */
  field?: string;
  text: string;
}

/**
 * All that is wrong, at the top, where the focus starts; each leads to its field.
 * @param labelOf what a field is called, put before what is wrong with it
 */
export function errorSummary(
  errors: readonly FieldError[],
  title: string,
  labelOf: (field: string) => string | undefined = () => undefined,
): string {
  if (errors.length === 0) return '';
  const rows = errors.map(({ field, text }) => {
    if (field === undefined) return `<li>${e(text)}</li>`;
    const label = labelOf(field);
    return `<li><a class="tap" href="#${e(field)}">${label === undefined ? '' : `<b>${e(label)}</b> `}${e(text)}</a></li>`;
  });
  return `<div class="card red" tabindex="-1" autofocus role="alert"><p class="wrong">${title}</p><ul>${rows.join('')}</ul></div>`;
}
