import type { AnyLawEntry } from '../model.ts';
import { orderDays } from './order-days.ts';
import { reminderDays } from './reminder-days.ts';
import { statementDays } from './statement-days.ts';

/** Every value of this regulation, in the order of docs/law. */
export const serviceSettingsEntries: readonly AnyLawEntry[] = [statementDays, reminderDays, orderDays];
