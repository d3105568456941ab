/* The progress of a recall, renewed while it is looked at; without it the page is loaded again by hand. */

/** Milliseconds between two looks. */
const EVERY = 30_000;

const progress = document.getElementById('progress');
if (progress) {
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
      say();
    } catch {
      // Without network what stands there stands until the next look.
    }
  };
  setInterval(renew, EVERY);
  document.addEventListener('visibilitychange', renew);
}
