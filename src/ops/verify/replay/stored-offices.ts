import type { Stored } from './stored.ts';

const OWNER = `CASE t."ownerKind" WHEN 'admin' THEN 'admin' ELSE t."ownerKind" || ':' || COALESCE(p."publicId", a."publicId") END AS owner`;
const OF_OWNER = `LEFT JOIN party p ON p.id = t."ownerId" AND t."ownerKind" = 'party' LEFT JOIN authority a ON a.id = t."ownerId" AND t."ownerKind" = 'authority'`;
const BY = 'p."publicId" AS party, a."publicId" AS authority';
const WHOSE = 'LEFT JOIN party p ON p.id = t."partyId" LEFT JOIN authority a ON a.id = t."authorityId"';
const ended = (column: string, name: string) => `CASE WHEN t."${column}" IS NULL THEN 0 ELSE 1 END AS ${name}`;

/** Who may act, what was entered with its source, holds and recalls, leads and cases. */
export const storedOffices: readonly Stored[] = [
  {
    table: 'api_key',
    sql: `SELECT t."publicId" AS key, ${OWNER}, t.hash, t."madeBy", t.role, t.rights, t."expiresAt", ${ended('revokedAt', 'revoked')} FROM api_key t ${OF_OWNER}`,
    json: ['rights'],
  },
  {
    table: 'account',
    sql: `SELECT t."publicId" AS key, ${OWNER}, t.name, t.role, t.rights, ${ended('endedAt', 'ended')} FROM account t ${OF_OWNER}`,
    json: ['rights'],
  },
  {
    table: 'delegation',
    sql: `SELECT t."publicId" AS key, p."publicId" AS party, o."publicId" AS "to", t.until, t.rights, ${ended('endedAt', 'ended')} FROM delegation t JOIN party p ON p.id = t."fromPartyId" JOIN party o ON o.id = t."toPartyId"`,
    json: ['rights'],
  },
  { table: 'authority', sql: 'SELECT t."publicId" AS key, t.name, t.department, t."regionCode" FROM authority t' },
  {
    table: 'competence',
    sql: `SELECT t."regionCode" || '/' || t.offence || '/' || t.department || '/' || t."from" AS key, a."publicId" AS authority, t.source FROM competence t JOIN authority a ON a.id = t."authorityId"`,
  },
  {
    table: 'law_setting',
    sql: 'SELECT t."publicId" AS id, t.key, t."from", t.value, t.source, t."publishedOn", t.reason, t.by FROM law_setting t',
    named: 'id',
  },
  {
    table: 'directory_row',
    sql: 'SELECT t."publicId" AS key, t.kind, t.value, t."from", t.until, t.source, t.reason FROM directory_row t',
  },
  { table: 'interruption', sql: 'SELECT t."publicId" AS key, t."from", t."to", t.reason, t.by FROM interruption t' },
  {
    table: 'rule_mode',
    sql: `SELECT t.rule || '/' || row_number() OVER (PARTITION BY t.rule ORDER BY t.at) AS key, t.mode, t.reason, t.by FROM rule_mode t`,
  },
  {
    table: 'substance_entry',
    sql: `SELECT t."publicId" AS key, t.body, t."from", t.source, t."publishedOn", t.reason, t.by, ${ended('revokedAt', 'revoked')}, t."revokedBy", t."revokedReason" FROM substance_entry t`,
    json: ['body'],
  },
  {
    table: 'store_code',
    sql: 'SELECT t."publicId" AS key, p."publicId" AS party, s."publicId" AS site, t.item, t.layout, b."traceCode", t."from", t."endedAt", t."actedBy" FROM store_code t JOIN party p ON p.id = t."partyId" JOIN site s ON s.id = t."siteId" JOIN batch b ON b.id = t."batchId"',
  },
  {
    table: 'hold',
    sql: `SELECT t."publicId" AS key, ${BY}, t.reason, t."actedBy", ${ended('liftedAt', 'lifted')}, t."liftReason" FROM hold t ${WHOSE}`,
  },
  {
    table: 'hold_batch',
    sql: `SELECT h."publicId" || '/' || b."traceCode" AS key FROM hold_batch t JOIN hold h ON h.id = t."holdId" JOIN batch b ON b.id = t."batchId"`,
  },
  {
    table: 'recall',
    sql: `SELECT t."publicId" AS key, ${BY}, t.level, t.drill, t.reason, t.instructions, t.contact, t.state, t."startBy", t."completeBy", t."actedBy", t.report FROM recall t ${WHOSE}`,
    json: ['report'],
  },
  {
    table: 'recall_batch',
    sql: `SELECT h."publicId" || '/' || b."traceCode" AS key FROM recall_batch t JOIN recall h ON h.id = t."recallId" JOIN batch b ON b.id = t."batchId" WHERE t.derived = 0`,
    where: 'WHERE t.derived = 0',
  },
  { table: 'consumer_report', sql: 'SELECT t."publicId" AS key, t.details, t."boughtAt", t.contact FROM consumer_report t' },
  {
    table: 'finding',
    sql: `SELECT t."publicId" AS key, t.rule, t."ruleVersion", t.certainty, t.offence, t.department, t."regionCode", p."publicId" AS party, t."actOn", CASE WHEN t.state = 'dismissed' THEN t."settledReason" END AS dismissed FROM finding t JOIN party p ON p.id = t."partyId"`,
    isPart: true,
  },
  {
    table: 'case_file',
    sql: `SELECT t."publicId" AS key, 'authority:' || a."publicId" AS authority, p."publicId" AS party, t.offence, t.state, t.steps, t."fineCents" FROM case_file t JOIN authority a ON a.id = t."authorityId" JOIN party p ON p.id = t."partyId"`,
  },
  {
    table: 'case_step',
    sql: `SELECT f."publicId" || '/' || t.n AS key, t.kind, t.by FROM case_step t JOIN case_file f ON f.id = t."caseId"`,
  },
  {
    table: 'sanction',
    sql: `SELECT f."publicId" AS key, p."publicId" AS party, t.offence, t."fineCents", ${ended('revokedAt', 'revoked')} FROM sanction t JOIN case_file f ON f.id = t."caseId" JOIN party p ON p.id = t."partyId"`,
  },
  {
    table: 'statement',
    sql: `SELECT t."publicId" AS key, p."publicId" AS party, f."publicId" AS "case", v."publicId" AS violation, t.kind, t.text, t.files, t."actedBy" FROM statement t JOIN party p ON p.id = t."partyId" LEFT JOIN case_file f ON f.id = t."caseId" LEFT JOIN finding v ON v.id = t."findingId" WHERE t.kind <> 'reminder'`,
    where: `WHERE t.kind <> 'reminder'`,
    json: ['files'],
    clear: ['text'],
  },
];
