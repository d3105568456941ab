import type { SizedRoot } from './merkle.ts';

/** What a log's checkpoint says (C2SP tlog-checkpoint). The root is hex, as all hashes here; in the text it is base64. */
export interface Checkpoint extends SizedRoot {
  origin: string;
}

/** The text that is signed: origin, size, root, a line each. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${Buffer.from(root, 'hex').toString('base64')}\n`;
}

/** Reads the first three lines of a checkpoint, signed or not; further lines are extensions. Null when it is none. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const [origin = '', digits = '', encoded = '', rest] = text.split('\n');
  const root = Buffer.from(encoded, 'base64').toString('hex');
  const isOne = origin !== '' && /^(0|[1-9]\d{0,15})$/.test(digits) && root.length === 64 && rest !== undefined;
  return isOne && Number.isSafeInteger(Number(digits)) ? { origin, size: Number(digits), root } : null;
}

/** Several notes one after another, as a file of kept checkpoints holds them. */
export function notesIn(file: string): string[] {
  return file.split(/(?<=\n— [^\n]*\n)(?!— )/u).flatMap((note) => {
    const text = note.replace(/^\n+/, '');
    return text.trim() === '' ? [] : [text];
  });
}
