/** A word of packs and notices under which all its spellings are kept. */
interface Word {
  readonly token: string;
  readonly written: RegExp;
}

/** What packs claim, in the groups a notice means: who forbids 减肥 means 瘦身 as well. */
const CLAIMS: readonly Word[] = [
  { token: '减肥', written: /[减減]肥|[减減]脂|瘦身|[纤纖][体體]|[纤纖]瘦|燃脂|溶脂|排油|[享速快魔]瘦|瘦(?:[体體燃扁咖]|壓片|压片)/u },
  { token: '润肠', written: /[润潤][肠腸]|通便|[清净淨][肠腸]|便秘|排便|排宿便/u },
  { token: '排毒', written: /排毒|清毒|[净淨][体體]/u },
  { token: '酵素', written: /酵素|孝素/u },
  { token: '壮阳', written: /[壮壯][阳陽]|强[肾腎]|[补補][肾腎]|持久|[伟偉]哥|性功能|延[时時]|勃起/u },
  { token: '降糖', written: /降(?:血)?糖|[稳穩]糖|糖尿/u },
  { token: '降压', written: /降(?:血)?[压壓]|高血[压壓]/u },
  { token: '降脂', written: /降(?:血)?脂|高血脂/u },
  { token: '助眠', written: /助眠|安眠|失眠/u },
  { token: '镇痛', written: /[镇鎮止]痛|[风風][湿濕]|痛[风風]/u },
];

/** Forms of products that carried illegal additions in published cases. A form is no hint by itself: it narrows what a claim opens. */
const FORMS: readonly Word[] = [
  { token: '片', written: /片(?:剂|劑)|[压壓]片|咀嚼片|泡[腾騰][饮飲]?片|含片|奶片|瘦身片|\d\s*片/u },
  { token: '压片糖果', written: /[压壓]片糖果/u },
  { token: '糖果', written: /糖果|[软軟]糖/u },
  { token: '胶囊', written: /[胶膠]囊/u },
  { token: '丸', written: /[药藥蜜水参參]丸|丸(?:剂|劑)|\d\s*丸/u },
  { token: '果冻', written: /果[冻凍]|蒟蒻|吸吸[冻凍]/u },
  { token: '饮料', written: /[饮飲](?:料|品|液)|口服液|果蔬?汁/u },
  { token: '固体饮料', written: /固[体體][饮飲]料|[冲沖](?:剂|劑|[调調]|[饮飲])|速溶/u },
  { token: '咖啡', written: /咖啡|coffee/iu },
  { token: '酵素', written: /酵素|孝素/u },
  { token: '茶', written: /茶/u },
  { token: '蜜饯', written: /蜜[饯餞]|果脯|[话話酸青西]梅|酵素梅|随便果/u },
  { token: '巧克力', written: /巧克力/u },
  { token: '饼干', written: /[饼餅][干乾]|曲奇/u },
  { token: '代餐', written: /代餐|[营營][养養]晶/u },
  { token: '酒', written: /配制酒|露酒|[药藥]酒|[养養]生酒|功夫酒/u },
];

function tokensIn(text: string, words: readonly Word[]): string[] {
  const plain = text.normalize('NFKC');
  return words.flatMap(({ token, written }) => (written.test(plain) ? [token] : []));
}

/** The claims a text of a pack or a notice makes, as the words they are indexed under. */
export const claimsIn = (text: string): string[] => tokensIn(text, CLAIMS);

/** The product forms a text names, as the words they are indexed under. */
export const formsIn = (text: string): string[] => tokensIn(text, FORMS);
