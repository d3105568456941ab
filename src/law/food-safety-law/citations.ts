import { foodSafetyDuties } from './duties.ts';
import { foodSafetyPenalties } from './penalties.ts';

export const foodSafetyCitations = { ...foodSafetyDuties, ...foodSafetyPenalties };
