import { partyCaller } from '../../platform/caller.ts';
import type { Deps } from '../../platform/deps.ts';
import { type Route, route } from '../../platform/route.ts';
import { listPrints, printLabels, readFile } from './printing.ts';
import { labelBody, labelQuery, printList, printParams, printView, voidBody } from './schemas.ts';
import { voidLabels } from './voiding.ts';

const tag = 'batches';
const printers = { who: ['party'], right: 'batches' } as const;
const readers = { who: ['party'], delegateRight: 'batches' } as const;

const file = {
  description:
    'The file, made while it is sent. `Label-Print` names the record, `Label-Missing` the characters printed as 〓, percent-encoded',
  mediaType: 'application/pdf',
};

/** Labels: print, print again, void. */
export function labelRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/labels',
      id: 'printLabels',
      tag,
      summary: 'Print labels',
      description:
        'Labels of own batches as PDF, SVG or ZPL: QR code with its quiet zone and whole printer dots a module, trace code in groups of four, product, batch number, dates, firm. ' +
        'Names too long are cut with …; the code never. A label too small for its code is refused with the size it needs. Up to 10,000 labels a print. ' +
        'The print is recorded before the file is sent (who, which batches, how many); labels that do not come out are voided. A batch printed before is a reprint. ' +
        'A test label alone is not recorded. A repeat under the same Idempotency-Key answers 303 to the file. Not offered at the edge (501).',
      access: printers,
      body: labelBody,
      replies: { 200: file, 303: { description: 'Recorded before under the same Idempotency-Key; Location is the file' } },
      handle: (call) => printLabels(deps, call, partyCaller(call)),
    }),
    route({
      method: 'get',
      path: '/v1/labels',
      id: 'listLabelPrints',
      tag,
      summary: 'What labels were printed',
      description:
        'Prints, newest first; with `batch` those of one batch. Each says how many labels there were before, and how many were voided since.',
      access: readers,
      query: labelQuery,
      replies: { 200: { description: 'A page; `next` and the Link header lead on', schema: printList } },
      handle: (call) => listPrints(deps, call, partyCaller(call)),
    }),
    route({
      method: 'get',
      path: '/v1/labels/{id}/file',
      id: 'readLabelFile',
      tag,
      summary: 'The file of a print',
      description:
        'The labels of a recorded print once more, for a download that broke; as their batches are recorded now. Not offered at the edge (501).',
      access: readers,
      params: printParams,
      replies: { 200: file },
      handle: (call) => readFile(deps, call, partyCaller(call)),
    }),
    route({
      method: 'post',
      path: '/v1/labels/{id}/voids',
      id: 'voidLabels',
      tag,
      summary: 'Void labels',
      description:
        'Labels of a print that were spoiled, lost or destroyed: how many of which batch, and why. The print stays as it was recorded. More than are left is refused.',
      access: printers,
      params: printParams,
      body: voidBody,
      replies: { 201: { description: 'Recorded', schema: printView } },
      handle: (call) => voidLabels(deps, call, partyCaller(call)),
    }),
  ];
}
