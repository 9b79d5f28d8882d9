// Numbers as CPython's tokenizer reads them, and what it says of wrong ones. Knows no grammar.

export interface NumberToken {
  /** Behind its last character, or where it goes wrong. */
  readonly end: number;
  readonly fault?: string;
}

const bases: Readonly<Record<string, { readonly name: string; readonly digits: RegExp }>> = {
  x: { name: 'hexadecimal', digits: /(?:_?[\da-f])+/iy },
  o: { name: 'octal', digits: /(?:_?[0-7])+/y },
  b: { name: 'binary', digits: /(?:_?[01])+/y },
};
const decimal = /\d(?:_?\d)*/y;
const exponent = /e[-+]?\d(?:_?\d)*/iy;
/** Words that may follow a number without a space. */
const following = /(?:and|else|for|or|not)(?![\w\x80-\uffff])|i[fns]/y;
const letter = /\w/y;

const matchAt = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
};

/** Reads the number that begins at `start`, with a digit or with a point before one. */
export function numberToken(text: string, start: number): NumberToken {
  const base = text[start] === '0' ? bases[text[start + 1]?.toLowerCase() ?? ''] : undefined;
  if (base) return basedToken(text, start + 2, base);
  let end = start + matchAt(decimal, text, start);
  let whole = true;
  if (text[end] === '_') return { end, fault: 'invalid decimal literal' };
  if (text[end] === '.') {
    whole = false;
    end += 1 + matchAt(decimal, text, end + 1);
    if (text[end] === '_' && /\d/.test(text[end - 1] ?? '')) return { end, fault: 'invalid decimal literal' };
  }
  const power = matchAt(exponent, text, end);
  if (power) end += power;
  else if (/^e[-+]/i.test(text.slice(end, end + 2))) return { end, fault: 'invalid decimal literal' };
  const imaginary = /[jJ]/.test(text[end] ?? '');
  if (imaginary) end++;
  if (whole && !power && !imaginary && /^0[0_]*[1-9]/.test(text.slice(start, end)))
    return {
      end,
      fault: 'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
    };
  return ended(text, end, imaginary ? 'imaginary' : 'decimal');
}

function basedToken(text: string, at: number, { name, digits }: { name: string; digits: RegExp }): NumberToken {
  const end = at + matchAt(digits, text, at);
  const next = text[end] === '_' ? (text[end + 1] ?? '') : (text[end] ?? '');
  if (name !== 'hexadecimal' && /\d/.test(next)) return { end, fault: `invalid digit '${next}' in ${name} literal` };
  if (end === at || text[end] === '_') return { end, fault: `invalid ${name} literal` };
  return ended(text, end, name);
}

/** No name may begin right behind a number. */
function ended(text: string, end: number, name: string): NumberToken {
  const joined = matchAt(letter, text, end) && !matchAt(following, text, end);
  return joined ? { end, fault: `invalid ${name} literal` } : { end };
}
