import { escapeHtml as e } from './escape.ts';
import type { FieldError } from './tool-page.ts';

/** A form as it is shown: what was typed, and what is wrong with it. */
export interface FormState {
  entered: Readonly<Record<string, string>>;
  errors: readonly FieldError[];
}

export interface FieldLook {
  hint?: string | undefined;
  required?: boolean;
  most?: number;
  rows?: number;
}

type Control = (attributes: string, value: string) => string;

/** A labelled control with its hint, and what is wrong with it beside it; the id is the name. */
export function field(state: FormState, name: string, label: string, control: Control, { hint, required = false }: FieldLook = {}): string {
  const wrong = state.errors.filter((one) => one.field === name).map(({ text }) => `<p class="wrong">${e(text)}</p>`);
  const described = [...(hint === undefined ? [] : [`${name}-h`]), ...(wrong.length === 0 ? [] : [`${name}-w`])].join(' ');
  const attributes = [
    `id="${name}" name="${name}"`,
    required ? 'required' : '',
    described === '' ? '' : `aria-describedby="${described}"`,
    wrong.length === 0 ? '' : 'aria-invalid="true"',
  ]
    .filter((one) => one !== '')
    .join(' ');
  const help = hint === undefined ? '' : `<p class="hint" id="${name}-h">${hint}</p>`;
  const told = wrong.length === 0 ? '' : `<div id="${name}-w">${wrong.join('')}</div>`;
  return `<div class="field"><label for="${name}">${label}</label>${help}${told}${control(attributes, e(state.entered[name] ?? ''))}</div>`;
}

/** One line of text. */
export function line(state: FormState, name: string, label: string, look: FieldLook = {}): string {
  return field(
    state,
    name,
    label,
    (attributes, value) => `<input ${attributes} value="${value}" maxlength="${look.most ?? 300}" autocomplete="off">`,
    look,
  );
}

/** Several lines. */
export function area(state: FormState, name: string, label: string, look: FieldLook = {}): string {
  const { most = 4_000, rows = 3 } = look;
  return field(
    state,
    name,
    label,
    (attributes, value) =>
      `<textarea ${attributes} rows="${rows}" maxlength="${most}" autocomplete="off" spellcheck="false">\n${value}</textarea>`,
    look,
  );
}

/** A day. */
export function day(state: FormState, name: string, label: string, look: FieldLook = {}): string {
  return field(state, name, label, (attributes, value) => `<input type="date" ${attributes} value="${value}">`, look);
}

export type Choice = readonly [value: string, label: string];

/** One of several; what was typed and is none of them stays chosen, so that it can be told as wrong. */
export function select(state: FormState, name: string, label: string, choices: readonly Choice[], look: FieldLook = {}): string {
  const chosen = state.entered[name] ?? '';
  const isStranger = chosen !== '' && choices.every(([value]) => value !== chosen);
  const all: readonly Choice[] = isStranger ? [...choices, [chosen, chosen]] : choices;
  const options = all.map(([value, text]) => `<option value="${e(value)}"${value === chosen ? ' selected' : ''}>${e(text)}</option>`);
  return field(state, name, label, (attributes) => `<select ${attributes}>${options.join('')}</select>`, look);
}

/** A box to tick. */
export function tick(state: FormState, name: string, label: string, required = false): string {
  const checked = (state.entered[name] ?? '') === '' ? '' : ' checked';
  return `<label class="check"><input type="checkbox" name="${name}" value="1"${checked}${required ? ' required' : ''}><span>${label}</span></label>`;
}

/** What a body of form fields typed, empty fields left out. */
export function enteredOf(body: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (value === undefined || value.trim() === '' ? [] : [[name, value]])),
  );
}
