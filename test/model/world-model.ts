/** A piece of goods. */
export interface Piece {
  /** Every batch it has been part of. */
  codes: ReadonlySet<string>;
  /** Batches it became part of since it left a holding that had no more: whatever comes there was it, and takes them over. */
  since: Set<string>;
}

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
  pure: ReadonlySet<string>;
  /** What a piece of it can be made of. */
  can: readonly ReadonlySet<string>[];
}

/** The worst that can be: goods of one batch are gathered in as few hands as there can be, or kept out of them. */
export interface Favour {
  code: string;
  isGathered: boolean;
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
  /** `code@site` → pieces that left it before anything was there: its balance is below zero. */
  readonly owed = new Map<string, Piece[]>();
  favour: Favour = { code: '', isGathered: true };
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

  /** What the books say is there. */
  balance(key: string): number {
    return (this.stock.get(key)?.length ?? 0) - (this.owed.get(key)?.length ?? 0);
  }

  /** Takes pieces, favoured ones first or last: nobody records which. What is not there comes from nowhere for now. */
  take(code: string, site: string, count: number): Piece[] {
    const pieces = this.at(code, site);
    const taken = this.inOrder(pieces.splice(0)).reverse();
    pieces.push(...taken.splice(count));
    const lacking = Array.from({ length: count - taken.length }, () => this.fromNowhere(code));
    this.owedBy(`${code}@${site}`).push(...lacking);
    return [...taken, ...lacking];
  }

  /** Pieces come to a holding. Where more had gone out than was there, they are what had gone: it was only recorded later. */
  put(code: string, site: string, pieces: readonly Piece[]): void {
    const owed = this.owedBy(`${code}@${site}`);
    for (const piece of pieces) {
      const gone = owed.pop();
      if (!gone) this.at(code, site).push(piece);
      else if (gone !== piece) this.was(gone, piece);
    }
  }

  /** One piece turns out to have been another, and is owed wherever that one is. */
  private was(gone: Piece, piece: Piece): void {
    gone.codes = new Set([...piece.codes, ...gone.since]);
    gone.since = new Set([...piece.since, ...gone.since]);
    for (const owed of this.owed.values()) {
      const at = owed.indexOf(piece);
      if (at >= 0) owed[at] = gone;
    }
  }

  private owedBy(key: string): Piece[] {
    const owed = this.owed.get(key) ?? [];
    this.owed.set(key, owed);
    return owed;
  }

  /** In no order, but favoured ones last where they are gathered: whoever takes from the end takes them first. */
  private inOrder(pieces: readonly Piece[]): Piece[] {
    const { code, isGathered } = this.favour;
    const mixed = this.dice.shuffled(pieces);
    return [
      ...mixed.filter((piece) => piece.codes.has(code) !== isGathered),
      ...mixed.filter((piece) => piece.codes.has(code) === isGathered),
    ];
  }

  record(code: string, site: string, steps: number): void {
    const pure = new Set([code]);
    this.batches.set(code, { code, maker: site, steps, revision: 1, pure, can: [pure] });
    this.put(code, site, fresh(steps, pure));
  }

  /** Pieces of inputs become pieces of outputs; what is too little comes from nowhere, what is left over is lost. */
  transform(site: string, inputs: readonly { code: string; steps: number }[], outputs: readonly { code: string; steps: number }[]): void {
    const pures = inputs.map((input) => this.batches.get(input.code)?.pure ?? new Set<string>());
    const common = [...(pures[0] ?? [])].filter((code) => pures.every((pure) => pure.has(code)));
    const went = inputs.flatMap((input) => this.take(input.code, site, input.steps));
    const any = went.map((piece) => piece.codes);
    const pile = this.inOrder(went);
    for (const { code, steps } of outputs) {
      const pure = new Set([...common, code]);
      this.batches.set(code, { code, maker: site, steps, revision: 1, pure, can: any.map((codes) => new Set([...codes, code])) });
      const pieces = Array.from({ length: steps }, () => pile.pop() ?? { codes: this.favoured(any), since: new Set<string>() });
      for (const piece of pieces) {
        piece.codes = new Set([...piece.codes, code]);
        piece.since.add(code);
      }
      this.put(code, site, pieces);
      for (const input of inputs)
        this.flows.push({ from: `${input.code}@${site}`, to: `${code}@${site}`, kind: 'made', steps: input.steps });
    }
  }

  ship(shipment: Omit<ModelShipment, 'pieces' | 'state' | 'came'>): void {
    this.shipments.push({
      ...shipment,
      state: 'in-transit',
      came: 0,
      pieces: this.take(shipment.code, shipment.from, shipment.shipped),
    });
  }

  /** `steps` came of a shipment; more than was sent comes from nowhere, the rest stays on its way. */
  receive(shipment: ModelShipment, steps: number, kind = shipment.purpose): void {
    shipment.state = 'ended';
    shipment.came += steps;
    if (steps === 0) return;
    const came = this.inOrder(shipment.pieces.splice(0)).reverse();
    shipment.pieces.push(...came.splice(steps));
    const gained = Array.from({ length: steps - came.length }, () => this.fromNowhere(shipment.code));
    this.put(shipment.code, shipment.to, [...came, ...gained]);
    this.flows.push({ from: `${shipment.code}@${shipment.from}`, to: `${shipment.code}@${shipment.to}`, kind, steps });
  }

  /** What is on its way comes back to the sender. */
  back(shipment: ModelShipment): void {
    shipment.state = 'ended';
    this.put(shipment.code, shipment.from, shipment.pieces.splice(0));
  }

  sell(code: string, site: string, steps: number): void {
    this.take(code, site, steps);
    this.sold.set(`${code}@${site}`, (this.sold.get(`${code}@${site}`) ?? 0) + steps);
  }

  correct(batch: ModelBatch, steps: number): void {
    const { code, maker } = batch;
    if (steps < batch.steps) this.take(code, maker, batch.steps - steps);
    else
      this.put(
        code,
        maker,
        Array.from({ length: steps - batch.steps }, () => this.fromNowhere(code)),
      );
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

  /** A piece nobody recorded: of anything a piece of its batch can be of. */
  private fromNowhere(code: string): Piece {
    return { codes: this.favoured(this.batches.get(code)?.can ?? []), since: new Set() };
  }

  /** One of what a piece can be made of: with the favoured goods if it can be, or without them. */
  private favoured(candidates: readonly ReadonlySet<string>[]): ReadonlySet<string> {
    const { code, isGathered } = this.favour;
    const best = candidates.filter((codes) => codes.has(code) === isGathered);
    return this.dice.pick(best.length > 0 ? best : candidates) ?? new Set<string>();
  }

  private everywhere(code: string): string[] {
    return [...this.stock.keys()].filter((key) => key.startsWith(`${code}@`));
  }
}

function fresh(count: number, codes: ReadonlySet<string>): Piece[] {
  return Array.from({ length: count }, () => ({ codes, since: new Set<string>() }));
}
