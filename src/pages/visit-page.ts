import type { VisitPlace } from '../enforcement/visits.ts';
import { escapeHtml as e } from './escape.ts';
import { onceField } from './form-once.ts';
import { deskPage } from './layout.ts';
import { photoStrip } from './photos.ts';
import { regulatorNav, VISIT_PATH } from './regulator-nav.ts';
import { VISIT_TEXT } from './text-visit.ts';
import { errorSummary, type FieldError, scanBox } from './tool-page.ts';
import type { Language } from './view.ts';

export interface VisitView {
  who: string;
  /** What was scanned or typed; empty before. */
  code: string;
  places: readonly VisitPlace[];
  rules: readonly { id: string; title: string }[];
  /** As the form was sent, or as it begins. `photos` are hashes of those received; `once` is the key this note is recorded under. */
  entered: { place?: string; rule?: string; seenAt: string; text?: string; photos: readonly string[]; once: string };
  errors: readonly FieldError[];
  /** Elements of `<head>`. */
  head: string;
}

type Text = (typeof VISIT_TEXT)[Language];

/**
 * An officer's note on the spot: find the place by a code, say what was seen, add photos. Big targets, the button within reach of a thumb.
 * Once a place was found all is one form, so that looking for another keeps what was typed and taken.
 */
export function visitPage(view: VisitView, language: Language): string {
  const t = VISIT_TEXT[language];
  const nobody = view.code !== '' && view.places.length === 0 ? `<p class="card ochre" role="status">${t.none}</p>` : '';
  const isBegun = view.places.length > 0 || view.errors.length > 0 || (view.entered.text ?? '') !== '' || view.entered.photos.length > 0;
  const form = isBegun
    ? `<form method="post" action="${VISIT_PATH}" enctype="multipart/form-data">${onceField(view.entered.once)}${find(view, t, true)}${nobody}${noteFields(view, t, language)}</form>`
    : `<form method="get" action="${VISIT_PATH}">${find(view, t, false)}</form>${nobody}`;
  const main = `<div class="in">${regulatorNav('visit', language)}<div class="head"><h1>${t.title}</h1><p class="quiet">${t.note}</p></div>${errorSummary(view.errors, t.problems)}${form}</div>`;
  const here = view.code === '' ? '' : new URLSearchParams({ code: view.code }).toString();
  return deskPage({ language, title: t.title, main, here, who: view.who, head: view.head });
}

/* The first button of a form is the one Enter presses: it looks, it does not record. */
function find(view: VisitView, t: Text, inForm: boolean): string {
  const name = inForm ? ' name="do" value="find" formnovalidate' : '';
  return `<section class="card">${scanBox(t, t.script)}<div class="field"><label for="code">${t.code}</label><p class="hint" id="code-h">${t.codeHint}</p><input id="code" name="code" value="${e(view.code)}" maxlength="300" required aria-describedby="code-h" autocomplete="off"></div><button class="btn plain full" id="find"${name}>${t.find}</button></section>`;
}

function noteFields(view: VisitView, t: Text, language: Language): string {
  const { entered, places } = view;
  const chosen = places.length === 1 ? placeValue(places[0]) : entered.place;
  const options = places.map((one, i) => {
    const value = placeValue(one);
    return `<label class="check"><input type="radio" ${i === 0 ? 'id="place" ' : ''}name="place" value="${e(value)}"${value === chosen ? ' checked' : ''}><span><b>${e(one.party.name)}</b><br>${e(one.site.name)} · ${e(one.site.place)}</span></label>`;
  });
  const rules = view.rules.map(
    (one) => `<option value="${e(one.id)}"${one.id === entered.rule ? ' selected' : ''}>${e(one.title)}</option>`,
  );
  const kept = entered.photos.map((hash) => `<input type="hidden" name="photo" value="${e(hash)}">`).join('');
  const received =
    entered.photos.length === 0
      ? ''
      : `<p class="tag ok">${t.kept(entered.photos.length)}</p>${photoStrip(entered.photos, language, false)}`;
  const fields = [
    places.length === 0
      ? ''
      : `<fieldset class="field"><legend class="label">${t.where}</legend>${wrong('place', view)}${options.join('')}</fieldset>`,
    `<div class="field"><label for="rule">${t.what}</label><select id="rule" name="rule">${rules.join('')}</select></div>`,
    `<div class="field"><label for="text">${t.text}</label><p class="hint" id="text-h">${t.textHint}</p>${wrong('text', view)}<textarea id="text" name="text" rows="3" maxlength="2000" ${marks('text', view)}>${e(entered.text ?? '')}</textarea></div>`,
    `<div class="field"><label for="photos">${t.files}</label><p class="hint" id="photos-h">${t.filesHint}</p>${wrong('photos', view)}${received}${kept}<input id="photos" name="photos" type="file" accept="image/jpeg,image/png" capture="environment" multiple ${marks('photos', view)}></div>`,
    `<div class="field"><label for="seenAt">${t.seenAt}</label><p class="hint" id="seenAt-h">${t.seenAtHint}</p>${wrong('seenAt', view)}<input id="seenAt" name="seenAt" type="datetime-local" value="${e(entered.seenAt)}" ${marks('seenAt', view)}></div>`,
  ];
  return `<section class="card">${fields.join('')}</section><div class="go"><button class="btn huge">${t.save}</button></div>`;
}

/** Party and site in one value of the form. */
export const placeValue = (one: VisitPlace | undefined): string => (one === undefined ? '' : `${one.party.id} ${one.site.id}`);

const errorAt = (field: string, { errors }: VisitView) => errors.find((one) => one.field === field);

function wrong(field: string, view: VisitView): string {
  const error = errorAt(field, view);
  return error === undefined ? '' : `<p class="wrong" id="${field}-e">${e(error.text)}</p>`;
}

function marks(field: string, view: VisitView): string {
  const isWrong = errorAt(field, view) !== undefined;
  return `aria-describedby="${field}-h${isWrong ? ` ${field}-e` : ''}"${isWrong ? ' aria-invalid="true"' : ''}`;
}
