// In an f-string `{x:=5}` pads with `=`, while the grammar reads `x := 5`. So the sign is taken for another one of the same
// length while the text is parsed. Knows no tree.

const token = /#[^\n\r]*|(?<![\w])([a-zA-Z]{0,2})('''|"""|'|")/g;

/** The text with every `:=` that begins a format spec as `:<`. */
export function shieldSpecs(text: string): string {
  if (!text.includes(':=')) return text;
  const chars = text.split('');
  token.lastIndex = 0;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const [, prefix, quote] = found;
    if (quote === undefined) continue;
    token.lastIndex = behind(text, token.lastIndex, quote, /f/i.test(prefix ?? '') ? chars : undefined);
  }
  return chars.join('');
}

/** Where the string ends whose content begins at `start`; in the fields of an f-string specs are shielded. */
function behind(text: string, start: number, quote: string, fields: string[] | undefined): number {
  /** Brackets that are open in each field. */
  const open: number[] = [];
  for (let i = start; i < text.length; i++) {
    const c = text[i] ?? '';
    if (text.startsWith(quote, i)) return i + quote.length;
    if (quote.length === 1 && c === '\n') return i;
    if (c === '\\') i++;
    else if (!fields) continue;
    else if (c === '{' && text[i + 1] === '{' && !open.length) i++;
    else if (c === '{') open.push(0);
    else if (c === '}') open.pop();
    else if (!open.length) continue;
    else if (c === '(' || c === '[') open.push((open.pop() ?? 0) + 1);
    else if (c === ')' || c === ']') open.push((open.pop() ?? 0) - 1);
    else if (c === ':' && text[i + 1] === '=' && open.at(-1) === 0) fields[i + 1] = '<';
  }
  return text.length;
}
