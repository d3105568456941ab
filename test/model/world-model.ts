/** A piece of goods: the codes of every batch it has been part of. */
export type Piece = ReadonlySet<string>;

export interface Flow {
  from: string;
  to: string;
  kind: string;
  steps: number;
}

export interface ModelBatch {
  code: string;
  maker: string;
  steps: number;
  revision: number;
  /** Codes all of it was made of, its own among them. */
  pure: Piece;
}

export interface ModelShipment {
  id: string;
  code: string;
  from: string;
  to: string;
  purpose: string;
  shipped: number;
  state: 'in-transit' | 'ended';
  /** Steps the receiver has by its books. */
  came: number;
  /** What is on its way. */
  pieces: Piece[];
}

/** Random whole numbers that a seed repeats (mulberry32). */
export function dice(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (n: number) => next() % n;
  return {
    below,
    between: (least: number, most: number) => least + below(most - least + 1),
    pick: <T>(list: readonly T[]): T | undefined => (list.length === 0 ? undefined : list[below(list.length)]),
    shuffled: <T>(list: readonly T[]): T[] => {
      const all = [...list];
      for (let i = all.length - 1; i > 0; i--) {
        const j = below(i + 1);
        [all[i], all[j]] = [all[j] as T, all[i] as T];
      }
      return all;
    },
  };
}

export type Dice = ReturnType<typeof dice>;

/** Everything there is, piece by piece, in memory: what the service's books, traces and bounds are held against. */
export class Model {
  readonly batches = new Map<string, ModelBatch>();
  /** `code@site` → the pieces that lie there. */
  readonly stock = new Map<string, Piece[]>();
  readonly flows: Flow[] = [];
  readonly shipments: ModelShipment[] = [];
  readonly sold = new Map<string, number>();
  private readonly dice: Dice;

  constructor(random: Dice) {
    this.dice = random;
  }

  at(code: string, site: string): Piece[] {
    const key = `${code}@${site}`;
    const pieces = this.stock.get(key) ?? [];
    this.stock.set(key, pieces);
    return pieces;
  }

  /** Takes pieces at random: nobody records which. */
  take(pieces: Piece[], count: number): Piece[] {
    const mixed = this.dice.shuffled(pieces);
    pieces.splice(0, pieces.length, ...mixed.slice(count));
    return mixed.slice(0, count);
  }

  record(code: string, site: string, steps: number): void {
    const pure = new Set([code]);
    this.batches.set(code, { code, maker: site, steps, revision: 1, pure });
    this.at(code, site).push(...Array.from({ length: steps }, () => pure));
  }

  /** Pieces of inputs become pieces of outputs; what is too little comes from nowhere, what is left over is lost. */
  transform(site: string, inputs: readonly { code: string; steps: number }[], outputs: readonly { code: string; steps: number }[]): void {
    const pures = inputs.map((input) => this.batches.get(input.code)?.pure ?? new Set<string>());
    const common = [...(pures[0] ?? [])].filter((code) => pures.every((pure) => pure.has(code)));
    const pile = this.dice.shuffled(inputs.flatMap((input) => this.take(this.at(input.code, site), input.steps)));
    for (const { code, steps } of outputs) {
      const pure = new Set([...common, code]);
      this.batches.set(code, { code, maker: site, steps, revision: 1, pure });
      const pieces = Array.from({ length: steps }, () => new Set([...(pile.pop() ?? common), code]));
      this.at(code, site).push(...pieces);
      for (const input of inputs)
        this.flows.push({ from: `${input.code}@${site}`, to: `${code}@${site}`, kind: 'made', steps: input.steps });
    }
  }

  ship(shipment: Omit<ModelShipment, 'pieces' | 'state' | 'came'>): void {
    this.shipments.push({
      ...shipment,
      state: 'in-transit',
      came: 0,
      pieces: this.take(this.at(shipment.code, shipment.from), shipment.shipped),
    });
  }

  /** `steps` came of a shipment; more than was sent comes from nowhere, the rest stays on its way. */
  receive(shipment: ModelShipment, steps: number, kind = shipment.purpose): void {
    shipment.state = 'ended';
    shipment.came += steps;
    if (steps === 0) return;
    const came = this.take(shipment.pieces, steps);
    const gained = Array.from({ length: steps - came.length }, () => this.fromNowhere(shipment.code));
    this.at(shipment.code, shipment.to).push(...came, ...gained);
    this.flows.push({ from: `${shipment.code}@${shipment.from}`, to: `${shipment.code}@${shipment.to}`, kind, steps });
  }

  /** What is on its way comes back to the sender. */
  back(shipment: ModelShipment): void {
    shipment.state = 'ended';
    this.at(shipment.code, shipment.from).push(...shipment.pieces.splice(0));
  }

  sell(code: string, site: string, steps: number): void {
    this.take(this.at(code, site), steps);
    this.sold.set(`${code}@${site}`, (this.sold.get(`${code}@${site}`) ?? 0) + steps);
  }

  correct(batch: ModelBatch, steps: number): void {
    const pieces = this.at(batch.code, batch.maker);
    if (steps < batch.steps) this.take(pieces, batch.steps - steps);
    else pieces.push(...Array.from({ length: steps - batch.steps }, () => this.fromNowhere(batch.code)));
    batch.steps = steps;
    batch.revision += 1;
  }

  /** What a trace of a batch reaches: holdings and the flows between them. */
  forward(code: string): { nodes: Set<string>; flows: Flow[] } {
    const nodes = new Set(this.everywhere(code));
    const flows: Flow[] = [];
    for (const node of nodes)
      for (const flow of this.flows.filter((one) => one.from === node)) {
        flows.push(flow);
        nodes.add(flow.to);
        const made = flow.kind === 'made' ? this.everywhere(flow.to.split('@')[0] ?? '') : [];
        for (const other of made) nodes.add(other);
      }
    return { nodes, flows };
  }

  /** A piece nobody recorded: made of what all of its batch is made of, or just as any other piece of it is. */
  private fromNowhere(code: string): Piece {
    const pure = this.batches.get(code)?.pure ?? new Set<string>();
    const others = this.everywhere(code).flatMap((key) => this.stock.get(key) ?? []);
    return this.dice.pick([pure, ...others]) ?? pure;
  }

  private everywhere(code: string): string[] {
    return [...this.stock.keys()].filter((key) => key.startsWith(`${code}@`));
  }
}
