import { connect, type Socket } from 'node:net';

export interface Load {
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Bytes of the last body, to hold answers of two targets against each other. */
  bodyBytes: number;
  /** Status lines other than the expected one. */
  unexpected: number;
}

export interface LoadOptions {
  port: number;
  connections: number;
  /** Milliseconds to run, or until `requests` are answered. */
  forMs?: number;
  requests?: number;
  /** The bytes of request n. */
  request(n: number): Buffer;
  expect: number;
}

/** A raw HTTP/1.1 client: one request in flight a connection, no library between the bench and the socket. */
export function load(options: LoadOptions): Promise<Load> {
  const started = performance.now();
  const latencies: number[] = [];
  let sent = 0;
  let unexpected = 0;
  let bodyBytes = 0;
  const over = () => (options.forMs === undefined ? sent >= (options.requests ?? 0) : performance.now() - started > options.forMs);
  const client = () =>
    new Promise<void>((done, failed) => {
      const socket = connect(options.port, '127.0.0.1');
      let sentAt = 0;
      const next = () => {
        if (over()) {
          socket.end();
          done();
          return;
        }
        sentAt = performance.now();
        socket.write(options.request(sent++));
      };
      socket.setNoDelay(true);
      socket.once('connect', next);
      socket.on('error', failed);
      readAnswers(socket, (status, bytes) => {
        latencies.push(performance.now() - sentAt);
        if (status !== options.expect) unexpected++;
        bodyBytes = bytes;
        next();
      });
    });
  return Promise.all(Array.from({ length: options.connections }, client)).then(() => {
    latencies.sort((a, b) => a - b);
    const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
    return {
      requestsPerSecond: (latencies.length * 1_000) / (performance.now() - started),
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      bodyBytes,
      unexpected,
    };
  });
}

function readAnswers(socket: Socket, answered: (status: number, bodyBytes: number) => void): void {
  let waiting: Buffer = Buffer.alloc(0);
  let need = -1;
  let status = 0;
  socket.on('data', (data: Buffer) => {
    waiting = waiting.length === 0 ? data : Buffer.concat([waiting, data]);
    if (need < 0) {
      const end = waiting.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = waiting.toString('latin1', 0, end);
      status = Number(head.slice(9, 12));
      need = end + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    }
    if (waiting.length < need) return;
    const bodyBytes = need;
    waiting = waiting.subarray(need);
    need = -1;
    answered(status, bodyBytes);
  });
}

export function get(path: string, headers = ''): Buffer {
  return Buffer.from(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`);
}

export function post(path: string, body: string, headers = ''): Buffer {
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`,
  );
}
