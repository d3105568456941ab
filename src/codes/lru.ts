interface Kept<V> {
  value: V;
  size: number;
  /** Asked for since it was last looked at for eviction. */
  used: boolean;
}

/**
 * Values by key in bounded memory: when the sum of their sizes passes `limit` (bytes), the oldest that was not used lately goes first
 * (second chance: a hit only sets a mark, so it costs one look-up). A value larger than the limit is not kept.
 */
export class Lru<V> {
  private readonly limit: number;
  private readonly kept = new Map<string, Kept<V>>();
  private total = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  get(key: string): V | undefined {
    const found = this.kept.get(key);
    if (found === undefined) return undefined;
    found.used = true;
    return found.value;
  }

  /** `size` in bytes, of all that the value holds. */
  set(key: string, value: V, size: number): void {
    this.drop(key);
    if (size > this.limit) return;
    this.kept.set(key, { value, size, used: false });
    this.total += size;
    // A Map keeps the order of insertion, and takes what is set again while it is walked to its end.
    for (const [oldest, kept] of this.kept) {
      if (this.total <= this.limit) return;
      this.kept.delete(oldest);
      if (kept.used) this.kept.set(oldest, { ...kept, used: false });
      else this.total -= kept.size;
    }
  }

  private drop(key: string): void {
    this.total -= this.kept.get(key)?.size ?? 0;
    this.kept.delete(key);
  }

  /** Bytes held. */
  get size(): number {
    return this.total;
  }
}
