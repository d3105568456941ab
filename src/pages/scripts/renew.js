/* Progress of long work, renewed while it is looked at; without it the page is loaded again by its link. */

const progress = document.getElementById('progress');
/** `data-every`: milliseconds between two looks; what is finished has none. */
if (progress?.dataset.every !== undefined) {
  const say = () => {
    for (const note of progress.querySelectorAll('[data-live]')) note.hidden = false;
  };
  say();
  const renew = async () => {
    // Whoever reads a row in it or stands on a link keeps it until done.
    if (document.hidden || progress.contains(document.activeElement)) return;
    try {
      const reply = await fetch(location.href, { headers: { Accept: 'text/html' } });
      if (!reply.ok || reply.redirected) return;
      const fresh = new DOMParser().parseFromString(await reply.text(), 'text/html').getElementById('progress');
      if (!fresh) return;
      progress.replaceChildren(...fresh.childNodes);
      if (fresh.dataset.every === undefined) clearInterval(looking);
      say();
    } catch {
      // Without network what stands there stands until the next look.
    }
  };
  const looking = setInterval(renew, Number(progress.dataset.every));
  document.addEventListener('visibilitychange', renew);
}
