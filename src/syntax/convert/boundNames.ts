// The names that a piece of broken code seems to bind, by its text alone. Knows no tree.

const binding =
  /(?:^|[\s,(;])([A-Za-z_]\w*)\s*(?=(?:,\s*[A-Za-z_]\w*\s*)*(?:[-+*/%@&|^]|\/\/|\*\*|<<|>>)?=(?!=))|\b(?:def|class|import|as|for)\s+([A-Za-z_]\w*)/g;

export function boundNames(text: string): string[] {
  const names = new Set<string>();
  for (const match of text.matchAll(binding)) {
    const [whole, assigned, declared] = match;
    if (declared) names.add(declared);
    if (assigned && !inBrackets(text, match.index + whole.indexOf(assigned))) names.add(assigned);
  }
  return [...names];
}

/** Behind a bracket that is still open on its line `name=` is a keyword argument. */
function inBrackets(text: string, at: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  const count = (brackets: RegExp): number => before.match(brackets)?.length ?? 0;
  return count(/[([{]/g) > count(/[)\]}]/g);
}
