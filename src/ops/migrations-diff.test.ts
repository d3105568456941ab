import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { annotate, diff, type Provider } from './migrations-diff.ts';

const folder = join(import.meta.dirname, '..', '..', 'prisma');
const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');
const empty = '-- This is an empty migration.';
const providers: Provider[] = ['sqlite', 'postgresql'];

const parcel = `
/// A parcel.
/// @rowid
/// @check parcel_state (state IN ('open', 'shut'))
model Parcel {
  id    BigInt @id
  state String
  lines ParcelLine[]

  @@map("parcel")
}

/// @withoutRowid
model ParcelLine {
  parcelId BigInt
  n        BigInt
  parcel   Parcel @relation(fields: [parcelId], references: [id], onDelete: Restrict, onUpdate: Restrict)

  @@id([parcelId, n])
  @@map("parcel_line")
}
`;

describe('the next migration', () => {
  for (const provider of providers) {
    it(`is empty on ${provider}: every change of the schema has been migrated`, async () => {
      expect((await diff(provider, read('migrations', 'snapshot.prisma'), read('schema.prisma'))).trim()).toBe(empty);
    });

    it(`is the same text on ${provider} each time`, async () => {
      const schema = read('schema.prisma');
      expect(await diff(provider, null, schema)).toBe(await diff(provider, null, schema));
    });
  }

  it('has the rowid, the checks and the tables without rowid that the comments ask for on SQLite', async () => {
    expect((await diff('sqlite', null, parcel)).trim()).toBe(`-- CreateTable
CREATE TABLE "parcel" (
    "id" INTEGER PRIMARY KEY,
    "state" TEXT NOT NULL,
    CONSTRAINT "parcel_state" CHECK (state IN ('open', 'shut'))
);

-- CreateTable
CREATE TABLE "parcel_line" (
    "parcelId" BIGINT NOT NULL,
    "n" BIGINT NOT NULL,

    PRIMARY KEY ("parcelId", "n"),
    CONSTRAINT "parcel_line_parcelId_fkey" FOREIGN KEY ("parcelId") REFERENCES "parcel" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
) WITHOUT ROWID;`);
  });

  it('has only the checks on PostgreSQL', async () => {
    const sql = await diff('postgresql', null, parcel);
    expect(sql).toContain(`CONSTRAINT "parcel_state" CHECK (state IN ('open', 'shut'))`);
    expect(sql).toContain('CONSTRAINT "parcel_line_pkey" PRIMARY KEY ("parcelId","n")');
    expect(sql).not.toMatch(/ROWID|INTEGER|CREATE SCHEMA IF/);
  });

  it('keeps the comments of a table that is rebuilt on SQLite', async () => {
    const narrower = parcel.replace('state String', 'state String?');
    const sql = await diff('sqlite', narrower, parcel);
    expect(sql).toContain('CREATE TABLE "new_parcel" (\n    "id" INTEGER PRIMARY KEY,');
    expect(sql).toContain(`CONSTRAINT "parcel_state" CHECK (state IN ('open', 'shut'))\n);`);
  });

  it('refuses a changed comment that no statement would carry out', async () => {
    const stricter = parcel.replace(`('open', 'shut')`, `('open')`);
    await expect(diff('sqlite', parcel, stricter)).rejects.toThrow('The comments of parcel changed');
    await expect(diff('postgresql', parcel, stricter)).rejects.toThrow('its table is not rebuilt');
  });

  it('refuses a check without a name', () => {
    const table = 'CREATE TABLE "parcel" (\n    "id" BIGINT\n);';
    expect(() => annotate(table, new Map([['parcel', ['@check (id > 0)']]]), 'sqlite')).toThrow('@check name (condition)');
    expect(annotate(table, new Map(), 'sqlite')).toBe(table);
  });
});
