-- CreateTable
CREATE TABLE "id_block" (
    "n" INTEGER PRIMARY KEY,
    "at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "chain" (
    "chain" TEXT NOT NULL PRIMARY KEY,
    "seq" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "at" BIGINT NOT NULL
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "entry" (
    "chain" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "at" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "bytes" TEXT NOT NULL,

    PRIMARY KEY ("chain", "seq")
);

-- CreateTable
CREATE TABLE "large_payload" (
    "hash" TEXT NOT NULL PRIMARY KEY,
    "bytes" TEXT NOT NULL
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "personal" (
    "commitment" TEXT NOT NULL PRIMARY KEY,
    "salt" TEXT NOT NULL,
    "value" TEXT NOT NULL
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "idempotency" (
    "scope" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "status" BIGINT NOT NULL,
    "headers" TEXT NOT NULL,
    "body" TEXT,
    "at" BIGINT NOT NULL,

    PRIMARY KEY ("scope", "key")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "follower_position" (
    "job" TEXT NOT NULL,
    "chain" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,

    PRIMARY KEY ("job", "chain")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "guard" (
    "ok" INTEGER PRIMARY KEY,
    CONSTRAINT "guard_ok" CHECK (ok = 1)
);

-- CreateTable
CREATE TABLE "party" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "uscc" TEXT,
    "name" TEXT NOT NULL,
    "kinds" TEXT NOT NULL,
    "natural" BIGINT NOT NULL,
    "regionCode" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "contactName" TEXT,
    "contactPhone" TEXT,
    "contactAddress" TEXT,
    "revision" BIGINT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    CONSTRAINT "party_state" CHECK (state IN ('pending', 'approved', 'rejected'))
);

-- CreateTable
CREATE TABLE "party_step" (
    "partyId" BIGINT NOT NULL,
    "n" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" BIGINT NOT NULL,

    PRIMARY KEY ("partyId", "n")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "licence" (
    "id" INTEGER PRIMARY KEY,
    "partyId" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "validFrom" TEXT,
    "validUntil" TEXT,
    "recordedAt" BIGINT NOT NULL,
    "endedAt" BIGINT
);

-- CreateTable
CREATE TABLE "site" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "partyId" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "regionCode" TEXT NOT NULL,
    "address" TEXT,
    "stallNumber" TEXT,
    "gln" TEXT,
    "createdAt" BIGINT NOT NULL,
    "endedAt" BIGINT,
    CONSTRAINT "site_partyId_fkey" FOREIGN KEY ("partyId") REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);

-- CreateTable
CREATE TABLE "delegation" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "fromPartyId" BIGINT NOT NULL,
    "toPartyId" BIGINT NOT NULL,
    "rights" TEXT NOT NULL,
    "siteIds" TEXT,
    "until" TEXT,
    "createdAt" BIGINT NOT NULL,
    "endedAt" BIGINT
);

-- CreateTable
CREATE TABLE "authority" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "department" TEXT NOT NULL,
    "regionCode" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "competence" (
    "regionCode" TEXT NOT NULL,
    "offence" TEXT NOT NULL,
    "department" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "authorityId" BIGINT NOT NULL,
    "source" TEXT NOT NULL,
    "at" BIGINT NOT NULL,

    PRIMARY KEY ("regionCode", "offence", "department", "from")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "api_key" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "ownerKind" TEXT NOT NULL,
    "ownerId" BIGINT NOT NULL,
    "label" TEXT NOT NULL,
    "rights" TEXT,
    "role" TEXT,
    "createdAt" BIGINT NOT NULL,
    "expiresAt" BIGINT,
    "revokedAt" BIGINT,
    "madeBy" TEXT NOT NULL,
    CONSTRAINT "api_key_owner" CHECK ("ownerKind" IN ('admin', 'authority', 'party')),
    CONSTRAINT "api_key_role" CHECK ("role" IN ('system', 'security', 'audit', 'inspector', 'officer'))
);

-- CreateTable
CREATE TABLE "account" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "ownerKind" TEXT NOT NULL,
    "ownerId" BIGINT NOT NULL,
    "role" TEXT,
    "rights" TEXT,
    "name" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "endedAt" BIGINT,
    CONSTRAINT "account_owner" CHECK ("ownerKind" IN ('admin', 'authority', 'party')),
    CONSTRAINT "account_role" CHECK ("role" IN ('system', 'security', 'audit', 'inspector', 'officer'))
);

-- CreateTable
CREATE TABLE "credential" (
    "id" INTEGER PRIMARY KEY,
    "login" TEXT,
    "passwordHash" TEXT,
    "totp" TEXT,
    "totpSince" BIGINT,
    "totpCounter" BIGINT,
    "phone" TEXT,
    "subject" TEXT,
    "changedAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "person_session" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "accountId" BIGINT,
    "kind" TEXT NOT NULL,
    "data" TEXT,
    "browser" TEXT,
    "createdAt" BIGINT NOT NULL,
    "seenAt" BIGINT NOT NULL,
    "expiresAt" BIGINT NOT NULL,
    "endedAt" BIGINT
);

-- CreateTable
CREATE TABLE "sign_in_attempt" (
    "id" INTEGER PRIMARY KEY,
    "subject" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "ok" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "access_audit" (
    "chain" TEXT NOT NULL,
    "n" BIGINT NOT NULL,
    "at" BIGINT NOT NULL,
    "who" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "status" BIGINT NOT NULL,
    "requestId" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "prev" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    PRIMARY KEY ("chain", "n")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "session" (
    "tokenHash" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "keyId" BIGINT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "expiresAt" BIGINT NOT NULL,
    "usedAt" BIGINT
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "directory_row" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "until" TEXT,
    "source" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "product" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "partyId" BIGINT NOT NULL,
    "digest" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "specification" TEXT,
    "category" TEXT NOT NULL,
    "directoryItem" TEXT,
    "foodClass" TEXT,
    "gtin" TEXT,
    "shelfLifeValue" BIGINT,
    "shelfLifeUnit" TEXT,
    "packaging" TEXT,
    "ingredients" TEXT,
    "claims" TEXT,
    "revision" BIGINT NOT NULL,
    "createdAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "batch" (
    "id" INTEGER PRIMARY KEY,
    "traceCode" TEXT NOT NULL,
    "partyId" BIGINT NOT NULL,
    "siteId" BIGINT NOT NULL,
    "productId" BIGINT NOT NULL,
    "gtin" TEXT,
    "lot" TEXT NOT NULL,
    "batchNumber" TEXT,
    "productionDate" TEXT,
    "productionDateTo" TEXT,
    "productionTime" TEXT,
    "expiresOn" TEXT,
    "expiresBy" TEXT,
    "steps" BIGINT,
    "unit" TEXT,
    "unitCode" TEXT,
    "pieces" BIGINT,
    "origin" TEXT NOT NULL,
    "commissionedBy" TEXT,
    "commissionerUscc" TEXT,
    "materials" TEXT,
    "sourceName" TEXT,
    "publicFields" TEXT,
    "regionCode" TEXT NOT NULL,
    "actedBy" TEXT NOT NULL,
    "revision" BIGINT NOT NULL,
    "ledgerChain" TEXT NOT NULL,
    "ledgerSeq" BIGINT NOT NULL,
    "ledgerHash" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    CONSTRAINT "batch_partyId_fkey" FOREIGN KEY ("partyId") REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "batch_productId_fkey" FOREIGN KEY ("productId") REFERENCES "product" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);

-- CreateTable
CREATE TABLE "batch_revision" (
    "batchId" BIGINT NOT NULL,
    "revision" BIGINT NOT NULL,
    "at" BIGINT NOT NULL,
    "ledgerSeq" BIGINT NOT NULL,

    PRIMARY KEY ("batchId", "revision")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "transformation" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "partyId" BIGINT NOT NULL,
    "siteId" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "loss" TEXT,
    "reason" TEXT,
    "actedBy" TEXT NOT NULL,
    "recordedAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "transformation_input" (
    "transformationId" BIGINT NOT NULL,
    "n" BIGINT NOT NULL,
    "batchId" BIGINT NOT NULL,
    "batchRevision" BIGINT NOT NULL,
    "holdingId" BIGINT NOT NULL,
    "steps" BIGINT NOT NULL,
    "amount" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "unitCode" TEXT NOT NULL,

    PRIMARY KEY ("transformationId", "n")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "transformation_output" (
    "batchId" BIGINT NOT NULL PRIMARY KEY,
    "transformationId" BIGINT NOT NULL,
    "n" BIGINT NOT NULL,
    "holdingId" BIGINT NOT NULL,
    "steps" BIGINT NOT NULL,
    "pieces" BIGINT
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "external_code" (
    "scheme" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "batchId" BIGINT NOT NULL,

    PRIMARY KEY ("scheme", "value", "batchId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "certificate" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "partyId" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "number" TEXT,
    "issuer" TEXT,
    "issuedOn" TEXT,
    "validUntil" TEXT,
    "conclusion" TEXT,
    "batchNumber" TEXT,
    "results" TEXT,
    "fileSha256" TEXT,
    "coversFrom" TEXT,
    "coversTo" TEXT,
    "withdrawnAt" BIGINT,
    "recordedAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "batch_certificate" (
    "batchId" BIGINT NOT NULL,
    "certificateId" BIGINT NOT NULL,

    PRIMARY KEY ("batchId", "certificateId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "claim" (
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "subjectId" BIGINT NOT NULL,
    "at" BIGINT NOT NULL,

    PRIMARY KEY ("kind", "key")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "reserved_code" (
    "traceCode" TEXT NOT NULL PRIMARY KEY,
    "partyId" BIGINT NOT NULL,
    "roll" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "batchId" BIGINT
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "label_print" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "partyId" BIGINT NOT NULL,
    "format" TEXT NOT NULL,
    "layout" TEXT NOT NULL,
    "dpi" BIGINT NOT NULL,
    "startPosition" BIGINT NOT NULL,
    "test" BIGINT NOT NULL,
    "labels" BIGINT NOT NULL,
    "reason" TEXT,
    "actedBy" TEXT NOT NULL,
    "at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "label_print_batch" (
    "printId" BIGINT NOT NULL,
    "n" BIGINT NOT NULL,
    "batchId" BIGINT NOT NULL,
    "copies" BIGINT NOT NULL,
    "before" BIGINT NOT NULL,
    "revision" BIGINT NOT NULL,

    PRIMARY KEY ("printId", "n")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "label_void" (
    "printId" BIGINT NOT NULL,
    "n" BIGINT NOT NULL,
    "batchId" BIGINT NOT NULL,
    "copies" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "actedBy" TEXT NOT NULL,
    "at" BIGINT NOT NULL,

    PRIMARY KEY ("printId", "n")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "consumer_report" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "batchId" BIGINT NOT NULL,
    "regionCode" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "details" TEXT NOT NULL,
    "boughtAt" TEXT,
    "contact" TEXT,
    "sender" TEXT NOT NULL,
    "n" BIGINT NOT NULL,
    "at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "stored_file" (
    "sha256" TEXT NOT NULL,
    "partyId" BIGINT NOT NULL,
    "size" BIGINT NOT NULL,
    "mediaType" TEXT NOT NULL,
    "at" BIGINT NOT NULL,

    PRIMARY KEY ("sha256", "partyId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "holding" (
    "id" INTEGER PRIMARY KEY,
    "batchId" BIGINT NOT NULL,
    "partyId" BIGINT NOT NULL,
    "siteId" BIGINT NOT NULL,
    "steps" BIGINT NOT NULL,
    "createdAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "flow" (
    "src" BIGINT NOT NULL,
    "dst" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "ref" BIGINT NOT NULL,
    "n" BIGINT NOT NULL,
    "steps" BIGINT NOT NULL,
    "revision" BIGINT NOT NULL,
    "at" BIGINT NOT NULL,

    PRIMARY KEY ("src", "dst", "kind", "ref", "n")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "opening" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "partyId" BIGINT NOT NULL,
    "siteId" BIGINT NOT NULL,
    "asOf" TEXT NOT NULL,
    "recordedAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "shipment" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "slip" TEXT NOT NULL,
    "partyId" BIGINT NOT NULL,
    "siteId" BIGINT NOT NULL,
    "purpose" TEXT NOT NULL,
    "toPartyId" BIGINT,
    "toSiteId" BIGINT,
    "toName" TEXT NOT NULL,
    "toUscc" TEXT,
    "toNatural" BIGINT NOT NULL,
    "documentNumber" TEXT,
    "shippedAt" BIGINT NOT NULL,
    "deliveredAt" BIGINT,
    "regionCode" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "actedBy" TEXT NOT NULL,
    "revision" BIGINT NOT NULL,
    "recordedAt" BIGINT NOT NULL,
    CONSTRAINT "shipment_state" CHECK (state IN ('in-transit', 'received', 'refused', 'disputed', 'void'))
);

-- CreateTable
CREATE TABLE "shipment_line" (
    "shipmentId" BIGINT NOT NULL,
    "n" BIGINT NOT NULL,
    "batchId" BIGINT NOT NULL,
    "batchRevision" BIGINT NOT NULL,
    "holdingId" BIGINT NOT NULL,
    "steps" BIGINT NOT NULL,
    "amount" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "unitCode" TEXT NOT NULL,
    "pieces" BIGINT,

    PRIMARY KEY ("shipmentId", "n"),
    CONSTRAINT "shipment_line_shipmentId_fkey" FOREIGN KEY ("shipmentId") REFERENCES "shipment" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "shipment_end" (
    "shipmentId" INTEGER PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "chain" TEXT NOT NULL,
    "at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "receipt" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "shipmentId" BIGINT,
    "partyId" BIGINT,
    "siteId" BIGINT,
    "by" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "receivedAt" BIGINT NOT NULL,
    "signedName" TEXT,
    "reason" TEXT,
    "checks" TEXT,
    "fromName" TEXT,
    "fromUscc" TEXT,
    "fromAddress" TEXT,
    "fromContact" TEXT,
    "fromNatural" BIGINT NOT NULL,
    "actedBy" TEXT NOT NULL,
    "recordedAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "receipt_line" (
    "receiptId" BIGINT NOT NULL,
    "n" BIGINT NOT NULL,
    "lineN" BIGINT,
    "batchId" BIGINT NOT NULL,
    "outcome" TEXT NOT NULL,
    "steps" BIGINT NOT NULL,
    "amount" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "unitCode" TEXT NOT NULL,
    "holdingId" BIGINT,

    PRIMARY KEY ("receiptId", "n")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "receipt_photo" (
    "receiptId" BIGINT NOT NULL,
    "n" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "mediaType" TEXT NOT NULL,

    PRIMARY KEY ("receiptId", "n")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "slip_photo" (
    "shipmentId" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "mediaType" TEXT NOT NULL,
    "at" BIGINT NOT NULL,

    PRIMARY KEY ("shipmentId", "sha256")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "takeback" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "shipmentId" BIGINT NOT NULL,
    "n" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "lines" TEXT NOT NULL,
    "actedBy" TEXT NOT NULL,
    "recordedAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "amendment" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "shipmentId" BIGINT NOT NULL,
    "n" BIGINT NOT NULL,
    "byPartyId" BIGINT NOT NULL,
    "lines" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "recordedAt" BIGINT NOT NULL,
    "settledAt" BIGINT
);

-- CreateTable
CREATE TABLE "disposition" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "partyId" BIGINT NOT NULL,
    "siteId" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "actedBy" TEXT NOT NULL,
    "recordedAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "disposition_line" (
    "dispositionId" BIGINT NOT NULL,
    "n" BIGINT NOT NULL,
    "batchId" BIGINT NOT NULL,
    "batchRevision" BIGINT NOT NULL,
    "holdingId" BIGINT NOT NULL,
    "steps" BIGINT NOT NULL,
    "amount" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "unitCode" TEXT NOT NULL,

    PRIMARY KEY ("dispositionId", "n")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "display" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "partyId" BIGINT NOT NULL,
    "siteId" BIGINT NOT NULL,
    "batchId" BIGINT NOT NULL,
    "place" TEXT NOT NULL,
    "shownFrom" TEXT NOT NULL,
    "shownTo" TEXT,
    "actedBy" TEXT NOT NULL,
    "recordedAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "finding" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "ruleVersion" BIGINT NOT NULL,
    "weight" TEXT NOT NULL,
    "certainty" TEXT NOT NULL,
    "offence" TEXT,
    "department" TEXT,
    "partyId" BIGINT NOT NULL,
    "siteId" BIGINT,
    "regionCode" TEXT NOT NULL,
    "subjectType" TEXT NOT NULL,
    "subjectId" BIGINT NOT NULL,
    "subjectCode" TEXT NOT NULL,
    "batchId" BIGINT,
    "occasion" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "evidence" TEXT NOT NULL,
    "citations" TEXT NOT NULL,
    "band" TEXT,
    "minCents" BIGINT,
    "maxCents" BIGINT,
    "actOn" TEXT NOT NULL,
    "judgedAsOf" TEXT NOT NULL,
    "detectedAt" BIGINT NOT NULL,
    "settledAt" BIGINT,
    "settledReason" TEXT,
    "authorityId" BIGINT,
    "caseId" BIGINT,
    CONSTRAINT "finding_weight" CHECK (weight IN ('todo', 'reminder', 'lead')),
    CONSTRAINT "finding_state" CHECK (state IN ('open', 'in-case', 'corrected', 'dismissed', 'closed', 'shadow'))
);

-- CreateTable
CREATE TABLE "due" (
    "at" BIGINT NOT NULL,
    "rule" TEXT NOT NULL,
    "subjectType" TEXT NOT NULL,
    "subjectId" BIGINT NOT NULL,

    PRIMARY KEY ("at", "rule", "subjectType", "subjectId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "case_file" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "authorityId" BIGINT NOT NULL,
    "partyId" BIGINT NOT NULL,
    "offence" TEXT NOT NULL,
    "officers" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "steps" BIGINT NOT NULL,
    "occurredFrom" TEXT NOT NULL,
    "occurredTo" TEXT NOT NULL,
    "dueOn" TEXT,
    "servedOn" TEXT,
    "noticeServedOn" TEXT,
    "statementDueOn" TEXT,
    "hearingAskedOn" TEXT,
    "goodsValueCents" BIGINT,
    "fineCents" BIGINT,
    "decidedOn" TEXT,
    "openedAt" BIGINT NOT NULL,
    "closedAt" BIGINT
);

-- CreateTable
CREATE TABLE "office_photo" (
    "authorityId" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "mediaType" TEXT NOT NULL,
    "at" BIGINT NOT NULL,

    PRIMARY KEY ("authorityId", "sha256")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "note_photo" (
    "noteId" BIGINT NOT NULL,
    "n" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "mediaType" TEXT NOT NULL,

    PRIMARY KEY ("noteId", "n")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "statement" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "partyId" BIGINT NOT NULL,
    "findingId" BIGINT,
    "caseId" BIGINT,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "files" TEXT NOT NULL,
    "actedBy" TEXT NOT NULL,
    "at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "sanction" (
    "id" BIGINT NOT NULL PRIMARY KEY,
    "partyId" BIGINT NOT NULL,
    "n" BIGINT NOT NULL,
    "caseId" BIGINT NOT NULL,
    "offence" TEXT NOT NULL,
    "fineCents" BIGINT NOT NULL,
    "decidedOn" TEXT NOT NULL,
    "revokedAt" BIGINT
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "law_setting" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "publishedOn" TEXT,
    "reason" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "interruption" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "from" BIGINT NOT NULL,
    "to" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "rule_mode" (
    "rule" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "mode" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "by" TEXT NOT NULL,

    PRIMARY KEY ("rule", "at")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "case_step" (
    "caseId" BIGINT NOT NULL,
    "n" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "record" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" BIGINT NOT NULL,

    PRIMARY KEY ("caseId", "n")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "page_version" (
    "batchId" INTEGER PRIMARY KEY,
    "version" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "substance_entry" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "publishedOn" TEXT,
    "reason" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "revokedAt" BIGINT,
    "revokedBy" TEXT,
    "revokedReason" TEXT,
    CONSTRAINT "substance_entry_kind" CHECK (kind IN ('substance', 'class', 'alias'))
);

-- CreateTable
CREATE TABLE "mention" (
    "kind" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "subjectType" TEXT NOT NULL,
    "subjectId" BIGINT NOT NULL,

    PRIMARY KEY ("kind", "token", "subjectType", "subjectId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "review_item" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "input" TEXT NOT NULL,
    "family" TEXT,
    "reason" TEXT NOT NULL,
    "subjectType" TEXT,
    "subjectCode" TEXT,
    "regionCode" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "outcome" TEXT,
    "decision" TEXT,
    "entryId" TEXT,
    "by" TEXT,
    "at" BIGINT NOT NULL,
    "decidedAt" BIGINT,
    CONSTRAINT "review_item_state" CHECK (state IN ('open', 'decided'))
);

-- CreateTable
CREATE TABLE "hold" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "partyId" BIGINT,
    "authorityId" BIGINT,
    "regionCode" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "affected" TEXT,
    "actedBy" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "liftedAt" BIGINT,
    "liftReason" TEXT
);

-- CreateTable
CREATE TABLE "hold_batch" (
    "holdId" BIGINT NOT NULL,
    "batchId" BIGINT NOT NULL,

    PRIMARY KEY ("holdId", "batchId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "recall" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "partyId" BIGINT,
    "authorityId" BIGINT,
    "regionCode" TEXT NOT NULL,
    "level" BIGINT NOT NULL,
    "drill" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "affected" TEXT,
    "instructions" TEXT,
    "contact" TEXT,
    "state" TEXT NOT NULL,
    "startBy" BIGINT,
    "completeBy" BIGINT,
    "actedBy" TEXT NOT NULL,
    "openedAt" BIGINT NOT NULL,
    "closedAt" BIGINT,
    "report" TEXT,
    "revision" BIGINT NOT NULL,
    CONSTRAINT "recall_state" CHECK (state IN ('open', 'closed'))
);

-- CreateTable
CREATE TABLE "recall_batch" (
    "recallId" BIGINT NOT NULL,
    "batchId" BIGINT NOT NULL,
    "derived" BIGINT NOT NULL,
    "at" BIGINT NOT NULL,

    PRIMARY KEY ("recallId", "batchId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "recall_scope" (
    "recallId" BIGINT NOT NULL,
    "holdingId" BIGINT NOT NULL,
    "batchId" BIGINT NOT NULL,
    "partyId" BIGINT NOT NULL,
    "siteId" BIGINT NOT NULL,
    "at" BIGINT NOT NULL,

    PRIMARY KEY ("recallId", "holdingId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "recall_holder" (
    "id" INTEGER PRIMARY KEY,
    "recallId" BIGINT NOT NULL,
    "partyId" BIGINT NOT NULL,
    "regionCode" TEXT NOT NULL,
    "noticedAt" BIGINT NOT NULL,
    "acknowledgedAt" BIGINT,
    "reachedBy" TEXT,
    "state" TEXT NOT NULL,
    "updatedAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "recall_report" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "recallId" BIGINT NOT NULL,
    "partyId" BIGINT NOT NULL,
    "shipmentId" BIGINT,
    "kind" TEXT NOT NULL,
    "lines" TEXT NOT NULL,
    "files" TEXT NOT NULL,
    "text" TEXT,
    "reachedBy" TEXT,
    "actedBy" TEXT NOT NULL,
    "at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "import_job" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "partyId" BIGINT,
    "kind" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "fileName" TEXT,
    "state" TEXT NOT NULL,
    "total" BIGINT NOT NULL,
    "good" BIGINT NOT NULL,
    "bad" BIGINT NOT NULL,
    "applied" BIGINT NOT NULL,
    "faults" TEXT NOT NULL,
    "actedBy" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "finishedAt" BIGINT
);

-- CreateTable
CREATE TABLE "import_fault" (
    "importId" BIGINT NOT NULL,
    "row" BIGINT NOT NULL,
    "cells" TEXT NOT NULL,
    "errors" TEXT NOT NULL,

    PRIMARY KEY ("importId", "row")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "webhook" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "ownerKind" TEXT NOT NULL,
    "ownerId" BIGINT NOT NULL,
    "url" TEXT NOT NULL,
    "kinds" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "endedAt" BIGINT
);

-- CreateTable
CREATE TABLE "notice" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "ownerKind" TEXT NOT NULL,
    "ownerId" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "subjectType" TEXT NOT NULL,
    "subjectCode" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "readAt" BIGINT
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" INTEGER PRIMARY KEY,
    "webhookId" BIGINT NOT NULL,
    "noticeId" BIGINT NOT NULL,
    "body" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" BIGINT NOT NULL,
    "nextAt" BIGINT NOT NULL,
    "lastStatus" BIGINT,
    "lastError" TEXT,
    "at" BIGINT NOT NULL,
    "doneAt" BIGINT
);

-- CreateTable
CREATE TABLE "log_leaf" (
    "leafIndex" INTEGER PRIMARY KEY,
    "chain" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "leafHash" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "log_node" (
    "level" BIGINT NOT NULL,
    "n" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,

    PRIMARY KEY ("level", "n")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "log_checkpoint" (
    "size" INTEGER PRIMARY KEY,
    "root" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "sample" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "takerKind" TEXT NOT NULL,
    "takerId" BIGINT NOT NULL,
    "partyId" BIGINT NOT NULL,
    "siteId" BIGINT,
    "regionCode" TEXT NOT NULL,
    "laboratoryId" BIGINT,
    "retestLaboratoryId" BIGINT,
    "state" TEXT NOT NULL,
    "takenAt" BIGINT NOT NULL,
    "retestUntil" BIGINT,
    "actedBy" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    CONSTRAINT "sample_state" CHECK (state IN ('taken', 'reported', 'retestOpen', 'final', 'withdrawn'))
);

-- CreateTable
CREATE TABLE "sample_batch" (
    "sampleId" BIGINT NOT NULL,
    "batchId" BIGINT NOT NULL,

    PRIMARY KEY ("sampleId", "batchId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "lab_report" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "sampleId" BIGINT NOT NULL,
    "n" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "certificateId" BIGINT NOT NULL,
    "laboratoryId" BIGINT,
    "withdrawnAt" BIGINT,
    "withdrawnReason" TEXT,
    "actedBy" TEXT NOT NULL,
    "at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "field_record" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "partyId" BIGINT NOT NULL,
    "siteId" BIGINT NOT NULL,
    "plot" TEXT,
    "crop" TEXT NOT NULL,
    "agent" TEXT,
    "registrationNumber" TEXT,
    "dose" TEXT,
    "appliedOn" TEXT,
    "intervalDays" BIGINT,
    "harvestedOn" TEXT,
    "note" TEXT,
    "actedBy" TEXT NOT NULL,
    "at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "field_record_batch" (
    "fieldRecordId" BIGINT NOT NULL,
    "batchId" BIGINT NOT NULL,

    PRIMARY KEY ("fieldRecordId", "batchId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "import_papers" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "partyId" BIGINT NOT NULL,
    "country" TEXT NOT NULL,
    "overseasRegistration" TEXT,
    "declarationNumber" TEXT NOT NULL,
    "inspectionCertificate" TEXT,
    "arrivedOn" TEXT,
    "port" TEXT,
    "fileSha256" TEXT,
    "actedBy" TEXT NOT NULL,
    "at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "import_papers_batch" (
    "importPapersId" BIGINT NOT NULL,
    "batchId" BIGINT NOT NULL,

    PRIMARY KEY ("importPapersId", "batchId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "transport" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "shipmentId" BIGINT NOT NULL,
    "partyId" BIGINT NOT NULL,
    "carrierId" BIGINT,
    "carrierName" TEXT,
    "plate" TEXT,
    "bulk" BIGINT NOT NULL,
    "minC10" BIGINT,
    "maxC10" BIGINT,
    "readings" TEXT,
    "logSha256" TEXT,
    "waybill" TEXT,
    "permit" TEXT,
    "actedBy" TEXT NOT NULL,
    "at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "store_code" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "partyId" BIGINT NOT NULL,
    "siteId" BIGINT NOT NULL,
    "item" TEXT NOT NULL,
    "layout" TEXT NOT NULL,
    "batchId" BIGINT NOT NULL,
    "from" BIGINT NOT NULL,
    "endedAt" BIGINT,
    "actedBy" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "shipment_code" (
    "scheme" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "shipmentId" BIGINT NOT NULL,

    PRIMARY KEY ("scheme", "value", "shipmentId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "filing_target" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "partyId" BIGINT,
    "name" TEXT NOT NULL,
    "adapter" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "kinds" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "endedAt" BIGINT
);

-- CreateTable
CREATE TABLE "filing" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "targetId" BIGINT NOT NULL,
    "chain" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "partyId" BIGINT,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" BIGINT NOT NULL,
    "nextAt" BIGINT NOT NULL,
    "remoteId" TEXT,
    "reason" TEXT,
    "at" BIGINT NOT NULL,
    "doneAt" BIGINT,
    CONSTRAINT "filing_state" CHECK (state IN ('queued', 'sent', 'accepted', 'refused', 'failed'))
);

-- CreateTable
CREATE TABLE "epcis_capture" (
    "id" INTEGER PRIMARY KEY,
    "publicId" TEXT NOT NULL,
    "partyId" BIGINT NOT NULL,
    "behaviour" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "total" BIGINT NOT NULL,
    "stored" BIGINT NOT NULL,
    "errors" TEXT NOT NULL,
    "actedBy" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "finishedAt" BIGINT
);

-- CreateTable
CREATE TABLE "epcis_event" (
    "id" INTEGER PRIMARY KEY,
    "eventId" TEXT NOT NULL,
    "partyId" BIGINT NOT NULL,
    "captureId" BIGINT NOT NULL,
    "type" TEXT NOT NULL,
    "action" TEXT,
    "bizStep" TEXT,
    "disposition" TEXT,
    "readPoint" TEXT,
    "bizLocation" TEXT,
    "eventTime" BIGINT NOT NULL,
    "recordTime" BIGINT NOT NULL,
    "body" TEXT NOT NULL,
    "declaredAt" BIGINT,
    "seq" BIGINT NOT NULL,
    "n" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "epcis_epc" (
    "epc" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "eventId" BIGINT NOT NULL,

    PRIMARY KEY ("epc", "role", "eventId")
) WITHOUT ROWID;

-- CreateIndex
CREATE INDEX "idempotency_at_idx" ON "idempotency"("at");

-- CreateIndex
CREATE UNIQUE INDEX "party_publicId_key" ON "party"("publicId");

-- CreateIndex
CREATE UNIQUE INDEX "party_uscc_key" ON "party"("uscc");

-- CreateIndex
CREATE INDEX "party_regionCode_createdAt_id_idx" ON "party"("regionCode", "createdAt", "id");

-- CreateIndex
CREATE INDEX "party_createdAt_id_idx" ON "party"("createdAt", "id");

-- CreateIndex
CREATE INDEX "licence_partyId_idx" ON "licence"("partyId");

-- CreateIndex
CREATE UNIQUE INDEX "site_publicId_key" ON "site"("publicId");

-- CreateIndex
CREATE INDEX "site_partyId_idx" ON "site"("partyId");

-- CreateIndex
CREATE UNIQUE INDEX "delegation_publicId_key" ON "delegation"("publicId");

-- CreateIndex
CREATE INDEX "delegation_toPartyId_fromPartyId_idx" ON "delegation"("toPartyId", "fromPartyId");

-- CreateIndex
CREATE INDEX "delegation_fromPartyId_idx" ON "delegation"("fromPartyId");

-- CreateIndex
CREATE UNIQUE INDEX "authority_publicId_key" ON "authority"("publicId");

-- CreateIndex
CREATE INDEX "authority_department_regionCode_idx" ON "authority"("department", "regionCode");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_publicId_key" ON "api_key"("publicId");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key"("hash");

-- CreateIndex
CREATE INDEX "api_key_ownerKind_ownerId_idx" ON "api_key"("ownerKind", "ownerId");

-- CreateIndex
CREATE INDEX "api_key_madeBy_idx" ON "api_key"("madeBy");

-- CreateIndex
CREATE UNIQUE INDEX "account_publicId_key" ON "account"("publicId");

-- CreateIndex
CREATE INDEX "account_ownerKind_ownerId_idx" ON "account"("ownerKind", "ownerId");

-- CreateIndex
CREATE UNIQUE INDEX "credential_login_key" ON "credential"("login");

-- CreateIndex
CREATE UNIQUE INDEX "credential_phone_key" ON "credential"("phone");

-- CreateIndex
CREATE UNIQUE INDEX "credential_subject_key" ON "credential"("subject");

-- CreateIndex
CREATE UNIQUE INDEX "person_session_publicId_key" ON "person_session"("publicId");

-- CreateIndex
CREATE UNIQUE INDEX "person_session_tokenHash_key" ON "person_session"("tokenHash");

-- CreateIndex
CREATE INDEX "person_session_accountId_kind_idx" ON "person_session"("accountId", "kind");

-- CreateIndex
CREATE INDEX "person_session_expiresAt_idx" ON "person_session"("expiresAt");

-- CreateIndex
CREATE INDEX "sign_in_attempt_subject_at_idx" ON "sign_in_attempt"("subject", "at");

-- CreateIndex
CREATE INDEX "sign_in_attempt_at_idx" ON "sign_in_attempt"("at");

-- CreateIndex
CREATE INDEX "access_audit_at_idx" ON "access_audit"("at");

-- CreateIndex
CREATE INDEX "session_expiresAt_idx" ON "session"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "directory_row_publicId_key" ON "directory_row"("publicId");

-- CreateIndex
CREATE INDEX "directory_row_kind_value_idx" ON "directory_row"("kind", "value");

-- CreateIndex
CREATE UNIQUE INDEX "product_publicId_key" ON "product"("publicId");

-- CreateIndex
CREATE INDEX "product_partyId_createdAt_id_idx" ON "product"("partyId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "product_gtin_idx" ON "product"("gtin");

-- CreateIndex
CREATE UNIQUE INDEX "product_partyId_digest_key" ON "product"("partyId", "digest");

-- CreateIndex
CREATE UNIQUE INDEX "batch_traceCode_key" ON "batch"("traceCode");

-- CreateIndex
CREATE INDEX "batch_partyId_createdAt_id_idx" ON "batch"("partyId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "batch_gtin_lot_idx" ON "batch"("gtin", "lot");

-- CreateIndex
CREATE INDEX "batch_productId_id_idx" ON "batch"("productId", "id");

-- CreateIndex
CREATE INDEX "batch_commissionerUscc_createdAt_id_idx" ON "batch"("commissionerUscc", "createdAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "transformation_publicId_key" ON "transformation"("publicId");

-- CreateIndex
CREATE INDEX "transformation_partyId_recordedAt_id_idx" ON "transformation"("partyId", "recordedAt", "id");

-- CreateIndex
CREATE INDEX "transformation_input_batchId_idx" ON "transformation_input"("batchId");

-- CreateIndex
CREATE INDEX "transformation_input_holdingId_idx" ON "transformation_input"("holdingId");

-- CreateIndex
CREATE INDEX "transformation_output_transformationId_idx" ON "transformation_output"("transformationId");

-- CreateIndex
CREATE INDEX "external_code_batchId_idx" ON "external_code"("batchId");

-- CreateIndex
CREATE UNIQUE INDEX "certificate_publicId_key" ON "certificate"("publicId");

-- CreateIndex
CREATE INDEX "batch_certificate_certificateId_idx" ON "batch_certificate"("certificateId");

-- CreateIndex
CREATE INDEX "reserved_code_partyId_roll_idx" ON "reserved_code"("partyId", "roll");

-- CreateIndex
CREATE UNIQUE INDEX "label_print_publicId_key" ON "label_print"("publicId");

-- CreateIndex
CREATE INDEX "label_print_partyId_at_id_idx" ON "label_print"("partyId", "at", "id");

-- CreateIndex
CREATE INDEX "label_print_batch_batchId_printId_idx" ON "label_print_batch"("batchId", "printId");

-- CreateIndex
CREATE INDEX "label_void_batchId_idx" ON "label_void"("batchId");

-- CreateIndex
CREATE UNIQUE INDEX "consumer_report_publicId_key" ON "consumer_report"("publicId");

-- CreateIndex
CREATE INDEX "consumer_report_batchId_at_id_idx" ON "consumer_report"("batchId", "at", "id");

-- CreateIndex
CREATE INDEX "consumer_report_regionCode_at_id_idx" ON "consumer_report"("regionCode", "at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "consumer_report_sender_n_key" ON "consumer_report"("sender", "n");

-- CreateIndex
CREATE INDEX "holding_partyId_siteId_id_idx" ON "holding"("partyId", "siteId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "holding_batchId_partyId_siteId_key" ON "holding"("batchId", "partyId", "siteId");

-- CreateIndex
CREATE INDEX "flow_dst_src_idx" ON "flow"("dst", "src");

-- CreateIndex
CREATE UNIQUE INDEX "opening_publicId_key" ON "opening"("publicId");

-- CreateIndex
CREATE UNIQUE INDEX "opening_partyId_siteId_key" ON "opening"("partyId", "siteId");

-- CreateIndex
CREATE UNIQUE INDEX "shipment_publicId_key" ON "shipment"("publicId");

-- CreateIndex
CREATE UNIQUE INDEX "shipment_slip_key" ON "shipment"("slip");

-- CreateIndex
CREATE INDEX "shipment_partyId_recordedAt_id_idx" ON "shipment"("partyId", "recordedAt", "id");

-- CreateIndex
CREATE INDEX "shipment_toPartyId_recordedAt_id_idx" ON "shipment"("toPartyId", "recordedAt", "id");

-- CreateIndex
CREATE INDEX "shipment_toUscc_idx" ON "shipment"("toUscc");

-- CreateIndex
CREATE INDEX "shipment_line_batchId_idx" ON "shipment_line"("batchId");

-- CreateIndex
CREATE INDEX "shipment_line_holdingId_idx" ON "shipment_line"("holdingId");

-- CreateIndex
CREATE UNIQUE INDEX "receipt_publicId_key" ON "receipt"("publicId");

-- CreateIndex
CREATE INDEX "receipt_shipmentId_idx" ON "receipt"("shipmentId");

-- CreateIndex
CREATE INDEX "receipt_partyId_recordedAt_id_idx" ON "receipt"("partyId", "recordedAt", "id");

-- CreateIndex
CREATE INDEX "receipt_line_batchId_idx" ON "receipt_line"("batchId");

-- CreateIndex
CREATE INDEX "receipt_line_holdingId_idx" ON "receipt_line"("holdingId");

-- CreateIndex
CREATE INDEX "receipt_photo_sha256_idx" ON "receipt_photo"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "takeback_publicId_key" ON "takeback"("publicId");

-- CreateIndex
CREATE UNIQUE INDEX "takeback_shipmentId_n_key" ON "takeback"("shipmentId", "n");

-- CreateIndex
CREATE UNIQUE INDEX "amendment_publicId_key" ON "amendment"("publicId");

-- CreateIndex
CREATE UNIQUE INDEX "amendment_shipmentId_n_key" ON "amendment"("shipmentId", "n");

-- CreateIndex
CREATE UNIQUE INDEX "disposition_publicId_key" ON "disposition"("publicId");

-- CreateIndex
CREATE INDEX "disposition_partyId_recordedAt_id_idx" ON "disposition"("partyId", "recordedAt", "id");

-- CreateIndex
CREATE INDEX "disposition_line_batchId_idx" ON "disposition_line"("batchId");

-- CreateIndex
CREATE INDEX "disposition_line_holdingId_idx" ON "disposition_line"("holdingId");

-- CreateIndex
CREATE UNIQUE INDEX "display_publicId_key" ON "display"("publicId");

-- CreateIndex
CREATE INDEX "display_batchId_idx" ON "display"("batchId");

-- CreateIndex
CREATE INDEX "display_partyId_siteId_idx" ON "display"("partyId", "siteId");

-- CreateIndex
CREATE UNIQUE INDEX "finding_publicId_key" ON "finding"("publicId");

-- CreateIndex
CREATE INDEX "finding_partyId_state_detectedAt_id_idx" ON "finding"("partyId", "state", "detectedAt", "id");

-- CreateIndex
CREATE INDEX "finding_regionCode_state_detectedAt_id_idx" ON "finding"("regionCode", "state", "detectedAt", "id");

-- CreateIndex
CREATE INDEX "finding_subjectType_subjectId_idx" ON "finding"("subjectType", "subjectId");

-- CreateIndex
CREATE INDEX "finding_rule_state_idx" ON "finding"("rule", "state");

-- CreateIndex
CREATE UNIQUE INDEX "finding_rule_subjectType_subjectId_occasion_key" ON "finding"("rule", "subjectType", "subjectId", "occasion");

-- CreateIndex
CREATE INDEX "due_subjectType_subjectId_idx" ON "due"("subjectType", "subjectId");

-- CreateIndex
CREATE UNIQUE INDEX "case_file_publicId_key" ON "case_file"("publicId");

-- CreateIndex
CREATE INDEX "case_file_authorityId_state_openedAt_id_idx" ON "case_file"("authorityId", "state", "openedAt", "id");

-- CreateIndex
CREATE INDEX "case_file_partyId_idx" ON "case_file"("partyId");

-- CreateIndex
CREATE INDEX "note_photo_sha256_idx" ON "note_photo"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "statement_publicId_key" ON "statement"("publicId");

-- CreateIndex
CREATE INDEX "statement_findingId_idx" ON "statement"("findingId");

-- CreateIndex
CREATE INDEX "statement_caseId_idx" ON "statement"("caseId");

-- CreateIndex
CREATE INDEX "sanction_caseId_idx" ON "sanction"("caseId");

-- CreateIndex
CREATE UNIQUE INDEX "sanction_partyId_n_key" ON "sanction"("partyId", "n");

-- CreateIndex
CREATE UNIQUE INDEX "law_setting_publicId_key" ON "law_setting"("publicId");

-- CreateIndex
CREATE INDEX "law_setting_key_from_idx" ON "law_setting"("key", "from");

-- CreateIndex
CREATE UNIQUE INDEX "interruption_publicId_key" ON "interruption"("publicId");

-- CreateIndex
CREATE INDEX "interruption_from_idx" ON "interruption"("from");

-- CreateIndex
CREATE UNIQUE INDEX "substance_entry_publicId_key" ON "substance_entry"("publicId");

-- CreateIndex
CREATE INDEX "substance_entry_at_id_idx" ON "substance_entry"("at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "review_item_publicId_key" ON "review_item"("publicId");

-- CreateIndex
CREATE INDEX "review_item_state_at_id_idx" ON "review_item"("state", "at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "review_item_kind_key_key" ON "review_item"("kind", "key");

-- CreateIndex
CREATE UNIQUE INDEX "hold_publicId_key" ON "hold"("publicId");

-- CreateIndex
CREATE INDEX "hold_partyId_at_id_idx" ON "hold"("partyId", "at", "id");

-- CreateIndex
CREATE INDEX "hold_authorityId_at_id_idx" ON "hold"("authorityId", "at", "id");

-- CreateIndex
CREATE INDEX "hold_batch_batchId_idx" ON "hold_batch"("batchId");

-- CreateIndex
CREATE UNIQUE INDEX "recall_publicId_key" ON "recall"("publicId");

-- CreateIndex
CREATE INDEX "recall_partyId_openedAt_id_idx" ON "recall"("partyId", "openedAt", "id");

-- CreateIndex
CREATE INDEX "recall_authorityId_openedAt_id_idx" ON "recall"("authorityId", "openedAt", "id");

-- CreateIndex
CREATE INDEX "recall_state_openedAt_id_idx" ON "recall"("state", "openedAt", "id");

-- CreateIndex
CREATE INDEX "recall_batch_batchId_idx" ON "recall_batch"("batchId");

-- CreateIndex
CREATE INDEX "recall_scope_partyId_recallId_idx" ON "recall_scope"("partyId", "recallId");

-- CreateIndex
CREATE INDEX "recall_holder_partyId_noticedAt_id_idx" ON "recall_holder"("partyId", "noticedAt", "id");

-- CreateIndex
CREATE INDEX "recall_holder_recallId_state_id_idx" ON "recall_holder"("recallId", "state", "id");

-- CreateIndex
CREATE UNIQUE INDEX "recall_holder_recallId_partyId_key" ON "recall_holder"("recallId", "partyId");

-- CreateIndex
CREATE UNIQUE INDEX "recall_report_publicId_key" ON "recall_report"("publicId");

-- CreateIndex
CREATE INDEX "recall_report_recallId_at_id_idx" ON "recall_report"("recallId", "at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "import_job_publicId_key" ON "import_job"("publicId");

-- CreateIndex
CREATE INDEX "import_job_partyId_at_id_idx" ON "import_job"("partyId", "at", "id");

-- CreateIndex
CREATE INDEX "import_job_state_idx" ON "import_job"("state");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_publicId_key" ON "webhook"("publicId");

-- CreateIndex
CREATE INDEX "webhook_ownerKind_ownerId_idx" ON "webhook"("ownerKind", "ownerId");

-- CreateIndex
CREATE UNIQUE INDEX "notice_publicId_key" ON "notice"("publicId");

-- CreateIndex
CREATE INDEX "notice_ownerKind_ownerId_at_id_idx" ON "notice"("ownerKind", "ownerId", "at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "notice_ownerKind_ownerId_kind_subjectType_subjectCode_key" ON "notice"("ownerKind", "ownerId", "kind", "subjectType", "subjectCode");

-- CreateIndex
CREATE INDEX "delivery_state_nextAt_idx" ON "delivery"("state", "nextAt");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_webhookId_noticeId_key" ON "delivery"("webhookId", "noticeId");

-- CreateIndex
CREATE UNIQUE INDEX "log_leaf_hash_key" ON "log_leaf"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "log_leaf_chain_seq_key" ON "log_leaf"("chain", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "sample_publicId_key" ON "sample"("publicId");

-- CreateIndex
CREATE INDEX "sample_partyId_at_id_idx" ON "sample"("partyId", "at", "id");

-- CreateIndex
CREATE INDEX "sample_laboratoryId_at_id_idx" ON "sample"("laboratoryId", "at", "id");

-- CreateIndex
CREATE INDEX "sample_retestLaboratoryId_at_id_idx" ON "sample"("retestLaboratoryId", "at", "id");

-- CreateIndex
CREATE INDEX "sample_regionCode_at_id_idx" ON "sample"("regionCode", "at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "sample_takerKind_takerId_number_key" ON "sample"("takerKind", "takerId", "number");

-- CreateIndex
CREATE INDEX "sample_batch_batchId_idx" ON "sample_batch"("batchId");

-- CreateIndex
CREATE UNIQUE INDEX "lab_report_publicId_key" ON "lab_report"("publicId");

-- CreateIndex
CREATE INDEX "lab_report_certificateId_idx" ON "lab_report"("certificateId");

-- CreateIndex
CREATE UNIQUE INDEX "lab_report_sampleId_n_key" ON "lab_report"("sampleId", "n");

-- CreateIndex
CREATE UNIQUE INDEX "field_record_publicId_key" ON "field_record"("publicId");

-- CreateIndex
CREATE INDEX "field_record_partyId_at_id_idx" ON "field_record"("partyId", "at", "id");

-- CreateIndex
CREATE INDEX "field_record_batch_batchId_idx" ON "field_record_batch"("batchId");

-- CreateIndex
CREATE UNIQUE INDEX "import_papers_publicId_key" ON "import_papers"("publicId");

-- CreateIndex
CREATE UNIQUE INDEX "import_papers_partyId_declarationNumber_key" ON "import_papers"("partyId", "declarationNumber");

-- CreateIndex
CREATE INDEX "import_papers_batch_batchId_idx" ON "import_papers_batch"("batchId");

-- CreateIndex
CREATE UNIQUE INDEX "transport_publicId_key" ON "transport"("publicId");

-- CreateIndex
CREATE INDEX "transport_shipmentId_idx" ON "transport"("shipmentId");

-- CreateIndex
CREATE INDEX "transport_carrierId_idx" ON "transport"("carrierId");

-- CreateIndex
CREATE UNIQUE INDEX "store_code_publicId_key" ON "store_code"("publicId");

-- CreateIndex
CREATE INDEX "store_code_siteId_item_from_idx" ON "store_code"("siteId", "item", "from");

-- CreateIndex
CREATE INDEX "shipment_code_shipmentId_idx" ON "shipment_code"("shipmentId");

-- CreateIndex
CREATE UNIQUE INDEX "filing_target_publicId_key" ON "filing_target"("publicId");

-- CreateIndex
CREATE INDEX "filing_target_partyId_idx" ON "filing_target"("partyId");

-- CreateIndex
CREATE UNIQUE INDEX "filing_publicId_key" ON "filing"("publicId");

-- CreateIndex
CREATE INDEX "filing_state_nextAt_idx" ON "filing"("state", "nextAt");

-- CreateIndex
CREATE INDEX "filing_partyId_at_id_idx" ON "filing"("partyId", "at", "id");

-- CreateIndex
CREATE INDEX "filing_at_id_idx" ON "filing"("at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "filing_targetId_chain_seq_key" ON "filing"("targetId", "chain", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "epcis_capture_publicId_key" ON "epcis_capture"("publicId");

-- CreateIndex
CREATE INDEX "epcis_capture_partyId_at_id_idx" ON "epcis_capture"("partyId", "at", "id");

-- CreateIndex
CREATE INDEX "epcis_event_partyId_eventTime_id_idx" ON "epcis_event"("partyId", "eventTime", "id");

-- CreateIndex
CREATE INDEX "epcis_event_partyId_seq_n_idx" ON "epcis_event"("partyId", "seq", "n");

-- CreateIndex
CREATE UNIQUE INDEX "epcis_event_partyId_eventId_key" ON "epcis_event"("partyId", "eventId");
