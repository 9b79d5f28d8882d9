// Capitals, small letters and the kinds of characters as Python's `str` knows them. Knows no values.
import { points } from './codePoints';
import { isNewer } from './unicodeVersion';

const isUpper = (c: string): boolean => /\p{Uppercase}/u.test(c) && !isNewer(c);
const isLower = (c: string): boolean => /\p{Lowercase}/u.test(c) && !isNewer(c);
const isTitleLetter = (c: string): boolean => /\p{Lt}/u.test(c);

/** What Unicode 14 has no other form of stays as it is. */
const other = (c: string, form: string): string => (isNewer(c) || isNewer(form) ? c : form);
const capital = (c: string): string => other(c, c.toUpperCase());
const small = (c: string): string => other(c, c.toLowerCase());

/** `str.upper` */
export function uppered(value: string): string {
  const all = value.toUpperCase();
  return isNewer(value) || isNewer(all) ? points(value).map(capital).join('') : all;
}

/** `str.lower` */
export function lowered(value: string): string {
  const all = value.toLowerCase();
  if (!isNewer(value) && !isNewer(all)) return all;
  const letters = points(value);
  return letters.map((_, i) => lowerAt(letters, i)).join('');
}

/** Whether a sigma at `at` ends a word: letters before it, none behind. */
function endsWord(all: readonly string[], at: number): boolean {
  const cased = (step: -1 | 1): boolean => {
    let i = at + step;
    while (/\p{Case_Ignorable}/u.test(all[i] ?? '')) i += step;
    return /\p{Cased}/u.test(all[i] ?? '');
  };
  return cased(-1) && !cased(1);
}

/** The small form of the character at `at` of a text. */
const lowerAt = (all: readonly string[], at: number): string =>
  all[at] === 'Σ' ? (endsWord(all, at) ? 'ς' : 'σ') : small(all[at] ?? '');

/** Where a letter becomes several, only the first of them is a capital; some pairs of letters have a form of their own. */
function titleLetter(c: string): string {
  if (/^[\u01c4-\u01cc\u01f1-\u01f3]$/.test(c)) return String.fromCharCode(c.toUpperCase().charCodeAt(0) + 1);
  if (/^[\u10d0-\u10ff]$/.test(c) || isTitleLetter(c)) return c;
  // Greek letters with a small iota below have it as capitals too.
  if (/^[\u1f80-\u1faf\u1fb3\u1fc3\u1ff3]$/.test(c)) return greekTitle(c);
  const [first = '', ...rest] = points(capital(c));
  const tail = rest.join('');
  if (c === '\u0149') return c.toUpperCase();
  return first + (/[\u1f80-\u1fff]/.test(c) ? tail.replace('Ι', '\u0345') : tail.toLowerCase());
}

const greekTitle = (c: string): string => {
  const code = c.charCodeAt(0);
  return String.fromCharCode(code < 0x1fb0 ? code | 8 : code + 9);
};

/** `str.title` */
export function titled(value: string): string {
  const all = points(value);
  let inside = false;
  return all
    .map((c, i) => {
      const shown = inside ? lowerAt(all, i) : titleLetter(c);
      inside = /\p{Cased}/u.test(c);
      return shown;
    })
    .join('');
}

/** `str.capitalize` */
export function capitalized(value: string): string {
  const all = points(value);
  return all.map((c, i) => (i ? lowerAt(all, i) : titleLetter(c))).join('');
}

/** `str.swapcase` */
export function swapped(value: string): string {
  const all = points(value);
  return all.map((c, i) => (isUpper(c) ? lowerAt(all, i) : isLower(c) ? capital(c) : c)).join('');
}

/** `str.casefold` */
export const folded = (value: string): string =>
  points(value)
    .map((c) => {
      if (/[\u0131\u1e9e]/.test(c)) return c === '\u0131' ? c : 'ss';
      return /[\u13a0-\u13fd\uab70-\uabbf]/.test(c) ? capital(c) : small(capital(small(c)));
    })
    .join('');

/** `str.istitle`: capitals begin words of letters with case, small letters go on with them. */
export function isTitle(value: string): boolean {
  let [inside, found] = [false, false];
  for (const c of points(value)) {
    const capital = isUpper(c) || isTitleLetter(c);
    const small = !capital && isLower(c);
    if (capital ? inside : small && !inside) return false;
    inside = capital || small;
    found ||= inside;
  }
  return found;
}

const some = (good: (c: string) => boolean, bad: (c: string) => boolean) => (value: string) => {
  const all = points(value);
  return all.some(good) && !all.some((c) => bad(c) || isTitleLetter(c));
};
export const allUpper = some(isUpper, isLower);
export const allLower = some(isLower, isUpper);

/** What has the value of a digit, and what has any number's. */
export const digit =
  /[\p{Nd}\u00b2-\u00b3\u00b9\u1369-\u1371\u19da\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490\u24ea\u24f5-\u24fd\u24ff\u2776-\u277e\u2780-\u2788\u278a-\u2792\u{10a40}-\u{10a43}\u{10e60}-\u{10e68}\u{11052}-\u{1105a}\u{1f100}-\u{1f10a}]/u;
export const numeric =
  /[\p{N}㐅㒃㠪㭍一七万三九二五亖亿什仟仨伍佰億兆兩八六十千卄卅卌叁参參叄四壱壹幺廾廿弌弍弎弐拾捌柒漆玖百肆萬貮貳贰阡陆陌陸零\uf96b\uf973\uf978\uf9b2\uf9d1\uf9d3\uf9fd\u{20001}\u{20064}\u{200e2}\u{20121}\u{2092a}\u{20983}\u{2098c}\u{2099c}\u{20aea}\u{20afd}\u{20b19}\u{22390}\u{22998}\u{23b1b}\u{2626d}\u{2f890}]/u;
export const identifier = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;
