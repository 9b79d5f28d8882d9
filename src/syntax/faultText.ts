// CPython's wording for code that the grammar refuses. A guess from the text around the fault; `invalid syntax` otherwise.

const compound = /^(?:async\s+)?(if|elif|else|for|while|with|try|except|finally|def|class|match|case)\b/;

/** The keyword of a compound statement or clause at the head of a line. */
export const headKeyword = (line: string): string | undefined => compound.exec(line)?.[1];

/** `'if' statement`, `function definition`: how CPython calls the owner of a missing block. */
export const blockOwner = (keyword: string): string =>
  keyword === 'def' ? 'function definition' : keyword === 'class' ? 'class definition' : `'${keyword}' statement`;

/** Left sides of `=` that CPython names in its refusal. */
const unassignable: readonly (readonly [RegExp, string])[] = [
  [/^True$/, 'True'],
  [/^False$/, 'False'],
  [/^None$/, 'None'],
  [/^(?:\d[\w.]*|'[^']*'|"[^"]*")$/, 'literal'],
  [/^[\w.]+\([^()]*\)$/, 'function call'],
  [/^[\w.]+\s*[-+*/%@&|^]\s*[\w.]+$/, 'expression'],
];

/** What CPython 3.11 says about a logical line in which the grammar stumbled at `at`. */
export function faultMessage(line: string, at: number): string {
  const print = /^(print|exec)\s+(?![=.,)\]:]|[-+*/%<>!&|^]?=|in\b|is\b|if\b|and\b|or\b|not\b|for\b|else\b)/.exec(line);
  if (print) return `Missing parentheses in call to '${print[1]}'. Did you mean ${print[1]}(...)?`;
  const keyword = headKeyword(line);
  // A line can be long, and patterns that begin with any white space look at it anew for each.
  const bare = line.replace(/\s#[^'"]*$/, '').trimEnd();
  if (keyword && keyword !== 'match' && keyword !== 'case') {
    if (/^(?:async\s+)?(?:if|elif|while)\b[^=!<>:]*[^=!<>:]=[^=]/.test(line))
      return "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
    if (!bare.includes(':'))
      return /^(?:async\s+)?(?:def|for|class)\s*$/.test(bare) ? 'invalid syntax' : "expected ':'";
    return 'invalid syntax';
  }
  const sign = line.search(/[=!<>]/);
  const target = line[sign] === '=' && line[sign + 1] !== '=' ? line.slice(0, sign).trimEnd() : '';
  const what = target && unassignable.find(([pattern]) => pattern.test(target))?.[1];
  if (what)
    return /^[A-Z]/.test(what)
      ? `cannot assign to ${what}`
      : `cannot assign to ${what} here. Maybe you meant '==' instead of '='?`;
  if (/^import\s+\S+\s+from\b/.test(line)) return 'invalid syntax';
  const before = line.slice(0, at).trimEnd();
  const after = line.slice(at).trimStart();
  const depth = (before.match(/[([{]/g)?.length ?? 0) - (before.match(/[)\]}]/g)?.length ?? 0);
  if (
    depth > 0 &&
    /[\w)\]}'"]$/.test(before) &&
    /^[\w'"([{]/.test(after) &&
    !/\b(?:if|else|for|in|is|and|or|not|lambda)$/.test(before)
  )
    return 'invalid syntax. Perhaps you forgot a comma?';
  return 'invalid syntax';
}
