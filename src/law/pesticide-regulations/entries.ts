import type { AnyLawEntry } from '../model.ts';
import { finePesticide } from './fine-60.ts';

/** Every value of this regulation, in the order of docs/law. */
export const pesticideRegulationsEntries: readonly AnyLawEntry[] = [finePesticide];
