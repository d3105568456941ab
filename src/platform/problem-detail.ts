/** A text for people in both languages of the product. */
export type Bilingual = { zh: string; en: string };

/**
 * One wrong field, as it stands in `errors[]` of a problem (RFC 9457).
 * `pointer` is a JSON Pointer (RFC 6901) into the caller's body; `row` is the 1-based row of an import.
 * `fix` is the smallest change that makes the field right.
 */
export type ProblemDetail = { pointer: string; found: string; expected: Bilingual; fix: Bilingual; row?: number };
