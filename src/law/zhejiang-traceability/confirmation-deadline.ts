import type { LawEntry } from '../model.ts';
import { cite } from './regulation.ts';

/** Hours from arrival to receive-and-confirm. No published deadline was found: this is a setting that times reminders and grounds nothing. */
export const confirmationDeadline: LawEntry<'hour'> = {
  id: 'zhejiang-traceability/confirmation-deadline',
  regulation: 'zhejiang-traceability',
  title: { zh: '接收确认期限（待核实，仅用于提醒）', en: 'Deadline for receive-and-confirm (to be verified, for reminders only)' },
  unit: 'hour',
  values: [
    {
      from: '2024-01-01',
      value: 24,
      citation: cite({ zh: '接收确认期限', en: 'Deadline for receive-and-confirm' }, '本系统默认设置，未见公布的法定期限', 'no', {
        zh: '24小时不是法定期限，不得作为责令改正的依据；管理员录入公布的来源后方可引用',
        en: '24 hours is no statutory deadline and cannot ground an order until an administrator enters its published source',
      }),
    },
  ],
};
