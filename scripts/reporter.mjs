// Reporter for Node's test runner: what failed or was skipped, what tests tell, and the tally as the last line.
import { inspect } from 'node:util';

const withoutRunner = (stack) =>
  stack
    .split('\n')
    .filter((line) => !/^\s+at .*\bnode:internal/.test(line))
    .join('\n');

export default async function* reporter(events) {
  const path = [];
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for await (const { type, data } of events) {
    if (type === 'test:stdout' || type === 'test:stderr') yield data.message;
    // The runner's own tally has no file.
    if (type === 'test:diagnostic' && data.file) yield `  ${data.message}\n`;
    if (type === 'test:start') path.splice(data.nesting, path.length, data.name);
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const name = [...path.slice(0, data.nesting), data.name].join(' > ');
    if (data.skip !== undefined || data.todo !== undefined) {
      skipped++;
      yield `skipped: ${name} (${data.skip || data.todo || 'no reason given'})\n`;
    } else if (type === 'test:pass') {
      if (data.details.type !== 'suite') passed++;
    } else if (data.details.error?.failureType !== 'subtestsFailed') {
      failed++;
      const cause = data.details.error?.cause ?? data.details.error;
      yield `FAILED: ${name}\n${withoutRunner(cause?.stack ?? inspect(cause))}\n\n`;
    }
  }
  yield `${passed} passed, ${failed} failed, ${skipped} skipped\n`;
}
