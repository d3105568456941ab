/* Progress of long work, renewed while it is looked at; without it the page is loaded again by its link. */

const progress = document.getElementById('progress');
/** `data-every`: milliseconds between two looks; what is finished has none. */
if (progress && progress.dataset.every !== undefined) {
  const say = () => {
    for (const note of progress.querySelectorAll('[data-live]')) note.hidden = false;
  };
  let asSent = progress.innerHTML;
  say();
  const isTyped = (field) => field.value !== field.defaultValue || Boolean(field.checked) !== Boolean(field.defaultChecked);
  // A list in which none is marked begins with its first.
  const isChosen = ({ options, selectedIndex }) =>
    selectedIndex !== Math.max(0, [...options].map((option) => option.defaultSelected).lastIndexOf(true));
  const hasTyped = () =>
    [...progress.querySelectorAll('input, textarea')].some(isTyped) || [...progress.querySelectorAll('select')].some(isChosen);
  // Whoever reads a row in it, stands on a link or has begun to type keeps it until done, also who began while it was asked for.
  const isInUse = () => document.hidden || progress.contains(document.activeElement) || hasTyped();
  const renew = async () => {
    if (isInUse()) return;
    try {
      const reply = await fetch(location.href, { headers: { Accept: 'text/html' } });
      if (!reply.ok || reply.redirected) return;
      const fresh = new DOMParser().parseFromString(await reply.text(), 'text/html').getElementById('progress');
      if (!fresh || isInUse()) return;
      // What is as it was stays as it is: nothing flickers, and nothing is taken away from under a screen reader.
      if (fresh.innerHTML !== asSent) {
        asSent = fresh.innerHTML;
        progress.textContent = '';
        progress.append(...fresh.childNodes);
      }
      if (fresh.dataset.every === undefined) clearInterval(looking);
      say();
    } catch (_) {
      // Without network what stands there stands until the next look.
    }
  };
  const looking = setInterval(renew, Number(progress.dataset.every));
  document.addEventListener('visibilitychange', renew);
}
