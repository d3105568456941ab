import type { Deps } from '../deps.ts';
import { Problem } from '../problems.ts';
import { type Route, route } from '../route.ts';

/** What a monitor reads. */
export function metricsRoute({ meter, metricsTokenHash }: Deps): Route {
  return route({
    method: 'get',
    path: '/metrics',
    id: 'metrics',
    tag: 'service',
    summary: 'State of the service for a monitor',
    description:
      'Text in the format of Prometheus: answers by operation and status, time to the answer, commits, follower, signatures, open findings, what waits to be sent, the last backup, the process. ' +
      'Opened by METRICS_TOKEN as a bearer token, or by the system administrator’s key. 501 at the edge, which keeps no process to count in.',
    access: { who: ['admin'] },
    ...(metricsTokenHash ? { tokenHash: metricsTokenHash } : {}),
    replies: {
      200: { description: 'The metrics', mediaType: 'text/plain' },
      501: { description: 'Not counted here' },
    },
    handle: async () => {
      if (!meter) throw new Problem('not-on-edge', { zh: '此处不统计运行指标。', en: 'Nothing is counted here.' });
      const { mediaType, text } = await meter.read();
      return { status: 200, headers: { 'Content-Type': mediaType, 'Cache-Control': 'no-store' }, body: text };
    },
  });
}
