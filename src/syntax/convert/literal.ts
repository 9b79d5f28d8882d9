// Number and string literals as Python reads them. Knows no tree.

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Replaces escapes; those that Python does not know stay as they are. Undefined: Python refuses the text. */
export function unescaped(text: string, bytes = false): string | undefined {
  if (!text.includes('\\')) return text;
  let bad = false;
  const out = text.replace(
    /\\(\r\n|[\n\r]|[0-7]{1,3}|x[0-9a-fA-F]{0,2}|u[0-9a-fA-F]{0,4}|U[0-9a-fA-F]{0,8}|N(?:\{[^}]*\})?|[\s\S])/g,
    (whole, code: string) => {
      const first = code[0] ?? '';
      if (first === '\n' || first === '\r') return '';
      if (/[0-7]/.test(first)) return String.fromCharCode(Number.parseInt(code, 8) & (bytes ? 0xff : 0x1ff));
      const digits = first === 'x' ? 2 : bytes ? 0 : first === 'u' ? 4 : first === 'U' ? 8 : 0;
      if (digits) {
        const point = Number.parseInt(code.slice(1), 16);
        if (code.length !== digits + 1 || point > 0x10ffff) bad = true;
        return bad ? whole : String.fromCodePoint(point);
      }
      // Names of characters would need Unicode's table of them.
      if (first === 'N' && !bytes) bad = true;
      return escapes[first] ?? whole;
    },
  );
  return bad ? undefined : out;
}

/** `r`, `b`, `f` of a string's opening such as `rb"""`. */
export function stringPrefix(opening: string): {
  readonly raw: boolean;
  readonly bytes: boolean;
  readonly formatted: boolean;
} {
  const letters = opening.toLowerCase();
  return { raw: letters.includes('r'), bytes: letters.includes('b'), formatted: letters.includes('f') };
}

export const normalLines = (text: string): string => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);

/** A number; undefined where the text is none that Python accepts. */
export function numberLiteral(
  source: string,
): { type: 'int'; value: bigint } | { type: 'float'; value: number } | { type: 'complex'; im: number } | undefined {
  if (
    !/^(0[xX](_?[\da-fA-F])+|0[oO](_?[0-7])+|0[bB](_?[01])+|(\d(_?\d)*)?\.?(\d(_?\d)*)?([eE][+-]?\d(_?\d)*)?[jJ]?)$/.test(
      source,
    )
  )
    return undefined;
  const text = source.replaceAll('_', '');
  if (/^0[xob]/i.test(text)) return { type: 'int', value: BigInt(text.toLowerCase()) };
  if (/[jJ]$/.test(text)) return { type: 'complex', im: Number(text.slice(0, -1)) };
  if (/[.eE]/.test(text)) return { type: 'float', value: Number(text) };
  if (/^0+[1-9]/.test(text)) return undefined;
  return { type: 'int', value: BigInt(text) };
}
