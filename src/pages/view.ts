/*
 * What the pages are given. Names are those of the API's replies (api-examples.md), so that a page and its JSON show the same thing.
 * Instants are RFC 3339 text, dates are civil dates in Asia/Shanghai, amounts of money integer cents.
 * Every text is plain text: the pages escape it.
 */

/** The value of `<html lang>`; Chinese is the default. */
export type Language = 'zh-CN' | 'en';

export type ShelfLifeView = { value: number; unit: 'hour' | 'day' | 'month' | 'year' };

export type CertificateView = {
  kind: string;
  number: string | null;
  issuer: string | null;
  issuedOn: string | null;
  conclusion: 'pass' | 'fail' | null;
  /** Only what the producer declared public. */
  results?: { item: string; value: string; unit?: string; limit?: string; method?: string }[];
};

export type StepView = {
  kind: 'made' | 'shipped' | 'received' | 'displayed';
  /** A party kind (producer, retailer, …); any other word is printed as it is. */
  role: string;
  /** Null where the firm has not agreed to be named: role and county stand for it. */
  party: string | null;
  place: string | null;
  on: string;
};

export type RecallView = {
  level: 1 | 2 | 3;
  reason: string;
  on: string;
  howToTell: string | null;
  contact: string | null;
  /** What who recalls asks of those who have the goods. */
  instructions?: string | null;
  closedOn?: string | null;
};

/** The reply of `GET /t/{traceCode}` for a code that has a batch. */
export type ScanView = {
  status: 'no-problem-recorded' | 'recalled' | 'expired';
  asOf: string;
  traceCode: string;
  product: { name: string; specification: string | null; shelfLife?: ShelfLifeView };
  producer: { name: string; licence: string | null; place: string | null };
  batchNumber: string | null;
  productionDate: string | null;
  productionDateTo?: string;
  expiresOn: string | null;
  expiresBy?: 'printed' | 'computed' | null;
  certificates: CertificateView[];
  steps: StepView[];
  ledger: {
    hash: string;
    chain?: string;
    seq?: number;
    log?: { leafIndex: number; treeSize: number; root: string; proof: string } | null;
  };
  recall?: RecallView;
  /** Keys of `UNKNOWN_WORDS` (licence, certificates, received, …) or plain sentences. */
  unknowns: string[];
};

/** The reply for a code without a batch: nothing recorded under it, or its check character is wrong. */
export type ScanProblemView = {
  status: 'unknown' | 'mistyped';
  asOf: string;
  /** As it was typed or scanned. */
  traceCode: string;
  /** Recorded codes one mistake away, grouped. */
  didYouMean?: readonly string[];
};

/** The form that finds a batch by what is printed on the pack, and the answer to it where it was not one batch. */
/** A batch as a list to choose from shows it. */
export type FoundBatch = {
  traceCode: string;
  productName: string;
  specification: string | null;
  producer: string;
  batchNumber: string | null;
  productionDate: string | null;
  expiresOn: string | null;
};

export type FindView = {
  code?: string;
  gtin?: string;
  date?: string;
  batch?: string;
  /** Known product of `gtin`: the page then asks only for the date or the batch number. */
  productName?: string;
  /** What is wrong, and with which field. */
  error?: { field: 'code' | 'gtin' | 'date' | 'batch'; text: string };
  /** More than one batch fits. */
  candidates?: FoundBatch[];
  /** Nothing fits what was asked, though it was asked rightly: the page says what to do. */
  nothing?: boolean;
};

export type QuantityView = { amount: string; unit: string };

export type SlipParty = { name: string; uscc?: string; address?: string; contact?: string };

export type SlipLine = {
  /** From 1; the form names its fields by it. */
  index: number;
  productName: string;
  specification: string | null;
  traceCode: string;
  batchNumber?: string;
  productionDate?: string;
  expiresOn?: string;
  quantity: QuantityView;
};

export type ReceiptOutcome = 'accepted' | 'short' | 'over' | 'refused' | 'notArrived' | 'notMine';

export type SlipView = {
  slip: string;
  /** The form is offered only while `in-transit`. */
  state: 'in-transit' | 'received' | 'refused' | 'disputed' | 'void';
  supplier: SlipParty;
  buyer: SlipParty;
  documentNumber?: string;
  shippedAt: string;
  purpose: string;
  lines: SlipLine[];
  /** `photos` are addresses for who may open them; whoever only holds the slip learns how many there are. */
  received?: { outcome: ReceiptOutcome; at: string; by: 'link' | 'party'; photoCount?: number; photos?: readonly string[] };
  formAction: string;
  /** Address of the slip, and its QR as an SVG document with its quiet zone; drawn as an image, never as markup. */
  slipUrl: string;
  qrSvg?: string;
  csrf?: string;
  /** Why the last answer was not taken; `line` is a line's index, `photos` the field of the photos. */
  error?: { text: string; line?: number; field?: 'photos' };
  /** The fields of the answer that was not taken, by name, to be shown again. */
  entered?: Record<string, string>;
  /** Hashes of the photos that came with it and are kept. */
  sentPhotos?: readonly string[];
};

export type CitationView = { law: string; article: string | null; confirmed: 'yes' | 'secondary' | 'no'; source: string };

/** Null ends are open or not established (multiples of the goods' value); `lines` then says the rest. */
export type FineBandView = { minCents: number | null; maxCents: number | null; after: string | null; lines: string[] };

export type EvidenceView = { fact: string; value: string; expected: string; enteredBy: string };

export type LeadState = 'open' | 'in-case' | 'corrected' | 'dismissed' | 'closed';

/** One item of `GET /v1/violations`. */
export type LeadItem = {
  id: string;
  rule: string;
  state: LeadState;
  weight?: 'todo' | 'reminder' | 'lead';
  certainty: string;
  party: { id: string; uscc: string | null; name: string };
  department: string;
  regionCode: string;
  regionName?: string;
  site?: { name: string };
  subject: { type: string; id: string };
  evidence: EvidenceView[];
  citations: CitationView[];
  fineBand: FineBandView | null;
  actOn: string | null;
  judgedAsOf: string | null;
  detectedAt: string;
  caseId: string | null;
};

export type LeadFilters = {
  rule?: string;
  state?: string;
  weight?: string;
  region?: string;
  party?: string;
  since?: string;
  q?: string;
  sort?: string;
};

export type ViolationsView = {
  authority: { name: string };
  filters: LeadFilters;
  /** `total` under the filters in force; `byState` the same without the state filter. */
  counts: { total: number; byState: Partial<Record<LeadState, number>> };
  regions: { code: string; name: string }[];
  items: LeadItem[];
  next: string | null;
  /** An officer may remind; an administrator only reads. */
  mayRemind?: boolean;
  /** Firms just reminded. */
  reminded?: number;
  error?: string;
  /** The reminder that was refused, as typed. */
  entered?: { ids: readonly string[]; text: string };
};

export type PartyHomeView = {
  party: { name: string; uscc: string | null };
  /** What stands before the party now, the most pressing first; each has something in it. */
  today?: { count: number; text: string; href: string; tone: string; on?: string }[];
  /** Records batches itself. */
  isMaker?: boolean;
  todos: { text: string; href: string; since: string; weight?: string }[];
  /** How many stand open in all, and where those after the ones shown are. */
  todosCount: number;
  todosNext?: string;
  incomingCount: number;
  incoming: {
    slipUrl: string;
    supplier: string;
    shippedAt: string;
    documentNumber?: string;
    lineCount: number;
    firstLine: string;
    /** The supplier has asked for the confirmation. */
    isAsked?: boolean;
  }[];
  batches: {
    traceCode: string;
    productName: string;
    batchNumber: string | null;
    productionDate: string | null;
    scanUrl: string;
    qrUrl: string;
  }[];
  /** Open recalls of goods the party has or had. */
  recalls?: { href: string; text: string; since: string; answered: boolean }[];
  csrf?: string;
};

/** Ways in beside the key: a person's login and password always, a code to the phone, other services. */
export type SignInWays = { phone: boolean; oidc: readonly { href: string; name: string }[] };
export type SignInView = {
  action: string;
  next?: string;
  error?: string;
  /** Which of the forms the error belongs to. */
  wrong?: 'person' | 'key';
  /** The login that was typed, when it was refused. */
  login?: string;
  csrf?: string;
  /** Present where people sign in with an account. */
  ways?: SignInWays;
};

export type ScreeningSubstanceView = { id: string; names: { zh: readonly string[]; en: readonly string[] }; cas: string | null };

/** One match of the reply of `POST /v1/screenings`. */
export type ScreeningMatchView = {
  input: string;
  verdict: 'banned' | 'review' | 'clear';
  substance: ScreeningSubstanceView | null;
  family: string | null;
  by: 'name' | 'cas' | 'structure' | 'rule';
  reason: string;
  sources: readonly string[];
  span?: readonly number[];
  structure?: { rule: string | null; atoms: readonly number[]; hydrolysesTo: ScreeningSubstanceView | null; svg: string | null };
};

export type ScreeningPageView = {
  /** The fields of the form, as typed. */
  entered: { ingredients?: string; names?: string; structures?: string; results?: string };
  /** The reply of `POST /v1/screenings`; absent before anything was asked. */
  answer?: {
    verdict: 'banned' | 'review' | 'clear';
    matches: ScreeningMatchView[];
    notes: { code: string; message: string; at: readonly string[] }[];
  };
  /** Who is signed in, and whether at the regulator's desk. */
  reader?: { who: string; isDesk: boolean };
  /** Words for the families of the matches. */
  families?: Record<string, string>;
  /** What of the form was left out or not understood. */
  remarks?: readonly string[];
  /** Nothing was typed. */
  isEmpty?: boolean;
};
