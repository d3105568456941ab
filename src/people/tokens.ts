/** How the secret of a person's session begins; that of a key's session begins otherwise. */
export const PERSON_TOKEN = 'ps_';

export function isPersonToken(token: string): boolean {
  return token.startsWith(PERSON_TOKEN);
}
