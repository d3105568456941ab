import { fileProblem } from './header.ts';

/** How long reading one part of a file may take, in milliseconds: hundreds of times what 500 rows need. */
const MOST_PART_MS = 120_000;
/** How long rows are read before requests get their turn, in milliseconds. */
const TURN_MS = 20;

/** Gives requests their turn between parts of a file. */
export const breathe = () => new Promise<void>((resume) => setImmediate(resume));

/** What is told where the service itself could go no further behind so many rows. */
export function notReadFurther(rows: number) {
  return fileProblem([
    {
      code: 'not-read-to-its-end',
      found: String(rows),
      expected: { zh: '能逐行读完的文件', en: 'a file that can be read row by row to its end' },
      fix: {
        zh: `读完 ${rows} 行后停下：核对其后的内容，把未记录的行分成几个文件重新提交；仍不行请告知管理员此导入的编号`,
        en: `it stopped behind ${rows} rows: look at what follows and send the rows that were not recorded as several files; if that does not help, tell the operator the number of this import`,
      },
    },
  ]);
}

/** Keeps one file from holding up the others: asked after each document. `now` counts milliseconds and never goes back. */
export class Pace {
  private readonly now: () => number;
  private part: number;
  private turn: number;

  constructor(now: () => number = () => performance.now()) {
    this.now = now;
    this.part = now();
    this.turn = this.part;
  }

  /** A part is done, the next one begins. */
  startPart(): void {
    this.part = this.now();
  }

  /** @throws {Problem} invalid-input when the part under way has taken too long; `rows` were read so far */
  async step(rows: number): Promise<void> {
    const at = this.now();
    if (at - this.part > MOST_PART_MS) throw notReadFurther(rows);
    if (at - this.turn < TURN_MS) return;
    await breathe();
    this.turn = this.now();
  }
}
