import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** NDJSON of so many batches, made as it is read. */
export function batchLines(count: number): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let made = 0;
  return new ReadableStream({
    pull(controller) {
      let lines = '';
      for (let i = 0; i < 1_000 && made < count; i++) lines += `${lineOf(made++)}\n`;
      if (lines !== '') controller.enqueue(encoder.encode(lines));
      if (made >= count) controller.close();
    },
  });
}

function lineOf(n: number): string {
  return JSON.stringify({
    product: { name: '示例酱油', specification: '500mL/瓶', category: 'food' },
    batchNumber: `L${n}`,
    productionDate: '2026-11-01',
    expiresOn: '2027-05-01',
    quantity: { amount: String(100 + (n % 900)), unit: '瓶' },
  });
}

/** Collects garbage now: what is left is what somebody holds on to. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/**
 * The most memory that was held on to while something ran, in bytes above what was before: objects, and these with the bytes of buffers
 * beside them. Looked at twice a second.
 */
export async function heapDuring(work: () => Promise<unknown>): Promise<{ heap: number; all: number }> {
  const collect = collector();
  collect();
  const before = process.memoryUsage();
  const most = { heap: 0, all: 0 };
  const watch = setInterval(() => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    most.heap = Math.max(most.heap, heapUsed - before.heapUsed);
    most.all = Math.max(most.all, heapUsed + external - before.heapUsed - before.external);
  }, 500);
  try {
    await work();
  } finally {
    clearInterval(watch);
  }
  return most;
}
