/** A record of an export, checked. */
export interface ExportedRecord {
  seq: number;
  /** Epoch milliseconds. */
  at: number;
  kind: string;
  subject: string;
  hash: string;
  payload: Record<string, unknown>;
  /** What the commitments in it stand for. */
  personal: Readonly<Record<string, string>>;
}

interface Line {
  type: string;
  seq: number;
  at: number;
  kind: string;
  subject: string;
  hash: string;
  bytes: string;
  payload?: Record<string, unknown>;
  personal?: Record<string, string>;
  after: number;
  records: number;
}

/**
 * Reads `GET /v1/exports/records` and checks it on the way: every hash over its bytes, each entry over the one before it, nothing left out, the end there.
 * @throws {Error} at the first line that does not hold, and where the stream was cut
 */
export async function* recordsOf(lines: AsyncIterable<string>): AsyncGenerator<ExportedRecord> {
  let [seq, prev, count, isWhole] = [0, '', 0, false];
  for await (const text of lines) {
    const line = JSON.parse(text) as Line;
    if (line.type === 'head') seq = line.after;
    if (line.type === 'end') isWhole = line.records === count;
    if (line.type !== 'record') continue;
    const record = await checked(line, seq, prev);
    [seq, prev, count] = [line.seq, line.hash, count + 1];
    yield record;
  }
  if (!isWhole) throw new Error('The export was cut: its end is missing.');
}

async function checked(line: Line, seq: number, prev: string): Promise<ExportedRecord> {
  if (line.seq !== seq + 1) throw new Error(`A record is missing after ${seq}.`);
  if ((await sha256(line.bytes)) !== line.hash) throw new Error(`Record ${line.seq} is not what its hash says.`);
  const said = JSON.parse(line.bytes) as { prev: string; payload: Record<string, unknown> };
  if (prev !== '' && said.prev !== prev) throw new Error(`Record ${line.seq} does not follow the one before it.`);
  const { at, kind, subject, hash, payload = said.payload, personal = {} } = line;
  // A payload that was set aside for its size stands in the entry as its hash.
  if (line.payload && (await sha256(JSON.stringify(payload))) !== said.payload.sha256)
    throw new Error(`The payload of record ${line.seq} is not what its hash says.`);
  return { seq: line.seq, at, kind, subject, hash, payload, personal };
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The lines of a reply of NDJSON as they come. */
export async function* linesOf(response: Response): AsyncGenerator<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    const lines = (rest + part.value).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line !== '');
  }
  if (rest !== '') yield rest;
}
