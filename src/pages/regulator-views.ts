import { ownerOf } from '../enforcement/entered-by.ts';
import type { LeadReply } from '../enforcement/views.ts';
import { regionName, regionOf } from '../parties/regions.ts';
import type { Caller } from '../platform/caller.ts';
import type { Locale } from '../platform/problems.ts';
import type { LeadItem } from './view.ts';

const OWN: Record<string, Record<Locale, string>> = {
  law: { zh: '条文', en: 'the law' },
  system: { zh: '本系统', en: 'this service' },
  admin: { zh: '系统管理员', en: 'administrator' },
  link: { zh: '凭随货单签收', en: 'by the slip' },
};

/** A lead as the pages show it: people read who entered a fact by name, not by key. */
export function leadItem(lead: LeadReply, locale: Locale, names: ReadonlyMap<string, string> = new Map()): LeadItem {
  const { party, evidence, citations, fineBand, caseId, state, certainty, subject } = lead;
  return {
    id: lead.id,
    rule: lead.rule,
    state,
    weight: lead.weight as 'todo' | 'reminder' | 'lead',
    certainty,
    party,
    department: lead.department ?? '',
    regionCode: lead.regionCode,
    regionName: lead.regionName,
    ...(lead.site ? { site: { name: lead.site.name } } : {}),
    subject,
    evidence: evidence.map((one) => ({ ...one, enteredBy: enteredBy(one.enteredBy, locale, names) })),
    citations,
    fineBand,
    actOn: lead.actOn,
    judgedAsOf: lead.judgedAsOf,
    detectedAt: lead.detectedAt,
    caseId,
  };
}

/** Who entered a fact, by the name readers know. */
export function enteredBy(reference: string, locale: Locale, names: ReadonlyMap<string, string>): string {
  const owner = ownerOf(reference);
  return names.get(owner) ?? OWN[owner]?.[locale] ?? owner;
}

export function deskName(caller: Caller, locale: Locale): string {
  return caller.kind === 'authority' ? caller.authority.name : (OWN.admin?.[locale] ?? '');
}

/** The region of the desk and what lies below it, down to counties where it is a city. */
export function regionChoices(caller: Caller): { code: string; name: string }[] {
  const own = caller.kind === 'authority' ? caller.authority.regionCode : '330000';
  const prefix = own.replace(/(?:00)+$/, '');
  const codes = prefix.length >= 6 ? [own] : [own, ...twoDigits.map((two) => `${prefix}${two}`.padEnd(6, '0')).filter(isRegion)];
  return codes.map((code) => ({ code, name: regionName(code) }));
}

const twoDigits = Array.from({ length: 99 }, (_, i) => String(i + 1).padStart(2, '0'));
const isRegion = (code: string) => regionOf(code) !== null;
