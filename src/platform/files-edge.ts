import type { Files } from './deps.ts';
import { Problem } from './problems.ts';

/** The edge keeps no files in this release: certificates are uploaded to the Node service. */
export function edgeFiles(): Files {
  const refuse = async (): Promise<never> => {
    throw new Problem('not-on-edge', {
      zh: '边缘节点不存放文件；请在主服务上传。',
      en: 'The edge keeps no files; upload to the main service.',
    });
  };
  return { put: refuse, get: refuse };
}
