// Finds the Python blocks of a Markdown document (CommonMark's fenced code blocks). Knows no Python.
import type { Piece } from './layout';

const fence = /^(?<indent>[ \t]*)(?<mark>`{3,}|~{3,})(?<info>.*)$/;
const python = /^\s*(?:\{\s*\.?)?(?:python3?|py|pycon)(?![\w.+-])/i;
/** The prompts of an interactive session. */
const prompt = /^[ \t]*(?:>>>|\.\.\.)(?: |$)/;

/**
 * The blocks whose info string says `python`, `python3`, `py` or `pycon`, in order; each without its fence's indentation, and
 * of an interactive session the code alone.
 */
export function fencedBlocks(uri: string, text: string): readonly Piece[] {
  const blocks: Piece[] = [];
  const lines = text.split(/\r\n|\r|\n/);
  for (let at = 0; at < lines.length; at++) {
    const { indent = '', mark = '', info = '' } = fence.exec(lines[at]!)?.groups ?? {};
    // A backtick in the info string makes it inline code.
    if (!mark || (mark.startsWith('`') && info.includes('`'))) continue;
    const first = at + 1;
    const end = closing(lines, first, mark);
    if (python.test(info) && end > first) blocks.push(block(uri, lines.slice(first, end), first, indent.length));
    at = end;
  }
  return blocks;
}

/** The line that closes a fence, or the end of the document. */
function closing(lines: readonly string[], from: number, mark: string): number {
  let at = from;
  for (; at < lines.length; at++) {
    const found = fence.exec(lines[at]!)?.groups;
    if (found?.mark?.startsWith(mark) && !found.info?.trim()) break;
  }
  return at;
}

function block(uri: string, lines: readonly string[], first: number, indent: number): Piece {
  const session = lines.some((line) => /^[ \t]*>>>(?: |$)/.test(line));
  const indents = lines.map((line) =>
    session ? (prompt.exec(line)?.[0].length ?? 0) : Math.min(indent, line.length - line.trimStart().length),
  );
  // In a session what has no prompt is output.
  const text = lines.map((line, i) => (session && !prompt.test(line) ? '' : line.slice(indents[i]))).join('\n');
  return { uri, text, lines: [first, first + lines.length - 1], ...(indent || session ? { indents } : {}) };
}
