// The names that a piece of broken code seems to bind, by its text alone. Knows no tree.

const binding =
  /(?:^|[\s,(;])([A-Za-z_]\w*)\s*(?=(?:,\s*[A-Za-z_]\w*\s*)*(?:[-+*/%@&|^]|\/\/|\*\*|<<|>>)?=(?!=))|\b(?:def|class|import|as|for)\s+([A-Za-z_]\w*)/g;

export function boundNames(text: string): string[] {
  const names = new Set<string>();
  for (const match of text.matchAll(binding)) {
    const name = match[1] ?? match[2];
    if (name) names.add(name);
  }
  return [...names];
}
