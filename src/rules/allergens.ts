/** The eight kinds of GB 7718 (2011: recommended; 2025: required from 2027-03-16), each with words by which ingredient lists name them. */
const KINDS: Readonly<Record<string, RegExp>> = {
  含麸质的谷物: /小麦|面粉|大麦|黑麦|燕麦|麸质|麸皮|wheat|barley|rye|oat|gluten/iu,
  甲壳纲动物: /虾|蟹|shrimp|prawn|crab|lobster/iu,
  鱼类: /鱼(?!腥草)|fish/iu,
  蛋类: /蛋(?!白质|白粉)|鸡蛋|卵磷脂\(蛋\)|egg/iu,
  花生: /花生|peanut/iu,
  大豆: /大豆|黄豆|豆粕|豆油|酱油|soy/iu,
  乳: /牛奶|羊奶|乳(?!化|酸)|奶粉|奶油|酪|milk|lactose|cheese|butter/iu,
  坚果: /坚果|核桃|杏仁|腰果|榛子|开心果|夏威夷果|almond|walnut|cashew|hazelnut|pistachio/iu,
};

/** Which kinds of allergens the declared names speak of. */
export function allergensIn(names: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const [kind, words] of Object.entries(KINDS)) if (names.some((name) => words.test(name.normalize('NFKC')))) found.add(kind);
  return found;
}
