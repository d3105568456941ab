import type { Photos } from './photos.ts';
import type { LeadItem } from './view.ts';

/** The page of one lead, for the office that reads it. */
export type LeadView = {
  authority: { name: string };
  item: LeadItem;
  message?: string;
  /** Photos of the officer's note. */
  photos?: Photos;
  /** The case's order, where one was given. */
  order?: { dueOn: string; text: string; orderedAt: string };
  statements?: { at: string; text: string }[];
  /** Addresses of the next steps open to this officer; a step left out is not offered. */
  /** `opening` opens a case where the law asks for no order before the fine. */
  actions: { opening?: string; order?: string; correction?: string; dismissal?: string };
  csrf?: string;
  /** What stands in the forms before anybody typed, by field. */
  proposed?: Readonly<Record<string, string>>;
  /** What was refused, and the values to show again. */
  error?: { text: string; field?: string };
  entered?: Record<string, string>;
};
