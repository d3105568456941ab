/* What the tests ask of a form, run inside the page: added to `asked`. */
globalThis.asked.forms ??= (() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const CONTROLS = 'input:not([type=hidden]):not([type=submit]),select,textarea';
  const TYPED = 'input[type=text],input:not([type]),input[type=search],textarea';
  const posted = () => all('form').filter((form) => form.method === 'post');
  const names = (controls) => [...new Set(controls.map((one) => one.name).filter((name) => name !== ''))];

  const forms = () =>
    posted().map((form) => ({
      action: form.getAttribute('action') ?? '',
      fields: names(all(CONTROLS, form)),
      asks: all('[required]', form).length > 0,
      typed: names(all(TYPED, form)),
    }));

  function emptied(control) {
    if (/^(checkbox|radio)$/.test(control.type)) control.checked = false;
    else if (control.tagName === 'SELECT') control.selectedIndex = control.querySelector('option[value=""]') ? 0 : control.selectedIndex;
    else control.value = '';
  }

  /** Sends a form by its last button with everything empty, but `typed` in its first text field. @returns whether it still stands there */
  function sendForm({ action, fields }, typed) {
    const form = posted().find((one) => one.getAttribute('action') === action && names(all(CONTROLS, one)).join() === fields.join());
    if (!form) return false;
    form.noValidate = true;
    for (const control of all(CONTROLS, form)) emptied(control);
    const [first] = all(TYPED, form);
    if (first && typed !== '') first.value = typed;
    const button = all('button:not([type=button])', form).at(-1);
    form.requestSubmit(button);
    return true;
  }

  const typedIn = (name) => all(`[name="${CSS.escape(name)}"]`).map((control) => control.value);

  function faultsOfField(control) {
    // One of several to choose from is marked as a whole.
    const field = control.closest('fieldset[aria-invalid],[role=radiogroup][aria-invalid]') ?? control;
    const told = (field.getAttribute('aria-describedby') ?? '').split(/\s+/).map((id) => document.getElementById(id));
    if (field.getAttribute('aria-invalid') !== 'true') return [`not marked as wrong: ${control.name}`];
    return told.some((e) => e?.textContent.trim()) ? [] : [`nothing beside it says what is wrong: ${control.name}`];
  }

  /** A refusal stands at the top, has the focus, leads to each wrong field, and the form is still there. */
  function refusalFaults(fields) {
    const alerts = all('[role=alert]').filter((e) => e.textContent.trim() !== '');
    const faults = [];
    if (alerts.length === 0) faults.push('no summary of what is wrong');
    if (fields.length > 0 && !fields.some((name) => typedIn(name).length > 0)) faults.push('the form is gone');
    const focus = document.activeElement;
    if (!alerts.some((e) => e.contains(focus)) && focus?.getAttribute('aria-invalid') !== 'true')
      faults.push(`the focus is at ${focus?.tagName.toLowerCase()}`);
    const links = alerts.flatMap((e) => all('a[href^="#"]', e));
    const targets = links.map((a) => document.getElementById(decodeURIComponent(a.hash.slice(1))));
    if (targets.includes(null)) faults.push('the summary leads nowhere');
    const wrong = new Set([...targets.filter((e) => e?.matches('input,select,textarea')), ...all('[aria-invalid=true]')]);
    if (fields.length > 0 && wrong.size === 0) faults.push('no field is marked as wrong');
    return [...faults, ...[...wrong].flatMap(faultsOfField)];
  }

  Object.assign(globalThis.asked, { sendForm, typedIn, refusalFaults });
  return forms;
})();
