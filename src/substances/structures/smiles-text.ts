import type { Bilingual } from '../verdict.ts';
import { MOST_ATOMS, MOST_CHARACTERS, MOST_PARTS, MOST_RINGS } from './rule.ts';

/** One atom as the SMILES writes it. */
export interface WrittenAtom {
  readonly element: string;
  /** Written in lower case: aromatic by the writer's word. */
  readonly aromatic: boolean;
  readonly isotope: boolean;
  readonly charged: boolean;
  /** Position of its first character, counted from 1. */
  readonly position: number;
  /** Number of the part it belongs to, from 0. */
  readonly part: number;
}

/** What stands in the text, before any chemistry. */
export interface WrittenSmiles {
  readonly text: string;
  readonly atoms: readonly WrittenAtom[];
  readonly parts: number;
}

/** Says in both languages why a structure cannot be read. */
export class Unreadable extends Error {
  readonly reason: Bilingual;
  constructor(zh: string, en: string) {
    super(en);
    this.name = 'Unreadable';
    this.reason = { zh, en };
  }
}

const ELEMENTS = new Set(
  (
    'H D T He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe ' +
    'Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Ra Ac Th Pa U'
  ).split(' '),
);
const AROMATIC_IN_BRACKETS = new Set(['b', 'c', 'n', 'o', 'p', 's', 'se', 'as']);
const PLAIN_ATOM = /Br|Cl|[BCNOPSFIbcnops]/y;
const BRACKET = /^(\d{1,3})?([A-Z][a-z]?|[a-z]{1,2})(?:@{1,2}(?:[A-Z]{2}\d{1,2})?)?(?:H\d?)?(\+{1,3}|-{1,3}|[+-]\d{1,2})?(?::\d{1,4})?$/;
const CLOSURE = /%\d\d|\d/y;
const PLACEHOLDER = /\*|\[(?:R\d*|R#|X|Y|Z|A|Q|Pol|Alk|Ar)(?:H\d?)?\]|(?<![A-Za-z[])R\d*(?![a-z])/u;

/** Reads a SMILES by its grammar in one pass over at most 600 characters; the library reads some faulty texts as something else (`CC(` as ethane). */
class SmilesText {
  private readonly atoms: WrittenAtom[] = [];
  private readonly branches: number[] = [];
  private readonly open = new Map<string, number>();
  private readonly bonded = new Set<number>();
  private readonly text: string;
  private at = 0;
  private part = 0;
  private rings = 0;
  private previous = -1;
  private bondWritten = false;

  constructor(text: string) {
    this.text = text;
  }

  read(): WrittenSmiles {
    while (this.at < this.text.length) this.step(this.text.charAt(this.at));
    if (this.bondWritten || this.previous < 0) throw this.fault('末尾缺少原子', 'an atom is missing at the end');
    if (this.branches.length > 0) throw this.fault('括号没有配对,缺少「)」', 'brackets do not pair: a ")" is missing');
    const [digit] = this.open.keys();
    if (digit !== undefined) throw this.fault(`环闭合标记${digit}没有配对`, `ring closure ${digit} is not closed`);
    return { text: this.text, atoms: this.atoms, parts: this.part + 1 };
  }

  private fault(zh: string, en: string): Unreadable {
    return new Unreadable(`SMILES第${this.at + 1}个字符处:${zh}`, `SMILES, character ${this.at + 1}: ${en}`);
  }

  private step(sign: string): void {
    if (sign === '[') this.bracket();
    else if (sign === '(') this.openBranch();
    else if (sign === ')') this.closeBranch();
    else if (sign === '.') this.nextPart();
    else if ('-=#:/\\'.includes(sign)) this.bond();
    else if (sign === '%' || (sign >= '0' && sign <= '9')) this.closure();
    else this.plainAtom(sign);
  }

  private plainAtom(sign: string): void {
    PLAIN_ATOM.lastIndex = this.at;
    const symbol = PLAIN_ATOM.exec(this.text)?.[0];
    if (!symbol) throw this.fault(`「${sign}」不是SMILES的字符`, `"${sign}" does not belong in a SMILES`);
    this.add({
      element: symbol.charAt(0).toUpperCase() + symbol.slice(1),
      aromatic: /^[a-z]/.test(symbol),
      isotope: false,
      charged: false,
    });
    this.at += symbol.length;
  }

  private bracket(): void {
    const end = this.text.indexOf(']', this.at);
    if (end < 0) throw this.fault('方括号没有配对,缺少「]」', 'brackets do not pair: a "]" is missing');
    const inside = this.text.slice(this.at + 1, end);
    const [, isotope, symbol = '', charge] = BRACKET.exec(inside) ?? [];
    const aromatic = AROMATIC_IN_BRACKETS.has(symbol);
    if (!aromatic && !ELEMENTS.has(symbol)) throw this.fault(`「[${inside}]」不是原子`, `"[${inside}]" is no atom`);
    const heavyHydrogen = symbol === 'D' || symbol === 'T';
    const element = heavyHydrogen ? 'H' : symbol.charAt(0).toUpperCase() + symbol.slice(1);
    this.add({ element, aromatic, isotope: isotope !== undefined || heavyHydrogen, charged: charge !== undefined });
    this.at = end + 1;
  }

  private add(atom: Omit<WrittenAtom, 'position' | 'part'>): void {
    if (this.atoms.length >= MOST_ATOMS)
      throw new Unreadable(`原子超过${MOST_ATOMS}个,不自动识读`, `more than ${MOST_ATOMS} atoms: not read automatically`);
    this.atoms.push({ ...atom, position: this.at + 1, part: this.part });
    const index = this.atoms.length - 1;
    if (this.previous >= 0) this.join(this.previous, index);
    this.previous = index;
    this.bondWritten = false;
  }

  private join(from: number, to: number): void {
    const pair = Math.min(from, to) * MOST_ATOMS + Math.max(from, to);
    if (from === to || this.bonded.has(pair)) throw this.fault('同两个原子之间重复成键', 'two bonds between the same two atoms');
    this.bonded.add(pair);
  }

  private bond(): void {
    if (this.previous < 0 || this.bondWritten) throw this.fault('键的前面缺少原子', 'an atom is missing before the bond');
    this.bondWritten = true;
    this.at += 1;
  }

  private openBranch(): void {
    if (this.previous < 0 || this.bondWritten || /[(.)]?\($/.test(this.text.slice(Math.max(0, this.at - 1), this.at)))
      throw this.fault('支链「(」的前面缺少原子', 'an atom is missing before the branch "("');
    this.branches.push(this.previous);
    this.at += 1;
  }

  private closeBranch(): void {
    const back = this.branches.pop();
    if (back === undefined) throw this.fault('括号没有配对,多了「)」', 'brackets do not pair: a ")" too many');
    if (this.bondWritten || this.text.charAt(this.at - 1) === '(') throw this.fault('支链内缺少原子', 'an atom is missing in the branch');
    this.previous = back;
    this.at += 1;
  }

  private nextPart(): void {
    if (this.previous < 0 || this.bondWritten || this.branches.length > 0)
      throw this.fault('分隔点「.」的位置不对', 'the dot "." stands in the wrong place');
    this.part += 1;
    if (this.part >= MOST_PARTS)
      throw new Unreadable(`组成部分超过${MOST_PARTS}个,不自动识读`, `more than ${MOST_PARTS} separate parts: not read automatically`);
    this.previous = -1;
    this.at += 1;
  }

  private closure(): void {
    CLOSURE.lastIndex = this.at;
    const mark = CLOSURE.exec(this.text)?.[0];
    if (mark === undefined || this.previous < 0) throw this.fault('环闭合标记的位置不对', 'the ring closure stands in the wrong place');
    const digit = String(Number(mark.replace('%', '')));
    const start = this.open.get(digit);
    if (start === undefined) this.open.set(digit, this.previous);
    else this.close(start, digit);
    this.bondWritten = false;
    this.at += mark.length;
  }

  private close(start: number, digit: string): void {
    this.join(start, this.previous);
    this.open.delete(digit);
    this.rings += 1;
    if (this.rings > MOST_RINGS)
      throw new Unreadable(`环超过${MOST_RINGS}个,不自动识读`, `more than ${MOST_RINGS} rings: not read automatically`);
  }
}

/** What stands in the way of reading a text as one SMILES at all. */
function refuseOtherTexts(text: string): void {
  if (text === '') throw new Unreadable('结构为空', 'the structure is empty');
  if (text.length > MOST_CHARACTERS)
    throw new Unreadable(
      `结构文本有${text.length}个字符,超过${MOST_CHARACTERS}个,不自动识读`,
      `the text has ${text.length} characters, more than ${MOST_CHARACTERS}: not read automatically`,
    );
  if (/^InChI=/iu.test(text)) throw new Unreadable('这是InChI,请提供SMILES', 'this is an InChI: give the SMILES');
  const strange = /[^\x20-\x7e]/u.exec(text)?.[0];
  if (strange) throw new Unreadable(`含有「${strange}」,不是SMILES`, `it holds "${strange}": this is no SMILES`);
  if (text.includes('>')) throw new Unreadable('含有「>」:反应式或配位键不识读', 'it holds ">": reactions and dative bonds are not read');
  if (PLACEHOLDER.test(text))
    throw new Unreadable('含有R基团或通配原子,结构不完整', 'it holds an R group or a wildcard atom: the structure is incomplete');
  if (text.includes('$')) throw new Unreadable('含有四重键「$」,不识读', 'it holds a quadruple bond "$", which is not read');
  if (/\s/u.test(text)) throw new Unreadable('含有空格:一次一个结构,不带名称', 'it holds a blank: one structure at a time, without a name');
}

/**
 * The atoms of a SMILES by its grammar alone, in one bounded pass.
 * @throws {Unreadable} naming what is wrong and where
 */
export function readSmilesText(input: string): WrittenSmiles {
  const text = input.trim();
  refuseOtherTexts(text);
  return new SmilesText(text).read();
}
