// What is new in a line. Pure texts.

/** What comes first in both, what is new, and what comes last in both. */
export function parted(before: string, after: string): readonly [head: string, fresh: string, tail: string] {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const end = after.length - tail;
  return [after.slice(0, head), after.slice(head, end), after.slice(end)];
}
