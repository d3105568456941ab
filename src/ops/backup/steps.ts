/** What stops a backup, a restore or a drill: said in words an operator can act on. */
export class Refusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Refusal';
  }
}

/** Prints a line for each thing that is done or checked, with the time it took. */
export class Steps {
  private readonly print: (line: string) => void;
  private readonly now: () => number;

  constructor(print: (line: string) => void = console.log, now: () => number = () => performance.now()) {
    this.print = print;
    this.now = now;
  }

  /** @param work answers what it found, for the line; what it throws is printed as the step's failure and thrown on */
  async run(name: string, work: () => Promise<string>): Promise<void> {
    const started = this.now();
    try {
      const found = await work();
      this.line('ok  ', started, `${name}: ${found}`);
    } catch (error) {
      this.line('FAIL', started, `${name}: ${error instanceof Error ? error.message : String(error)}`);
      throw error;
    }
  }

  note(text: string): void {
    this.print(`note             ${text}`);
  }

  private line(word: string, started: number, text: string): void {
    this.print(`${word} ${String(Math.round(this.now() - started)).padStart(8)} ms  ${text}`);
  }
}
