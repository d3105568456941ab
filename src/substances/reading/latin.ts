/** Letters of the Latin script that are drawn like a plain one and are no accented form of it. */
const VARIANTS = 'ɑaıiȷjɡgøołlđdħhŧtɩiɪiʟlɴnʀrʏyʙbɢgʜhᴀaᴄcᴅdᴇeᴊjᴋkᴍmᴏoᴘpᴛtᴜuᴠvᴡwᴢzꜱsꜰfɵoɛeɐaəeƅbƀbɓbɗdɨiʋvɯwƙkƒf';
/** Letters of other scripts that are drawn like a Latin one. */
const FOREIGN = 'аaвbьbеeкkмmнhоoрpсcтtуyхxіiїiјjѕsԁdһhԛqԝwүyοoρpνvιiτtυuκkχxεeηnσoαaѵvӏlаaոnսuօoցg';

const pairs = (text: string): ReadonlyMap<string, string> => {
  const letters = [...text];
  return new Map(letters.flatMap((letter, at) => (at % 2 === 0 ? [[letter, letters[at + 1] ?? letter] as const] : [])));
};
const variants = pairs(VARIANTS);
const foreign = pairs(FOREIGN);

const NOT_PLAIN_LATIN = /(?=\P{ASCII})\p{Script=Latin}/gu;
const FOREIGN_LETTER = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]/gu;

const plainLetter = (letter: string): string => variants.get(letter) ?? letter.normalize('NFKD').replace(/\p{M}/gu, '');

/** Lower-case Latin letters without accents and in their plain form: sibutràmine, sıbutramine. Other scripts are left as they are. */
export const plainLatin = (text: string): string => text.replace(NOT_PLAIN_LATIN, plainLetter);

/** Cyrillic, Greek and Armenian letters that look like Latin ones as these. */
export const asLatin = (text: string): string => text.replace(FOREIGN_LETTER, (letter) => foreign.get(letter) ?? letter);
