import type { AnyLawEntry } from '../model.ts';
import { recallFinish1 } from './finish-1.ts';
import { recallFinish2 } from './finish-2.ts';
import { recallFinish3 } from './finish-3.ts';
import { recallStart1 } from './start-1.ts';
import { recallStart2 } from './start-2.ts';
import { recallStart3 } from './start-3.ts';

/** Every value of this regulation, in the order of docs/law. */
export const recallMeasuresEntries: readonly AnyLawEntry[] = [
  recallStart1,
  recallFinish1,
  recallStart2,
  recallFinish2,
  recallStart3,
  recallFinish3,
];
