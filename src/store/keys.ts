/**
 * The registry of unique keys: how each is called where a commit answers `conflict(key)`. Each engine names a broken key in its own
 * way; SQLite and D1 by columns, PostgreSQL by constraint. Primary keys of rows that carry fresh ids (`batch.id`) are left out: to
 * break one of them is a defect, not a conflict. A test holds this list against the catalogue.
 */
export const keys = {
  entry: 'entry.chain,seq',
  chain: 'chain.chain',
  idBlock: 'id_block.n',
  idempotency: 'idempotency.scope,key',
  followerPosition: 'follower_position.job,chain',
  largePayload: 'large_payload.hash',
  personal: 'personal.commitment',
  partyPublicId: 'party.publicId',
  partyUscc: 'party.uscc',
  partyStep: 'party_step.partyId,n',
  sitePublicId: 'site.publicId',
  delegationPublicId: 'delegation.publicId',
  authorityPublicId: 'authority.publicId',
  competence: 'competence.regionCode,offence,department,from',
  apiKeyPublicId: 'api_key.publicId',
  apiKeyHash: 'api_key.hash',
  session: 'session.tokenHash',
  accountPublicId: 'account.publicId',
  credentialLogin: 'credential.login',
  credentialPhone: 'credential.phone',
  credentialSubject: 'credential.subject',
  personSessionPublicId: 'person_session.publicId',
  personSession: 'person_session.tokenHash',
  accessAudit: 'access_audit.chain,n',
  directoryRowPublicId: 'directory_row.publicId',
  productPublicId: 'product.publicId',
  productDigest: 'product.partyId,digest',
  traceCode: 'batch.traceCode',
  batchRevision: 'batch_revision.batchId,revision',
  externalCode: 'external_code.scheme,value,batchId',
  certificatePublicId: 'certificate.publicId',
  batchCertificate: 'batch_certificate.batchId,certificateId',
  claim: 'claim.kind,key',
  reservedCode: 'reserved_code.traceCode',
  storedFile: 'stored_file.sha256,partyId',
  holding: 'holding.batchId,partyId,siteId',
  flow: 'flow.src,dst,kind,ref,n',
  transformationPublicId: 'transformation.publicId',
  transformationInput: 'transformation_input.transformationId,n',
  transformationOutput: 'transformation_output.batchId',
  openingPublicId: 'opening.publicId',
  opening: 'opening.partyId,siteId',
  shipmentPublicId: 'shipment.publicId',
  slip: 'shipment.slip',
  shipmentLine: 'shipment_line.shipmentId,n',
  shipmentEnd: 'shipment_end.shipmentId',
  receiptPublicId: 'receipt.publicId',
  receiptLine: 'receipt_line.receiptId,n',
  receiptPhoto: 'receipt_photo.receiptId,n',
  slipPhoto: 'slip_photo.shipmentId,sha256',
  takebackPublicId: 'takeback.publicId',
  takeback: 'takeback.shipmentId,n',
  amendmentPublicId: 'amendment.publicId',
  amendment: 'amendment.shipmentId,n',
  dispositionPublicId: 'disposition.publicId',
  dispositionLine: 'disposition_line.dispositionId,n',
  displayPublicId: 'display.publicId',
  labelPrintPublicId: 'label_print.publicId',
  labelPrintBatch: 'label_print_batch.printId,n',
  labelVoid: 'label_void.printId,n',
  consumerReportPublicId: 'consumer_report.publicId',
  consumerReportSender: 'consumer_report.sender,n',
  findingPublicId: 'finding.publicId',
  finding: 'finding.rule,subjectType,subjectId,occasion',
  due: 'due.at,rule,subjectType,subjectId',
  casePublicId: 'case_file.publicId',
  officePhoto: 'office_photo.authorityId,sha256',
  notePhoto: 'note_photo.noteId,n',
  caseStep: 'case_step.caseId,n',
  statementPublicId: 'statement.publicId',
  sanction: 'sanction.partyId,n',
  lawSettingPublicId: 'law_setting.publicId',
  interruptionPublicId: 'interruption.publicId',
  ruleMode: 'rule_mode.rule,at',
  pageVersion: 'page_version.batchId',
  substanceEntryPublicId: 'substance_entry.publicId',
  mention: 'mention.kind,token,subjectType,subjectId',
  reviewItemPublicId: 'review_item.publicId',
  reviewItem: 'review_item.kind,key',
  holdPublicId: 'hold.publicId',
  holdBatch: 'hold_batch.holdId,batchId',
  recallPublicId: 'recall.publicId',
  recallBatch: 'recall_batch.recallId,batchId',
  recallScope: 'recall_scope.recallId,holdingId',
  recallHolder: 'recall_holder.recallId,partyId',
  recallReportPublicId: 'recall_report.publicId',
  importPublicId: 'import_job.publicId',
  importFault: 'import_fault.importId,row',
  webhookPublicId: 'webhook.publicId',
  noticePublicId: 'notice.publicId',
  notice: 'notice.ownerKind,ownerId,kind,subjectType,subjectCode',
  delivery: 'delivery.webhookId,noticeId',
  logLeaf: 'log_leaf.leafIndex',
  logLeafHash: 'log_leaf.hash',
  logLeafEntry: 'log_leaf.chain,seq',
  logNode: 'log_node.level,n',
  logCheckpoint: 'log_checkpoint.size',
  samplePublicId: 'sample.publicId',
  sampleNumber: 'sample.takerKind,takerId,number',
  sampleBatch: 'sample_batch.sampleId,batchId',
  labReportPublicId: 'lab_report.publicId',
  labReport: 'lab_report.sampleId,n',
  fieldRecordPublicId: 'field_record.publicId',
  fieldRecordBatch: 'field_record_batch.fieldRecordId,batchId',
  importPapersPublicId: 'import_papers.publicId',
  importPapers: 'import_papers.partyId,declarationNumber',
  importPapersBatch: 'import_papers_batch.importPapersId,batchId',
  transportPublicId: 'transport.publicId',
  storeCodePublicId: 'store_code.publicId',
  shipmentCode: 'shipment_code.scheme,value,shipmentId',
  filingTargetPublicId: 'filing_target.publicId',
  filingPublicId: 'filing.publicId',
  filing: 'filing.targetId,chain,seq',
  epcisCapturePublicId: 'epcis_capture.publicId',
  epcisEvent: 'epcis_event.partyId,eventId',
  epcisEpc: 'epcis_epc.epc,role,eventId',
} as const;

/** `expect`: a value read before the commit was no longer so. */
export type KeyName = keyof typeof keys | 'expect';

const byColumns = new Map<string, KeyName>(Object.entries(keys).map(([name, columns]) => [columns, name as keyof typeof keys]));

/** The registry's name for `table.column,column`; undefined when the key is not in it. */
export function keyNamed(columns: string): KeyName | undefined {
  return byColumns.get(columns);
}

/** A unique key or an expectation refused a commit. */
export class Refused extends Error {
  readonly key: KeyName;
  constructor(key: KeyName) {
    super(`conflict on ${key}`);
    this.key = key;
  }
}

/** The broken key in SQLite's own words (`UNIQUE constraint failed: batch.traceCode`), on D1 too; undefined when it is another error. */
export function keyInSqliteMessage(message: string): KeyName | undefined {
  if (message.includes('CHECK constraint failed: guard_ok')) return 'expect';
  const list = /UNIQUE constraint failed: (\w+\.\w+(?:, \w+\.\w+)*)/.exec(message)?.[1];
  if (!list) return undefined;
  const table = list.slice(0, list.indexOf('.'));
  return keyNamed(`${table}.${list.replaceAll(`${table}.`, '').replaceAll(', ', ',')}`);
}
