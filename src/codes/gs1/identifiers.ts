/** What one part of a value must be. */
export interface Part {
  /** N digits, X the 82 characters of GS1 character set 82, Y the 39 of set 39. */
  readonly set: 'N' | 'X' | 'Y';
  readonly least: number;
  readonly most: number;
  /** `check`: its last digit is the GS1 check digit. `date`: YYMMDD, day 00 for "that month". `zero`: a filler digit 0. */
  readonly rule?: 'check' | 'date' | 'zero';
}

/** An Application Identifier of the GS1 General Specifications. */
export interface Identifier {
  readonly ai: string;
  readonly title: string;
  readonly parts: readonly Part[];
  /** Of a length known beforehand: no separator follows it in an element string. */
  readonly isFixed: boolean;
  /** Set for primary keys of a Digital Link: the qualifiers that may follow, as alternatives, each in its only order. */
  readonly qualifiers?: readonly (readonly string[])[];
}

/*
 * Facts of the GS1 General Specifications and of the Digital Link URI syntax, written in a short form of our own:
 * AI, `*` where its length is known beforehand, parts (`N14c` 14 digits with check digit, `X20` 1 to 20 characters, `N6d` a date, `?X16` may be left
 * out), title, and for primary keys `@` with the qualifiers. Ranges of the last digit (`310n`) are the place of the decimal point.
 */
const TABLE = `
00* N18c SSCC @
01* N14c GTIN @22,10,21|235
02* N14c CONTENT
10 X20 BATCH/LOT
11* N6d PROD-DATE
12* N6d DUE-DATE
13* N6d PACK-DATE
15* N6d BEST-BEFORE
16* N6d SELL-BY
17* N6d EXPIRY
20* =N2 VARIANT
21 X20 SERIAL
22 X20 CPV
235 X28 TPX
240 X30 ADDITIONAL-ID
241 X30 CUST-PART-NO
242 N6 MTO-VARIANT
243 X20 PCN
250 X30 SECONDARY-SERIAL
251 X30 REF-TO-SOURCE
253 N13c,?X17 GDTI @
254 X20 GLN-EXTENSION
255 N13c,?N12 GCN @
30 N8 VAR-COUNT
310n* =N6 NET-WEIGHT-KG
315n* =N6 NET-VOLUME-L
316n* =N6 NET-VOLUME-M3
330n* =N6 GROSS-WEIGHT-KG
37 N8 COUNT
390n N15 AMOUNT
392n N15 PRICE
400 X30 ORDER-NUMBER
401 X30 GINC @
402 N17c GSIN @
403 X30 ROUTE
410* N13c SHIP-TO-LOC
411* N13c BILL-TO
412* N13c PURCHASED-FROM
413* N13c SHIP-FOR-LOC
414* N13c LOC-NO @254|7040
415* N13c PAY-TO @8020
416* N13c PROD-SERV-LOC
417* N13c PARTY @7040
422 =N3 ORIGIN
423 N15 INITIAL-PROCESS-COUNTRY
424 =N3 PROCESS-COUNTRY
426 =N3 FULL-PROCESS-COUNTRY
7003 =N10 EXPIRY-TIME
7006 N6d FIRST-FREEZE-DATE
7007 N6d,?N6d HARVEST-DATE
7040 X4 UIC-EXT
8003 =N1z,N13c,?X16 GRAI @
8004 X30 GIAI @7040
8006 N14c,=N4 ITIP @22,10,21
8008 =N8,?N4 PROD-TIME
8010 Y30 CPID @8011
8011 N12 CPID-SERIAL
8013 X25 GMN @
8017 N18c GSRN-PROVIDER @8019
8018 N18c GSRN-RECIPIENT @8019
8019 N10 SRIN
8020 X25 REF-NO
8200 X70 PRODUCT-URL
90 X30 INTERNAL
91 X90 INTERNAL
92 X90 INTERNAL
93 X90 INTERNAL
94 X90 INTERNAL
95 X90 INTERNAL
96 X90 INTERNAL
97 X90 INTERNAL
98 X90 INTERNAL
99 X90 INTERNAL
`;

const RULES = { c: 'check', d: 'date', z: 'zero' } as const;

/** `N14c` (exact because it has a check digit or is a date), `=N6` (exact), `X20` (1 to 20), `?X16` (0 to 16). */
function readPart(text: string): Part {
  const [, mark = '', set = 'X', digits = '0', letter = ''] = /^([=?]?)([NXY])(\d+)([cdz]?)$/.exec(text) ?? [];
  const most = Number(digits);
  const rule = RULES[letter as keyof typeof RULES];
  const isExact = mark === '=' || (rule !== undefined && mark !== '?');
  return { set: set as Part['set'], least: mark === '?' ? 0 : isExact ? most : 1, most, ...(rule ? { rule } : {}) };
}

function readLine(line: string): Identifier[] {
  const [name = '', parts = '', title = '', keys] = line.split(' ');
  const ai = name.replace('*', '');
  const one = { title, parts: parts.split(',').map(readPart), isFixed: name.endsWith('*') };
  const qualifiers = keys?.startsWith('@')
    ? {
        qualifiers: keys
          .slice(1)
          .split('|')
          .map((list) => (list === '' ? [] : list.split(','))),
      }
    : {};
  const named = ai.endsWith('n') ? Array.from({ length: ai.startsWith('39') ? 10 : 6 }, (_, place) => `${ai.slice(0, -1)}${place}`) : [ai];
  return named.map((each) => ({ ai: each, ...one, ...qualifiers }));
}

/** Application Identifiers this service reads, by their digits. One that is not here is told as unknown, never guessed. */
export const identifiers: ReadonlyMap<string, Identifier> = new Map(
  TABLE.trim()
    .split('\n')
    .flatMap(readLine)
    .map((identifier) => [identifier.ai, identifier]),
);

/** Primary keys of a Digital Link. */
export const primaryKeys: readonly Identifier[] = [...identifiers.values()].filter((identifier) => identifier.qualifiers !== undefined);
