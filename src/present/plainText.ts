// Python's own text of values that are no tensors, bounded. Knows no view.
import type { Value } from '../python/value';
import type { Trace } from '../trace/trace';

const mostLines = 20;
const mostCharacters = 2000;

/** What `repr` gives of a value, its end left out where it is long; undefined where it is not known. */
export async function plainText(trace: Trace, value: Value): Promise<string | undefined> {
  const whole = value.kind === 'unknown' ? undefined : await trace.repr(value);
  if (whole === undefined) return undefined;
  // Where an object lies in memory says nothing here.
  const lines = whole.replace(/ at 0x[0-9a-f]+(?=>)/g, '').split('\n');
  const text = lines.slice(0, mostLines).join('\n');
  const cut = text.length > mostCharacters ? text.slice(0, mostCharacters) : text;
  return lines.length > mostLines || cut.length < text.length ? `${cut}…` : cut;
}
