/** What Node's server hands along with a request. */
interface NodeEnv {
  incoming?: { socket?: { remoteAddress?: string } };
}

/**
 * The network address a request came from, to count by: an IPv6 address is cut to its network. Behind a proxy of the own house (a private
 * or local address) it is the last one that proxy names; anybody else's word for it is not taken. Empty where nobody knows.
 */
export function addressOf(request: Request, env: unknown): string {
  const direct = (env as NodeEnv | undefined)?.incoming?.socket?.remoteAddress;
  // At the edge there is no socket; this header is the platform's own.
  if (direct === undefined) return network(request.headers.get('cf-connecting-ip') ?? '');
  const own = direct.replace(/^::ffff:/, '');
  const named = request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim();
  return network(isHouse(own) && named ? named : own);
}

function isHouse(address: string): boolean {
  return address === '::1' || /^(127|10)\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\.|^f[cd]/i.test(address);
}

/** Whoever has one IPv6 address has 2^64 of them. */
function network(address: string): string {
  return address.includes(':') ? `${address.split(':').slice(0, 4).join(':')}::/64` : address;
}
