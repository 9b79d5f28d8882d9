// Takes out of a notebook's cell what is IPython's and not Python's, every offset kept. Knows no grammar.
import { logicalLines } from './lines';

/** A cell as Python alone. */
export interface PlainCell {
  readonly text: string;
  /** Offsets of assignments whose right side was a command: `files = !ls`, `best = %timeit -o f()`. */
  readonly results: readonly number[];
}

/** Cell magics below whose first line stands Python. */
const pythonBelow = /^%%(?:time|timeit|capture|prun|memit|mprun|debug|python3?|py)\b/;
/** `$` as Markdown writes a shell's prompt. */
const magicLine = /^(?:[%!?$]|[\w.]+\?{1,2}[ \t]*(?:$|[\r\n]))/;
/** Magics that run the statement behind them as if it stood alone. */
const runsStatement = /^%(?:time|prun)(?=[ \t]+[^\s%!#])/;
const resultOf = /^[A-Za-z_][\w.]*(?:[ \t]*,[ \t]*[A-Za-z_][\w.]*)*(?:[ \t]*,)?[ \t]*=[ \t]*(?=[!%])/;
const mayHaveMagic = /^[ \t]*(?:[%!?$]|[\w.]+\?)|=[ \t]*[!%]/m;

/** The cell's Python: lines of `%magic`, `!command` and `name?` do nothing, and cells of other languages are blank. */
export function withoutMagics(text: string): PlainCell {
  if (!mayHaveMagic.test(text)) return { text, results: [] };
  const head = text.trimStart();
  if (head.startsWith('%%') && !pythonBelow.test(head)) return { text: text.replace(/[^\r\n]/g, ' '), results: [] };
  let python = text;
  const results: number[] = [];
  for (;;) {
    // Looked for anew after each: quotes and brackets in a command say nothing of the lines below.
    const found = logicalLines(python, () => 0).find(({ start }) => {
      const line = python.slice(start, start + 200);
      return magicLine.test(line) || resultOf.test(line);
    });
    if (!found) return { text: python, results };
    const { start, indent } = found;
    const rest = python.slice(start);
    const given = resultOf.exec(rest)?.[0].length;
    if (given !== undefined) {
      results.push(start);
      python = idle(python, start + given, false);
    } else if (runsStatement.test(rest)) python = `${python.slice(0, start)}if 1:${python.slice(start + 5)}`;
    else python = idle(python, start, indent > 0);
  }
}

/** The line (and those that a backslash joins to it) does nothing; in a block of its own it is still a statement. */
function idle(text: string, start: number, indented: boolean): string {
  const line = /^(?:[^\r\n]*\\(?:\r\n|\r|\n))*[^\r\n]*/.exec(text.slice(start))?.[0] ?? '';
  const blank = line.replace(/[^\r\n]/g, ' ');
  const filled = indented && /^ {4}/.test(blank) ? `pass${blank.slice(4)}` : blank;
  return text.slice(0, start) + filled + text.slice(start + line.length);
}
