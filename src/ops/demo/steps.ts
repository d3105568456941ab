import type { Member } from './cast.ts';
import type { Client } from './client.ts';
import type { DemoClock } from './clock.ts';
import type { Narrator } from './narrate.ts';

/** What every part of the walk stands on. */
export interface World {
  client: Client;
  clock: DemoClock;
  say: Narrator;
  /** Judges what has fallen due, as the service does on its own while it runs. */
  sweep(): Promise<unknown>;
  /** Waits until what follows from the records across parties has been derived. */
  settle(): Promise<unknown>;
}

/** Puts the clock forward and opens a chapter. @param at local time in China, `2026-11-04T05:30` */
export function chapter(world: World, at: string, zh: string, en: string): void {
  world.clock.set(`${at}:00+08:00`);
  const [date = '', time = ''] = at.split('T');
  const [, month, day] = date.split('-');
  world.say.chapter(`${Number(month)}月${Number(day)}日 ${time}`, zh, en);
}

/** A finding as replies show it. */
export interface Finding {
  id: string;
  rule: string;
  state: string;
  weight: string;
  message: string;
  subject: { type: string; id: string };
  citations: { law: string; article: string | null }[];
  fineBand: Band | null;
}

/** A fine band: cents, both ends inclusive; `multiple` where the law counts in goods value. */
export interface Band {
  minCents: number;
  maxCents: number;
  after: string;
  multiple: { fromCents: number; minTimes: number; maxTimes: number } | null;
}

export interface Recorded {
  traceCode: string;
  scanUrl: string;
  digitalLink: string | null;
  findings: Finding[];
}

export interface Shipped {
  id: string;
  state: string;
  slipUrl: string;
  findings: Finding[];
}

export interface Scanned {
  status: string;
  product: { name: string };
  producer: { name: string | null; place: string | null };
  steps: { kind: string; role: string; party: string | null; place: string | null; on: string }[];
}

export interface Line {
  traceCode: string;
  quantity: { amount: string; unit: string };
}

export const line = (traceCode: string, amount: string, unit: string): Line => ({ traceCode, quantity: { amount, unit } });

export function record(world: World, by: Member, batch: Record<string, unknown>): Promise<Recorded> {
  return world.client.post<Recorded>('/v1/batches', { key: by.key, body: batch });
}

/** A sale from a party to a registered one, or to whoever `to` names. */
export function sell(
  world: World,
  by: Member,
  to: { uscc?: string; name?: string; site?: string },
  more: { lines: Line[]; deliveredAt?: string; documentNumber?: string },
): Promise<Shipped> {
  return world.client.post<Shipped>('/v1/shipments', { key: by.key, body: { purpose: 'sale', to, ...more } });
}

export function receive(
  world: World,
  by: Member,
  shipment: Shipped,
  body: Record<string, unknown>,
): Promise<{ state: string; findings: Finding[] }> {
  return world.client.post(`/v1/shipments/${shipment.id}/receipt`, { key: by.key, body });
}

/** Everything as the slip says, with what is checked on receipt. */
export const ACCEPTED = { outcome: 'accepted', checks: { licence: true, certificate: true, dates: true } };

export function scan(world: World, traceCode: string): Promise<Scanned> {
  return world.client.get<Scanned>(`/t/${traceCode}`);
}

/** Leads or reminders an authority sees under a rule, newest first. */
export async function seenBy(
  world: World,
  authority: { key: string },
  rule: string,
  weight: 'lead' | 'reminder' = 'lead',
): Promise<Finding[]> {
  const list = await world.client.get<{ items: Finding[] }>(`/v1/violations?rule=${rule}&weight=${weight}`, { key: authority.key });
  return list.items;
}

/** Whether a finding has exactly this band, in yuan. */
export function hasBand(finding: Finding | undefined, minYuan: number, maxYuan: number): boolean {
  const band = finding?.fineBand;
  return band?.minCents === minYuan * 100 && band.maxCents === maxYuan * 100;
}

/** The finding, told and handed on; nothing where there is none. */
export function told(world: World, finding: Finding | undefined): Finding | undefined {
  if (finding) world.say.finding(finding);
  return finding;
}
