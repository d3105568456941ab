/** How a table is read for the comparison: `key` names the row, every other column is compared. */
export interface Stored {
  table: string;
  sql: string;
  /** Which rows of the table (`t`) those must be; all without it. */
  where?: string;
  /** Compared in canonical form. */
  json?: readonly string[];
  /** Compared as the SHA-256 of its text. */
  digest?: string;
  /** The column that names the row, where `key` is a name of its own. */
  named?: string;
  /** Rows the ledger does not tell of are there too: derived, or for the party alone. */
  isPart?: boolean;
  /** Columns that hold in clear what the ledger has as a commitment. */
  clear?: readonly string[];
}

/** The part of the key that names the outputs of a transformation; filled in from `outputs`. */
export const OUTPUTS_SQL =
  'SELECT o."transformationId" AS id, b."traceCode" AS code FROM transformation_output o JOIN batch b ON b.id = o."batchId" ORDER BY o."transformationId", b."traceCode"';

const PARTY = 'p."publicId" AS party';
const SITE = 's."publicId" AS site';
const OF_PARTY = 'JOIN party p ON p.id = t."partyId"';
const AT_SITE = 'JOIN site s ON s.id = t."siteId"';
const LINE = 'b."traceCode", l.amount, l.unit';

/** Goods, and who has them; the tables of offices are in `storedOffices`. */
export const storedGoods: readonly Stored[] = [
  {
    table: 'party',
    sql: 'SELECT t."publicId" AS key, t.uscc, t.name, t."regionCode", t.natural, t.kinds, t."contactName", t."contactPhone", t."contactAddress", t.state FROM party t',
    json: ['kinds'],
    clear: ['uscc'],
  },
  {
    table: 'licence',
    sql: `SELECT p."publicId" || '/' || t.kind || '/' || t.number AS key, t."validFrom", t."validUntil", CASE WHEN t."endedAt" IS NULL THEN 0 ELSE 1 END AS ended FROM licence t ${OF_PARTY} WHERE p.natural = 0 ORDER BY t."recordedAt", ended DESC, t.id`,
    where: 'WHERE NOT EXISTS (SELECT 1 FROM party p WHERE p.id = t."partyId" AND p.natural = 1)',
  },
  {
    table: 'site',
    sql: `SELECT t."publicId" AS key, ${PARTY}, t.name, t."regionCode", t.address, t."stallNumber", t.kind, t.gln, CASE WHEN t."endedAt" IS NULL THEN 0 ELSE 1 END AS ended FROM site t ${OF_PARTY}`,
    clear: ['name'],
  },
  {
    table: 'product',
    sql: `SELECT t."publicId" AS key, ${PARTY}, t.digest, t.name, t.specification, t.category, t."directoryItem", t."foodClass", t.gtin, t."shelfLifeValue", t."shelfLifeUnit", t.packaging, t.ingredients, t.claims FROM product t ${OF_PARTY}`,
    json: ['packaging', 'ingredients', 'claims'],
  },
  {
    table: 'batch',
    sql: `SELECT t."traceCode" AS key, ${PARTY}, ${SITE}, t.origin, r."publicId" AS product, t.gtin, t."batchNumber", t.lot, t."productionDate", t."productionDateTo", t."productionTime", t."expiresOn", t."expiresBy", t.steps, t.unit, t."unitCode", t.pieces, t."commissionedBy", t.materials, t."actedBy", t.revision, t."ledgerChain", t."ledgerSeq", t."ledgerHash" FROM batch t ${OF_PARTY} ${AT_SITE} JOIN product r ON r.id = t."productId"`,
    json: ['commissionedBy', 'materials'],
  },
  {
    table: 'batch_revision',
    sql: `SELECT b."traceCode" || '/' || t.revision AS key, t.at, t."ledgerSeq" FROM batch_revision t JOIN batch b ON b.id = t."batchId"`,
  },
  {
    table: 'external_code',
    sql: `SELECT t.scheme || '/' || t.value || '/' || b."traceCode" AS key FROM external_code t JOIN batch b ON b.id = t."batchId" WHERE t.scheme <> 'gs1:01/10'`,
    where: `WHERE t.scheme <> 'gs1:01/10'`,
  },
  {
    table: 'certificate',
    sql: `SELECT t."publicId" AS key, ${PARTY}, t.kind, t.number, t.issuer, t."issuedOn", t."validUntil", t.conclusion, t."fileSha256", t.results, CASE WHEN t."withdrawnAt" IS NULL THEN 0 ELSE 1 END AS withdrawn FROM certificate t ${OF_PARTY}`,
    json: ['results'],
  },
  {
    table: 'batch_certificate',
    sql: `SELECT b."traceCode" || '/' || c."publicId" AS key FROM batch_certificate t JOIN batch b ON b.id = t."batchId" JOIN certificate c ON c.id = t."certificateId"`,
  },
  {
    table: 'transformation_input',
    sql: `SELECT l."transformationId" AS "of", l.n, b."traceCode", l."batchRevision" AS revision, l.amount, l.unit FROM transformation_input l JOIN batch b ON b.id = l."batchId"`,
  },
  { table: 'opening', sql: `SELECT t."publicId" AS key, ${PARTY}, ${SITE}, t."asOf" FROM opening t ${OF_PARTY} ${AT_SITE}` },
  {
    table: 'shipment',
    sql: `SELECT t."publicId" AS key, ${PARTY}, ${SITE}, t.purpose, t."documentNumber", t."shippedAt", t."deliveredAt", t."actedBy", x."publicId" AS "toParty", y."publicId" AS "toSite", t."toName", t."toUscc", t.state FROM shipment t ${OF_PARTY} ${AT_SITE} LEFT JOIN party x ON x.id = t."toPartyId" LEFT JOIN site y ON y.id = t."toSiteId"`,
  },
  {
    table: 'shipment_line',
    sql: `SELECT t."publicId" || '/' || l.n AS key, ${LINE}, l."batchRevision" AS revision, l.pieces FROM shipment_line l JOIN shipment t ON t.id = l."shipmentId" JOIN batch b ON b.id = l."batchId"`,
  },
  {
    table: 'shipment_end',
    sql: 'SELECT t."publicId" AS key, e.kind, e.chain FROM shipment_end e JOIN shipment t ON t.id = e."shipmentId"',
  },
  {
    table: 'receipt',
    sql: `SELECT t."publicId" AS key, h."publicId" AS shipment, ${PARTY}, ${SITE}, t.by, t.outcome, t."receivedAt", t."signedName", t.reason, t."actedBy", t.checks, t."fromName", t."fromUscc", t."fromAddress", t."fromContact" FROM receipt t LEFT JOIN shipment h ON h.id = t."shipmentId" LEFT ${OF_PARTY} LEFT ${AT_SITE}`,
    json: ['checks'],
  },
  {
    table: 'receipt_line',
    sql: `SELECT t."publicId" || '/' || l.n AS key, ${LINE}, l."lineN", l.outcome FROM receipt_line l JOIN receipt t ON t.id = l."receiptId" JOIN batch b ON b.id = l."batchId"`,
  },
  {
    table: 'receipt_photo',
    sql: `SELECT r."publicId" || '/' || t.n AS key, t.sha256, t.size, t."mediaType" FROM receipt_photo t JOIN receipt r ON r.id = t."receiptId"`,
  },
  {
    table: 'takeback',
    sql: 'SELECT t."publicId" AS key, h."publicId" AS shipment, t.reason, t."actedBy", t.lines FROM takeback t JOIN shipment h ON h.id = t."shipmentId"',
  },
  {
    table: 'amendment',
    sql: 'SELECT t."publicId" AS key, h."publicId" AS shipment, p."publicId" AS party, t.reason, t.lines, t.state FROM amendment t JOIN shipment h ON h.id = t."shipmentId" JOIN party p ON p.id = t."byPartyId"',
  },
  {
    table: 'disposition',
    sql: `SELECT t."publicId" AS key, ${PARTY}, ${SITE}, t.kind, t.at, t."actedBy" FROM disposition t ${OF_PARTY} ${AT_SITE}`,
  },
  {
    table: 'disposition_line',
    sql: `SELECT t."publicId" || '/' || l.n AS key, ${LINE} FROM disposition_line l JOIN disposition t ON t.id = l."dispositionId" JOIN batch b ON b.id = l."batchId"`,
  },
  {
    table: 'display',
    sql: `SELECT t."publicId" AS key, ${PARTY}, ${SITE}, t.place, t."shownFrom", t."actedBy", b."traceCode", t."shownTo" FROM display t ${OF_PARTY} ${AT_SITE} JOIN batch b ON b.id = t."batchId"`,
  },
  {
    table: 'sample',
    sql: `SELECT t."publicId" AS key, t."takerKind" || ':' || COALESCE(y."publicId", a."publicId") AS taker, ${PARTY}, ${SITE}, t."regionCode", t.number, t.kind, l."publicId" AS laboratory, r."publicId" AS "retestLaboratory", t."takenAt", t."actedBy", t.state, t."retestUntil" FROM sample t ${OF_PARTY} LEFT ${AT_SITE} LEFT JOIN party y ON y.id = t."takerId" AND t."takerKind" = 'party' LEFT JOIN authority a ON a.id = t."takerId" AND t."takerKind" = 'authority' LEFT JOIN party l ON l.id = t."laboratoryId" LEFT JOIN party r ON r.id = t."retestLaboratoryId"`,
  },
  {
    table: 'sample_batch',
    sql: `SELECT h."publicId" || '/' || b."traceCode" AS key FROM sample_batch t JOIN sample h ON h.id = t."sampleId" JOIN batch b ON b.id = t."batchId"`,
  },
  {
    table: 'lab_report',
    sql: `SELECT t."publicId" AS key, h."publicId" AS sample, t.n AS nth, t.kind, c."publicId" AS certificate, l."publicId" AS laboratory, t."actedBy", CASE WHEN t."withdrawnAt" IS NULL THEN 0 ELSE 1 END AS withdrawn, t."withdrawnReason" FROM lab_report t JOIN sample h ON h.id = t."sampleId" JOIN certificate c ON c.id = t."certificateId" LEFT JOIN party l ON l.id = t."laboratoryId"`,
  },
  {
    table: 'field_record',
    sql: `SELECT t."publicId" AS key, ${PARTY}, ${SITE}, t.plot, t.crop, t.agent, t."registrationNumber", t.dose, t."appliedOn", t."intervalDays", t."harvestedOn", t.note, t."actedBy" FROM field_record t ${OF_PARTY} ${AT_SITE}`,
  },
  {
    table: 'field_record_batch',
    sql: `SELECT h."publicId" || '/' || b."traceCode" AS key FROM field_record_batch t JOIN field_record h ON h.id = t."fieldRecordId" JOIN batch b ON b.id = t."batchId"`,
  },
  {
    table: 'import_papers',
    sql: `SELECT t."publicId" AS key, ${PARTY}, t.country, t."overseasRegistration", t."declarationNumber", t."inspectionCertificate", t."arrivedOn", t.port, t."fileSha256", t."actedBy" FROM import_papers t ${OF_PARTY}`,
  },
  {
    table: 'import_papers_batch',
    sql: `SELECT h."publicId" || '/' || b."traceCode" AS key FROM import_papers_batch t JOIN import_papers h ON h.id = t."importPapersId" JOIN batch b ON b.id = t."batchId"`,
  },
  {
    table: 'transport',
    sql: `SELECT t."publicId" AS key, h."publicId" AS shipment, ${PARTY}, c."publicId" AS carrier, t."carrierName", t.plate, t.bulk, t."minC10", t."maxC10", t.readings AS "readingsSha256", t."logSha256", t.waybill, t.permit, t."actedBy" FROM transport t JOIN shipment h ON h.id = t."shipmentId" ${OF_PARTY} LEFT JOIN party c ON c.id = t."carrierId"`,
    digest: 'readingsSha256',
  },
];
