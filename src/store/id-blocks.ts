/** Inner ids in blocks: whoever inserts row n of id_block owns the ids of block n, on every engine and in every process. */
export class IdBlocks {
  private readonly claim: () => Promise<number>;
  private readonly size: number;
  private next = 0;
  private end = 0;
  private claiming: Promise<void> | undefined;

  /** @param claim inserts the next n into id_block and returns it @param size ids a block holds; the same for all processes that share a database */
  constructor(claim: () => Promise<number>, size: number) {
    this.claim = claim;
    this.size = size;
  }

  async take(n: number): Promise<number[]> {
    const taken: number[] = [];
    while (taken.length < n) {
      if (this.next === this.end) await this.claimBlock();
      while (taken.length < n && this.next < this.end) taken.push(this.next++);
    }
    return taken;
  }

  private claimBlock(): Promise<void> {
    this.claiming ??= (async () => {
      const n = await this.claim();
      this.next = n * this.size;
      this.end = this.next + this.size;
    })().finally(() => {
      this.claiming = undefined;
    });
    return this.claiming;
  }
}

/** Ids a block holds. 2^53 / 65,536 gives 137 billion blocks, so short-lived isolates may waste most of theirs. */
export const ID_BLOCK_SIZE = 65_536;
