import { plainLatin } from './latin.ts';

/** Only characters that occur in the names of the knowledge base, with the Taiwan, Hong Kong and Japanese forms met on real pages; others cannot change a match. */
const TRADITIONAL =
  '亞佈來侖係倫偽僞優內剋劑動勞單嗎囌塊奧奮學寧對崙廢弔強愛慶應捨敵於昇朮棄業樂標檢檸櫚櫞殘殻殼氫測準潑烏無煙熒爾環異痠發碸礦約紅納紮結綠緑繫罌羅羣羥脫腎膠膽興菸萊葯藍藥蘇蘭號蟲術裏裡製規計託諾謝貝賓質遊達還鄰醣鈉鈣鉀鉛鉻鋁鎂鎭鎮閤陞陰陽隱雙離靈靜韆類餡馬體髮鬆魯鹼鹽麯麴黃黴齊齣龍隣塩薬検剤廃発対黒鹸醯矽';
const SIMPLIFIED =
  '亚布来仑系伦伪伪优内克剂动劳单吗苏块奥奋学宁对仑废吊强爱庆应舍敌于升术弃业乐标检柠榈橼残壳壳氢测准泼乌无烟荧尔环异酸发砜矿约红纳扎结绿绿系罂罗群羟脱肾胶胆兴烟莱药蓝药苏兰号虫术里里制规计托诺谢贝宾质游达还邻糖钠钙钾铅铬铝镁镇镇合升阴阳隐双离灵静千类馅马体发松鲁碱盐曲曲黄霉齐出龙邻盐药检剂废发对黑碱酰硅';

const simplifiedOf = new Map([...TRADITIONAL].map((character, index) => [character, SIMPLIFIED.charAt(index)]));
const anyTraditional = new RegExp(`[${TRADITIONAL}]`, 'u');
const everyTraditional = new RegExp(`[${TRADITIONAL}]`, 'gu');

const PLAIN_HAN = /^[\u4e00-\u9fff]+$/u;
const NOT_IN_A_NAME = /[^\p{L}\p{N}]+|\p{Lm}+/gu;
const GREEK = /[αβγδωß]/g;
const GREEK_NAMES: Readonly<Record<string, string>> = { α: 'alpha', β: 'beta', ß: 'beta', γ: 'gamma', δ: 'delta', ω: 'omega' };

/** Traditional characters of substance names and of results to simplified ones; all other text is left as it is. */
export function toSimplified(text: string): string {
  if (!anyTraditional.test(text)) return text;
  return text.replace(everyTraditional, (character) => simplifiedOf.get(character) ?? character);
}

/**
 * The key two spellings of one name share: NFKC, lower case, simplified characters, Latin letters without accents, Greek letters by name, without spaces, dashes, brackets,
 * primes and zero-width characters. The notices write 酚汀 where the test methods write 酚丁, and Taiwan writes 胺基 for 氨基: each pair has one key.
 * Salts and amounts are left in: two salts are two names.
 */
export function nameKey(text: string): string {
  let key = text;
  if (!PLAIN_HAN.test(key)) {
    key = plainLatin(key.normalize('NFKC').toLowerCase().replace(NOT_IN_A_NAME, ''));
    key = key.replace(GREEK, (letter) => GREEK_NAMES[letter] ?? letter);
  }
  key = toSimplified(key);
  if (key.includes('汀')) key = key.replace(/酚(沙?)汀/gu, '酚$1丁');
  return key.includes('胺基') ? key.replaceAll('胺基', '氨基') : key;
}

const SALT_BEFORE =
  /^(?:盐酸|枸橼酸|柠檬酸|马来酸|富马酸|酒石酸|硫酸|磷酸|甲磺酸|苯磺酸|氢溴酸|醋酸|琥珀酸|hydrochlorideof|saltof)(?=.{2})/u;
const SALT_AFTER =
  /(?<=.{2})(?:二?盐酸盐|枸橼酸盐|柠檬酸盐|马来酸盐|富马酸盐|酒石酸盐|硫酸盐|磷酸盐|甲磺酸盐|苯磺酸盐|氢溴酸盐|醋酸盐|[一二]?钠盐|二钠|[一二]?钾盐|[一二三]?水合物|(?:di)?hydrochloride|hcl|citrate|maleate|fumarate|tartrate|sulfate|sulphate|phosphate|mesylate|besylate|hydrobromide|acetate|succinate|(?:di)?sodium(?:salt)?|(?:di)?potassium(?:salt)?|hydrate)$/u;

/** First and last characters of the salt words: most names are told apart by these alone, and this runs for every declared ingredient. */
const SALT_FIRST = '盐枸柠马富酒硫磷甲苯氢醋琥hs';
const SALT_LAST = /[盐钠钾物a-z]/u;

/** The key of the parent when a key names a salt or hydrate of it, else null. Only for use after the exact key is unknown: 枸橼酸西地那非 may be listed itself. */
export function withoutSalt(key: string): string | null {
  let bare = key;
  if (SALT_FIRST.includes(bare.charAt(0))) bare = bare.replace(SALT_BEFORE, '');
  if (SALT_LAST.test(bare.charAt(bare.length - 1))) bare = bare.replace(SALT_AFTER, '');
  return bare === key ? null : bare;
}

const CAS_DASHES = /[\u002d\u00ad\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d\u30fc\u4e00]/gu;
const CAS_PREFIX = /^(?:cas)?(?:\s*(?:rn|no|number|号|登记号))?[.:\s#]*/iu;

/** Digits and dashes, with the letters an OCR takes for digits. */
const LOOKS_NUMERIC = /^[\doOlI|]{2,9}-[\doOlI|]{2}-[\doOlI|]$/;

/** Text of a CAS number as laboratories write it (full-width digits, any dash, `CAS:` before it, O for 0 and l for 1) to `digits-digits-digit`, or null when it has not that form. The check digit is not looked at. */
export function casText(text: string): string | null {
  if (text.length > 60) return null;
  const written = text.normalize('NFKC').replace(CAS_DASHES, '-').trim().replace(CAS_PREFIX, '').replace(/\s+/g, '');
  const plain = LOOKS_NUMERIC.test(written) ? written.replace(/[oO]/g, '0').replace(/[lI|]/g, '1') : written;
  const parts = /^0*([1-9]\d{1,6})-(\d{2})-(\d)$/.exec(plain) ?? /^0*([1-9]\d{1,6})(\d{2})(\d)$/.exec(plain);
  return parts ? `${parts[1]}-${parts[2]}-${parts[3]}` : null;
}

/** The check digit a CAS number of the form `digits-digits-digit` must end in: the sum of its other digits, each by its place from the right, modulo 10. */
export function casCheckDigit(cas: string): number {
  const digits = cas.replaceAll('-', '').slice(0, -1);
  let sum = 0;
  for (let place = 1; place <= digits.length; place += 1) sum += place * Number(digits.charAt(digits.length - place));
  return sum % 10;
}
