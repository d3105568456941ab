/**
 * Values by key in bounded memory: when the sum of their sizes passes `limit` (bytes), the one unused longest goes first.
 * A value larger than the limit is not kept.
 */
export class Lru<V> {
  private readonly limit: number;
  private readonly kept = new Map<string, { value: V; size: number }>();
  private total = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  get(key: string): V | undefined {
    const found = this.kept.get(key);
    if (found === undefined) return undefined;
    // A Map keeps the order of insertion: what was used last stands last.
    this.kept.delete(key);
    this.kept.set(key, found);
    return found.value;
  }

  /** `size` in bytes, of all that the value holds. */
  set(key: string, value: V, size: number): void {
    this.total += size - (this.kept.get(key)?.size ?? 0);
    this.kept.delete(key);
    this.kept.set(key, { value, size });
    for (const [oldest, { size: freed }] of this.kept) {
      if (this.total <= this.limit) return;
      this.kept.delete(oldest);
      this.total -= freed;
    }
  }

  /** Bytes held. */
  get size(): number {
    return this.total;
  }
}
