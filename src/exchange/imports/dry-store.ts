import type { Store } from '../../store/store.ts';

/** A use case came as far as its commit: what it was given may be recorded. */
export class WouldCommit extends Error {}

/**
 * A store that reads and writes nothing: a use case run over it either refuses, as it would, or ends in {@link WouldCommit}. Ids are below
 * zero, so that none of them is anybody's.
 */
export function dryStore(store: Store): Store {
  let last = 0;
  return {
    engine: store.engine,
    read: store.read,
    prepare: (build) => store.prepare(build),
    commit: async () => {
      throw new WouldCommit();
    },
    ids: async (n) => Array.from({ length: n }, () => --last),
    aside: async () => {},
    forget: async () => 0,
    useSession: async () => false,
    onCommitted: () => () => {},
    ready: () => store.ready(),
    close: async () => {},
  };
}
