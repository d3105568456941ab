export { drawerOf } from './drawing.ts';
export { FAMILY_RULES } from './families.ts';
export { structureRuleFault, structureRuleProblems } from './patterns.ts';
export type { StructureRule } from './rule.ts';
export { screenStructure } from './screen-structure.ts';
