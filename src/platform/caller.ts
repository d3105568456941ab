/** What a key or a delegation lets a caller do on behalf of a party. */
export const rights = ['batches', 'custody', 'displays', 'party'] as const;
export type Right = (typeof rights)[number];

export interface PartyIdentity {
  id: number;
  publicId: string;
  name: string;
  uscc: string | null;
  kinds: string[];
  natural: boolean;
  regionCode: string;
  state: 'pending' | 'approved' | 'rejected';
}

export interface AuthorityIdentity {
  id: number;
  publicId: string;
  name: string;
  department: string;
  regionCode: string;
}

/** The three administrators: none may do what another does. */
export const adminRoles = ['system', 'security', 'audit'] as const;
export type AdminRole = (typeof adminRoles)[number];
/** Who acts for an authority: an inspector enters facts on site, an officer also orders, decides, approves and publishes. */
export const authorityRoles = ['inspector', 'officer'] as const;
export type AuthorityRole = (typeof authorityRoles)[number];

export type Caller =
  | { kind: 'anonymous' }
  | { kind: 'admin'; role: AdminRole; keyId: string }
  | { kind: 'authority'; authority: AuthorityIdentity; role: AuthorityRole; keyId: string }
  | {
      kind: 'party';
      /** Whose records are written: the caller's own party or the one it acts for. */
      party: PartyIdentity;
      /** Who pressed the key: the caller's own party, which differs under a delegation. */
      actor: PartyIdentity;
      rights: readonly Right[];
      /** Sites the caller may act for in this operation; undefined when all. */
      siteIds?: number[];
      /** The delegations it acts under; each gives its rights for its own sites alone. */
      grants?: readonly Grant[];
      keyId: string;
    };

/** One delegation in force: rights, and the sites they are given for (null: all). */
export interface Grant {
  rights: readonly Right[];
  siteIds: readonly number[] | null;
}

export type PartyCaller = Extract<Caller, { kind: 'party' }>;
export type AdminCaller = Extract<Caller, { kind: 'admin' }>;
export type AuthorityCaller = Extract<Caller, { kind: 'authority' }>;

/** The caller with the sites of those delegations alone that give the right an operation needs. */
export function narrowed(caller: PartyCaller, needed: Right | undefined): PartyCaller {
  if (!caller.grants) return caller;
  const giving = caller.grants.filter((grant) => needed === undefined || grant.rights.includes(needed));
  const { siteIds: _, ...everywhere } = caller;
  if (giving.some((grant) => grant.siteIds === null)) return everywhere;
  return { ...everywhere, siteIds: giving.flatMap((grant) => grant.siteIds ?? []) };
}

/** The caller of an operation that only parties may call; the mount has refused everyone else. */
export function partyCaller({ caller }: { caller: Caller }): PartyCaller {
  if (caller.kind !== 'party') throw new Error('This operation is for parties; its access says otherwise.');
  return caller;
}

/** The chain a caller's facts go to. */
export function chainOf(caller: Caller): string {
  if (caller.kind === 'party') return `party:${caller.party.publicId}`;
  if (caller.kind === 'authority') return `authority:${caller.authority.publicId}`;
  return 'system';
}

/** How access names a caller: `admin` is the system administrator, the other two go by their own names. */
export function nameOf(caller: Caller): 'anonymous' | 'party' | 'authority' | 'admin' | 'security' | 'audit' {
  if (caller.kind !== 'admin') return caller.kind;
  return caller.role === 'system' ? 'admin' : caller.role;
}

/** Who did it, as every entry and record keeps it: the actor, and the key or the person’s account. */
export function actedBy(caller: Caller): string {
  if (caller.kind === 'party') return `party:${caller.actor.publicId}/${caller.keyId}`;
  if (caller.kind === 'authority') return `authority:${caller.authority.publicId}/${caller.keyId}`;
  return caller.kind === 'admin' ? `${nameOf(caller)}/${caller.keyId}` : 'anonymous';
}
