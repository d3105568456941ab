/** Something that is not as it was said or signed. */
export interface Fault {
  /** What was checked, in one word: `entry`, `checkpoint`, `kept`, `table` … */
  check: string;
  where: string;
  what: string;
}

/** Faults told one by one; more of them are counted. */
const MOST_TOLD = 50;

/** What was checked and what was found. */
export class Report {
  readonly faults: Fault[] = [];
  readonly counts = new Map<string, number>();
  readonly notes: string[] = [];
  private untold = 0;

  fault(check: string, where: string, what: string): void {
    if (this.faults.length < MOST_TOLD) this.faults.push({ check, where, what });
    else this.untold++;
  }

  count(what: string, n = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + n);
  }

  note(text: string): void {
    this.notes.push(text);
  }

  get ok(): boolean {
    return this.faults.length === 0;
  }

  lines(): string[] {
    return [
      ...[...this.counts].map(([what, n]) => `checked  ${what}: ${n}`),
      ...this.notes.map((text) => `note     ${text}`),
      ...this.faults.map(({ check, where, what }) => `FAULT    ${check} ${where}: ${what}`),
      ...(this.untold > 0 ? [`FAULT    and ${this.untold} more`] : []),
      this.ok ? 'OK       nothing was altered, nothing is missing' : `NOT OK   ${this.faults.length + this.untold} faults`,
    ];
  }
}
