export { FAMILY_RULES } from './families.ts';
export { LAXATIVE_RULE } from './findings.ts';
export { structureRuleFault, structureRuleProblems } from './patterns.ts';
export type { StructureRule } from './rule.ts';
export { type StructureOptions, screenStructure } from './screen-structure.ts';
