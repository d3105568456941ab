/** Tables that are held against nothing, by why. Every run says so; a test holds the list against the schema. */
export const NOT_REPLAYED: readonly (readonly [why: string, tables: readonly string[]])[] = [
  [
    'what rules and jobs derive, recomputable from the facts by their recorded versions',
    ['due', 'mention', 'page_version', 'recall_scope', 'recall_holder', 'review_item', 'notice', 'delivery', 'filing'],
  ],
  [
    'told by entries that are checked as such, not row by row',
    [
      'party_step',
      'recall_report',
      'reserved_code',
      'label_print',
      'label_print_batch',
      'label_void',
      'stored_file',
      'note_photo',
      'import_job',
      'import_fault',
      'webhook',
      'filing_target',
      'epcis_capture',
      'epcis_event',
      'epcis_epc',
      'shipment_code',
    ],
  ],
  ['read with the balances, their inputs as rows', ['transformation', 'transformation_output']],
  [
    'no facts; but whoever can write to the first three can sign in as somebody, and what they do then stands under that name',
    [
      'credential',
      'person_session',
      'session',
      'sign_in_attempt',
      'idempotency',
      'id_block',
      'guard',
      'follower_position',
      'claim',
      'slip_photo',
      'office_photo',
    ],
  ],
];

/** Checked otherwise than by the replay. */
export const CHECKED_OTHERWISE = [
  'chain',
  'entry',
  'large_payload',
  'personal',
  'log_leaf',
  'log_node',
  'log_checkpoint',
  'access_audit',
  'holding',
  'flow',
];

/** Inner numbers mean nothing outside; when a row was written is told by its entry, whose instant is in the ledger. */
export const INNER = ['id', 'createdAt', 'recordedAt', 'at', 'openedAt', 'closedAt', 'detectedAt', 'settledAt', 'revision', 'n'];

/** Columns of replayed tables that no entry tells in a form they could be compared with. */
export const NOT_COMPARED: Readonly<Record<string, readonly string[]>> = {
  delegation: ['siteIds'],
  api_key: ['prefix', 'label'],
  batch: ['commissionerUscc', 'sourceName', 'publicFields', 'regionCode'],
  certificate: ['batchNumber', 'coversFrom', 'coversTo'],
  transformation_input: ['unitCode'],
  shipment: ['slip', 'toNatural', 'regionCode'],
  shipment_line: ['unitCode'],
  receipt: ['fromNatural'],
  receipt_line: ['unitCode'],
  disposition_line: ['batchRevision', 'unitCode'],
  consumer_report: ['batchId', 'regionCode', 'kind', 'sender'],
  case_file: [
    'officers',
    'occurredFrom',
    'occurredTo',
    'dueOn',
    'servedOn',
    'noticeServedOn',
    'statementDueOn',
    'hearingAskedOn',
    'goodsValueCents',
    'decidedOn',
  ],
  case_step: ['record'],
  sanction: ['decidedOn'],
  finding: [
    'weight',
    'state, but for dismissed',
    'siteId',
    'subjectType',
    'subjectId',
    'subjectCode',
    'batchId',
    'occasion',
    'message',
    'evidence',
    'citations',
    'band',
    'minCents',
    'maxCents',
    'judgedAsOf',
    'authorityId',
    'caseId',
  ],
  substance_entry: ['kind'],
  hold: ['regionCode', 'affected'],
  recall: ['regionCode', 'affected'],
};

/** The lists as notes of a report. */
export function notReplayed(): string[] {
  const columns = Object.entries(NOT_COMPARED).map(([table, names]) => `${table} (${names.join(', ')})`);
  return [
    ...NOT_REPLAYED.map(([why, tables]) => `not replayed (${why}): ${tables.join(', ')}`),
    `columns not compared: ${columns.join('; ')}; inner numbers, and when a row was written; findings that are no leads; reminders of offices; licences of natural persons; former Digital Links`,
  ];
}
