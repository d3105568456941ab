import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { Head } from './plan.ts';
import { conflictIn, connect, isEngineError, SqliteStatements } from './sqlite-statements.ts';
import type { Answer, Order, Told } from './sqlite-thread.ts';
import { runOn } from './sqlite-writer.ts';

type Group = Extract<Order, { kind: 'group' }>;

/** The thread that writes: one transaction a group, a savepoint a member, in the order of the messages. */
class Writing {
  private readonly on: SqliteStatements;
  private readonly port: MessagePort;
  /** Statements that came while a group was being planned again under the lock. */
  private deferred: Extract<Order, { kind: 'run' }>[] = [];

  constructor(on: SqliteStatements, port: MessagePort) {
    this.on = on;
    this.port = port;
  }

  take(order: Order): void {
    if (order.kind === 'group') this.group(order);
    else if (order.kind === 'run') this.run(order);
    else this.close();
  }

  private group(group: Group): void {
    this.say(this.written(group));
    if (this.on.db.isTransaction) return;
    for (const order of this.deferred.splice(0)) this.run(order);
  }

  private written(group: Group): Answer {
    const step = { committing: false };
    try {
      // A group that was stale comes again inside the transaction that found it so: nobody can have written since.
      if (!this.on.db.isTransaction) {
        this.on.statement('BEGIN IMMEDIATE').run();
        if (this.isStale(group)) return this.standing(group);
      }
      return this.write(group, step);
    } catch (error) {
      if (this.on.db.isTransaction) this.on.db.exec('ROLLBACK');
      return { kind: 'failed', error: told(error), unknown: step.committing };
    }
  }

  private isStale({ heads, holdings }: Group): boolean {
    return (
      heads.some(([chain, from]) => {
        const head = this.on.head(chain);
        return head === undefined ? from.seq !== 0 : head.seq !== from.seq || head.hash !== from.hash;
      }) || holdings.some(([id, steps]) => (this.on.steps(id) ?? null) !== steps)
    );
  }

  private standing({ heads, holdings }: Group): Answer {
    return {
      kind: 'stale',
      heads: heads.map(([chain]) => [chain, this.on.head(chain) ?? null]),
      holdings: holdings.map(([id]) => [id, this.on.steps(id) ?? null]),
    };
  }

  /** Writes members until one is refused, and commits those before it. */
  private write({ members }: Group, step: { committing: boolean }): Answer {
    const heads = new Map<string, Head>();
    let done = 0;
    let refused: Extract<Answer, { kind: 'group' }>['refused'];
    for (const { chain, head, writing } of members) {
      this.on.statement('SAVEPOINT member').run();
      try {
        this.on.write(writing);
      } catch (error) {
        refused = this.refusal(error);
        break;
      }
      this.on.statement('RELEASE member').run();
      if (head) heads.set(chain, head);
      done++;
    }
    for (const [chain, head] of heads) this.on.writeHead(chain, head);
    step.committing = true;
    this.on.statement('COMMIT').run();
    return { kind: 'group', done, ...(refused ? { refused } : {}) };
  }

  /** Undoes one member. @throws the error when it was the engine's: SQLite may have dropped the whole transaction */
  private refusal(error: unknown): NonNullable<Extract<Answer, { kind: 'group' }>['refused']> {
    const key = conflictIn(error);
    if (!this.on.db.isTransaction || (key === undefined && isEngineError(error))) throw error;
    this.on.db.exec('ROLLBACK TO member; RELEASE member');
    return key === undefined ? { error: told(error) } : { key };
  }

  private run(order: Extract<Order, { kind: 'run' }>): void {
    if (this.on.db.isTransaction) {
      this.deferred.push(order);
      return;
    }
    try {
      this.say({ kind: 'ran', n: order.n, ran: runOn(this.on, order.sql, order.parameters) });
    } catch (error) {
      this.say({ kind: 'ran', n: order.n, error: told(error), engine: isEngineError(error) });
    }
  }

  private close(): void {
    this.on.close();
    this.port.close();
  }

  private say(answer: Answer): void {
    this.port.postMessage(answer);
  }
}

function told(error: unknown): Told {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, errcode } = error as Error & { code?: string; errcode?: number };
  return { message: error.message, ...(code === undefined ? {} : { code }), ...(errcode === undefined ? {} : { errcode }) };
}

if (parentPort) {
  const writing = new Writing(new SqliteStatements(connect((workerData as { file: string }).file)), parentPort);
  parentPort.on('message', (order: Order) => writing.take(order));
}
