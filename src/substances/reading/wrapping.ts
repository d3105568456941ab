import { toSimplified } from './normalise.ts';

/** Number of the line, as lists carry it: `1.`, `(2)`, `③`. */
const NUMBER_BEFORE = /^\s*(?:[(（]?\d{1,2}[)）.、．]|[①-⑳])\s*(?=\S)/u;
const AMOUNT_BEFORE =
  /^\s*(?:[约≈≥≤<>＜＞]\s*)?\d[\d.]*\s*(?:%|％|‰|(?:[kmμµ]?g|克|毫克|微克)(?:\/(?:k?g|100g|片|粒|袋))?)\s*(?:的)?(?=\S)/u;
const WORD_BEFORE =
  /^(?:(?:内|均|另|并)?含有?|(?:另|违规|非法)?添加(?:了|有)?|加入(?:了)?|掺入(?:了)?|检出(?:了)?|其中|包括|包含|以及|主要成[分份]|有效成[分份]|功效成[分份]|标志性成[分份]|原料药|化学药物?|西药)[:：]?(?=[^\s（(【[].)/u;
/** Function classes of GB 2760, written before a name without brackets: 着色剂柠檬黄. */
const CLASS_BEFORE =
  /^(?:食品添加剂)?(?:(?:复[合配])?(?:着色|防腐|甜味|增稠|乳化|膨松|抗氧化|漂白|稳定|凝固|水分保持|抗结|消泡|被膜|增味|护色|酸度调节|面粉处理|胶基|营养强化|加工助|品质改良)剂|酸味[剂料]|食用?色素|防腐料|甜味料)(?=[^\s（(【[].)/u;
const WORD_AFTER = /(?<=.{2})(?:的)?(?:总?含量|添加量|残留量?|测定|检测|检验|筛查|原料药|原粉|粉末|成[分份]|[⁰¹²³⁴-⁹]+)$/u;

/** Every text one of them shortens begins or ends like this: most names are told apart by their first and last character alone. */
const MAY_HAVE_WORDS =
  /^[\s\d（(①-⑳约≈≥≤<>＜＞内均另并含添加掺检其包以主有功标原化西食复複着著色防甜增乳膨抗漂稳穩凝水结結消被护護酸面麵胶膠营營品內並檢標]|[量留测測定验驗查药藥粉末分份⁰¹²³⁴-⁹]$/u;

/** A name without the words of the list around it (number of the line, amount, 含, a function class, 含量); null where it has none. */
export function withoutWords(text: string): string | null {
  if (!MAY_HAVE_WORDS.test(text)) return null;
  const simple = toSimplified(text);
  const bare = simple
    .replace(NUMBER_BEFORE, '')
    .replace(AMOUNT_BEFORE, '')
    .replace(WORD_BEFORE, '')
    .replace(CLASS_BEFORE, '')
    .replace(AMOUNT_BEFORE, '')
    .replace(WORD_AFTER, '');
  return bare.length === simple.length ? null : bare;
}
