import type { Caller } from './caller.ts';
import { Problem } from './problems.ts';

/**
 * An inspector enters the facts found on site; what binds a party is for an officer.
 * @throws {Problem} forbidden for an inspector
 */
export function refuseInspector(caller: Caller): void {
  if (caller.kind === 'authority' && caller.role !== 'officer')
    throw new Problem('forbidden', {
      zh: '此操作须由执法人员（officer）办理；检查人员（inspector）只录入现场事实。',
      en: 'This is for an officer of the authority; an inspector enters the facts found on site.',
    });
}
