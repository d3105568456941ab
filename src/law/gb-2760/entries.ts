import type { AnyLawEntry } from '../model.ts';
import { acesulfameLimit } from './acesulfame.ts';
import { alluraRedLimit } from './allura-red.ts';
import { benzoateLimit } from './benzoate.ts';
import { sorbateLimit } from './sorbate.ts';
import { sulphiteLimit } from './sulphite.ts';
import { sunsetYellowLimit } from './sunset-yellow.ts';

/** Every value of this regulation, in the order of docs/law. */
export const gb2760Entries: readonly AnyLawEntry[] = [
  benzoateLimit,
  sorbateLimit,
  sulphiteLimit,
  acesulfameLimit,
  sunsetYellowLimit,
  alluraRedLimit,
];
