// Takes out of a notebook's cell what is IPython's and not Python's, every offset kept. Knows no grammar.
import { logicalLines } from './lines';

/** Cell magics below whose first line stands Python. */
const pythonBelow = /^%%(?:time|timeit|capture|prun|memit|mprun|debug|python3?|py)\b/;
const magicLine = /^(?:[%!?]|[\w.]+\?{1,2}[ \t]*(?:$|[\r\n]))/;
const mayHaveMagic = /^[ \t]*(?:[%!?]|[\w.]+\?)/m;

/** The cell's Python: lines of `%magic`, `!command` and `name?` do nothing, and cells of other languages are blank. */
export function withoutMagics(text: string): string {
  if (!mayHaveMagic.test(text)) return text;
  const head = text.trimStart();
  if (head.startsWith('%%') && !pythonBelow.test(head)) return text.replace(/[^\r\n]/g, ' ');
  let python = text;
  for (;;) {
    // Looked for anew after each: quotes and brackets in a command say nothing of the lines below.
    const magic = logicalLines(python, () => 0).find(({ start }) => magicLine.test(python.slice(start, start + 200)));
    if (!magic) return python;
    python = idle(python, magic.start, magic.indent > 0);
  }
}

/** The line (and those that a backslash joins to it) does nothing; in a block of its own it is still a statement. */
function idle(text: string, start: number, indented: boolean): string {
  const line = /^(?:[^\r\n]*\\(?:\r\n|\r|\n))*[^\r\n]*/.exec(text.slice(start))?.[0] ?? '';
  const blank = line.replace(/[^\r\n]/g, ' ');
  const filled = indented && /^ {4}/.test(blank) ? `pass${blank.slice(4)}` : blank;
  return text.slice(0, start) + filled + text.slice(start + line.length);
}
