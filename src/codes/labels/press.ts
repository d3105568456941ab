import type { LabelJob } from './content.ts';
import type { Checked } from './sheets.ts';

/** A job the press has read: what is to be said of it, and its pages. Either `pages` or `cancel` must follow. */
export interface OpenedJob extends Checked {
  /** The file, made while it is read; whoever stops reading stops the press. */
  pages(): ReadableStream<Uint8Array>;
  cancel(): void;
}

/** Makes labels beside the thread that answers scans. */
export interface LabelPress {
  /** @throws {Problem} unavailable where it cannot be begun */
  open(job: LabelJob): Promise<OpenedJob>;
}
