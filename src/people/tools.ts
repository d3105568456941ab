/** Carries a code to a phone; which service does is the operator's choice. */
export interface Sms {
  send(phone: string, code: string): Promise<void>;
}

/** A sign-in elsewhere (OIDC), such as an office's own directory or 浙政钉. */
export interface OidcProvider {
  /** As addresses name it: lower-case letters, digits, hyphens. */
  id: string;
  name: { zh: string; en: string };
  /** Where the browser is sent. */
  begin(ask: OidcAsk): Promise<string>;
  /** Who came back; throws when the answer does not prove it. */
  finish(code: string, ask: OidcAsk): Promise<{ subject: string }>;
}

/** What one sign-in elsewhere is bound to. */
export interface OidcAsk {
  redirectUri: string;
  state: string;
  nonce: string;
  verifier: string;
}

/** What signing in needs from outside; absent at the edge, which then answers 501. */
export interface PeopleTools {
  hash(password: string): Promise<string>;
  verify(hash: string, password: string): Promise<boolean>;
  /** Encrypts what must be read again (secrets of second factors) with a key of its own. */
  seal(text: string): Promise<string>;
  open(sealed: string): Promise<string>;
  sms?: Sms;
  oidc: readonly OidcProvider[];
}

/**
 * The tools of Node: password hashing (scrypt off the thread) and sealing (XChaCha20-Poly1305) of better-auth, loaded with the first sign-in.
 * @param secret the sealing key, from its file
 */
export function peopleTools(secret: string, more: { sms?: Sms; oidc?: readonly OidcProvider[] } = {}): PeopleTools {
  const load = () => import('better-auth/crypto');
  return {
    hash: async (password) => (await load()).hashPassword(password),
    verify: async (hash, password) => (await load()).verifyPassword({ hash, password }),
    seal: async (data) => (await load()).symmetricEncrypt({ key: secret, data }),
    open: async (data) => (await load()).symmetricDecrypt({ key: secret, data }),
    ...(more.sms ? { sms: more.sms } : {}),
    oidc: more.oidc ?? [],
  };
}
