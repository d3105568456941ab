const DAY_MS = 86_400_000;
/** RFC 9116 asks for less than a year; each answer names a day so far ahead, so that a running service never shows one that is over. */
const VALID_DAYS = 180;

/**
 * The text of /.well-known/security.txt (RFC 9116).
 * @param contact `mailto:…`, `tel:…` or an https address
 */
export function securityText(contact: string, publicUrl: string, now: number): string {
  // Whole days, so that caches keep one text a day.
  const expires = new Date(now - (now % DAY_MS) + VALID_DAYS * DAY_MS);
  const lines = [
    `Contact: ${contact}`,
    `Expires: ${expires.toISOString().replace('.000Z', 'Z')}`,
    'Preferred-Languages: zh, en',
    `Canonical: ${publicUrl}/.well-known/security.txt`,
  ];
  return `${lines.join('\n')}\n`;
}
