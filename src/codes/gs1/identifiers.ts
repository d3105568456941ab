/** What one part of a value must be. */
export interface Part {
  /** N digits, X the 82 characters of GS1 character set 82, Y the 39 of set 39, Z the 64 of file-safe base64. */
  readonly set: 'N' | 'X' | 'Y' | 'Z';
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
 * out), title, and for primary keys `@` with the qualifiers. `n5` stands for a last digit of 0 to 5: the place of
 * the decimal point, or the place in a row (processors, certifications). All of the General Specifications as its published syntax dictionary lists them.
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
310n5* =N6 NET-WEIGHT-KG
311n5* =N6 LENGTH-M
312n5* =N6 WIDTH-M
313n5* =N6 HEIGHT-M
314n5* =N6 AREA-M2
315n5* =N6 NET-VOLUME-L
316n5* =N6 NET-VOLUME-M3
320n5* =N6 NET-WEIGHT-LB
321n5* =N6 LENGTH-IN
322n5* =N6 LENGTH-FT
323n5* =N6 LENGTH-YD
324n5* =N6 WIDTH-IN
325n5* =N6 WIDTH-FT
326n5* =N6 WIDTH-YD
327n5* =N6 HEIGHT-IN
328n5* =N6 HEIGHT-FT
329n5* =N6 HEIGHT-YD
330n5* =N6 GROSS-WEIGHT-KG
331n5* =N6 LENGTH-M-LOG
332n5* =N6 WIDTH-M-LOG
333n5* =N6 HEIGHT-M-LOG
334n5* =N6 AREA-M2-LOG
335n5* =N6 VOLUME-L-LOG
336n5* =N6 VOLUME-M3-LOG
337n5* =N6 KG-PER-M2
340n5* =N6 GROSS-WEIGHT-LB
341n5* =N6 LENGTH-IN-LOG
342n5* =N6 LENGTH-FT-LOG
343n5* =N6 LENGTH-YD-LOG
344n5* =N6 WIDTH-IN-LOG
345n5* =N6 WIDTH-FT-LOG
346n5* =N6 WIDTH-YD-LOG
347n5* =N6 HEIGHT-IN-LOG
348n5* =N6 HEIGHT-FT-LOG
349n5* =N6 HEIGHT-YD-LOG
350n5* =N6 AREA-IN2
351n5* =N6 AREA-FT2
352n5* =N6 AREA-YD2
353n5* =N6 AREA-IN2-LOG
354n5* =N6 AREA-FT2-LOG
355n5* =N6 AREA-YD2-LOG
356n5* =N6 NET-WEIGHT-TROY-OZ
357n5* =N6 NET-VOLUME-OZ
360n5* =N6 NET-VOLUME-QT
361n5* =N6 NET-VOLUME-GAL
362n5* =N6 VOLUME-QT-LOG
363n5* =N6 VOLUME-GAL-LOG
364n5* =N6 VOLUME-IN3
365n5* =N6 VOLUME-FT3
366n5* =N6 VOLUME-YD3
367n5* =N6 VOLUME-IN3-LOG
368n5* =N6 VOLUME-FT3-LOG
369n5* =N6 VOLUME-YD3-LOG
37 N8 COUNT
390n9 N15 AMOUNT
391n9 =N3,N15 AMOUNT-CURRENCY
392n9 N15 PRICE
393n9 =N3,N15 PRICE-CURRENCY
394n3 =N4 PERCENT-OFF
395n5 =N6 PRICE-PER-UNIT
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
420 X20 SHIP-TO-POST
421 =N3,X9 SHIP-TO-POST-COUNTRY
422 =N3 ORIGIN
423 N15 INITIAL-PROCESS-COUNTRY
424 =N3 PROCESS-COUNTRY
425 N15 DISASSEMBLY-COUNTRY
426 =N3 FULL-PROCESS-COUNTRY
427 X3 ORIGIN-SUBDIVISION
4300 X35 SHIP-TO-COMPANY
4301 X35 SHIP-TO-NAME
4302 X70 SHIP-TO-ADDRESS-1
4303 X70 SHIP-TO-ADDRESS-2
4304 X70 SHIP-TO-SUBURB
4305 X70 SHIP-TO-LOCALITY
4306 X70 SHIP-TO-REGION
4307 =X2 SHIP-TO-COUNTRY
4308 X30 SHIP-TO-PHONE
4309 =N20 SHIP-TO-GEO
4310 X35 RETURN-TO-COMPANY
4311 X35 RETURN-TO-NAME
4312 X70 RETURN-TO-ADDRESS-1
4313 X70 RETURN-TO-ADDRESS-2
4314 X70 RETURN-TO-SUBURB
4315 X70 RETURN-TO-LOCALITY
4316 X70 RETURN-TO-REGION
4317 =X2 RETURN-TO-COUNTRY
4318 X20 RETURN-TO-POST
4319 X30 RETURN-TO-PHONE
4320 X35 SERVICE-DESCRIPTION
4321 =N1 DANGEROUS-GOODS
4322 =N1 AUTHORITY-TO-LEAVE
4323 =N1 SIGNATURE-REQUIRED
4324 N6d,=N4 NOT-BEFORE-DELIVERY
4325 N6d,=N4 NOT-AFTER-DELIVERY
4326 N6d RELEASE-DATE
4330 =N6,?X1 MAX-TEMP-F
4331 =N6,?X1 MAX-TEMP-C
4332 =N6,?X1 MIN-TEMP-F
4333 =N6,?X1 MIN-TEMP-C
7001 =N13 NSN
7002 X30 MEAT-CUT
7003 N6d,=N4 EXPIRY-TIME
7004 N4 ACTIVE-POTENCY
7005 X12 CATCH-AREA
7006 N6d FIRST-FREEZE-DATE
7007 N6d,?N6d HARVEST-DATE
7008 X3 AQUATIC-SPECIES
7009 X10 FISHING-GEAR-TYPE
7010 X2 PRODUCTION-METHOD
7011 N6d,?N4 TEST-BY-DATE
7020 X20 REFURBISHMENT-LOT
7021 X20 FUNCTIONAL-STATUS
7022 X20 REVISION-STATUS
7023 X30 GIAI-ASSEMBLY
703n9 =N3,X27 PROCESSOR
7040 =N1,=X3 UIC-EXT
710 X20 NHRN-PZN
711 X20 NHRN-CIP
712 X20 NHRN-CN
713 X20 NHRN-DRN
714 X20 NHRN-AIM
715 X20 NHRN-NDC
723n9 =X2,X28 CERTIFICATION
7240 X20 PROTOCOL
7241 =N2 MEDIA-TYPE
7242 X25 VCN
8001 =N14 DIMENSIONS
8002 X20 CMT-NO
8003 =N1z,N13c,?X16 GRAI @
8004 X30 GIAI @7040
8005 =N6 PRICE-PER-UNIT
8006 N14c,=N4 ITIP @22,10,21
8007 X34 IBAN
8008 =N8,?N4 PROD-TIME
8009 X50 OPTICAL-SENSOR
8010 Y30 CPID @8011
8011 N12 CPID-SERIAL
8012 X20 SOFTWARE-VERSION
8013 X25 GMN @
8017 N18c GSRN-PROVIDER @8019
8018 N18c GSRN-RECIPIENT @8019
8019 N10 SRIN
8020 X25 REF-NO
8026 N14c,=N4 ITIP-CONTENT
8030 Z90 SIGNATURE
8110 X70 COUPON
8111 =N4 LOYALTY-POINTS
8112 X70 COUPON-POSITIVE-OFFER
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
  const [, mark = '', set = 'X', digits = '0', letter = ''] = /^([=?]?)([NXYZ])(\d+)([cdz]?)$/.exec(text) ?? [];
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
  const [, stem = ai, last] = /^(\d+)n(\d)$/.exec(ai) ?? [];
  const named = last === undefined ? [ai] : Array.from({ length: Number(last) + 1 }, (_, digit) => `${stem}${digit}`);
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
