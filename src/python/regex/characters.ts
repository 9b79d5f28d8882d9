// Classes of characters in regular expressions: digits, spaces, parts of words. Knows no syntax beyond their letters.
export type CharTest = (code: number) => boolean;

export const inRange =
  (low: number, high: number): CharTest =>
  (code) =>
    code >= low && code <= high;

const digit = /^\p{Nd}$/u;
const word = /^[\p{L}\p{N}_]$/u;

const isDigit: CharTest = (code) => (code < 128 ? code >= 48 && code <= 57 : digit.test(String.fromCodePoint(code)));
const isAsciiWord: CharTest = (code) =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95;
const isUnicodeWord: CharTest = (code) => (code < 128 ? isAsciiWord(code) : word.test(String.fromCodePoint(code)));
const isAsciiSpace: CharTest = (code) => code === 32 || (code >= 9 && code <= 13);
const spaces = new Set([0x1c, 0x1d, 0x1e, 0x1f, 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000]);
const isSpace: CharTest = (code) => isAsciiSpace(code) || spaces.has(code) || (code >= 0x2000 && code <= 0x200a);

/** What counts as part of a word. */
export const wordTest = (ascii: boolean): CharTest => (ascii ? isAsciiWord : isUnicodeWord);

/** The class that `\d`, `\S` and so on mean; undefined for other letters. */
export function classEscape(letter: string, ascii: boolean): CharTest | undefined {
  const test = {
    d: ascii ? inRange(48, 57) : isDigit,
    w: wordTest(ascii),
    s: ascii ? isAsciiSpace : isSpace,
  }[letter.toLowerCase()];
  return test && letter >= 'a' ? test : test && ((code) => !test(code));
}

/** Whether the character passes in either case. */
export const eitherCase =
  (test: CharTest): CharTest =>
  (code) =>
    test(code) || test(lower(code)) || test(upper(code));

const single = (text: string, code: number): number => {
  const found = text.codePointAt(0) ?? code;
  return text.length === (found > 0xffff ? 2 : 1) ? found : code;
};
export const lower = (code: number): number => single(String.fromCodePoint(code).toLowerCase(), code);
const upper = (code: number): number => single(String.fromCodePoint(code).toUpperCase(), code);
