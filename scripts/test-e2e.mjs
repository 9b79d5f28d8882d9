// Drives the packaged extension in a real VS Code in a real browser: test/e2e/*.test.mjs, one VS Code each.
//   node scripts/test-e2e.mjs [--readme] [filter]     files whose name contains the filter
// --readme also writes the README's pictures to media/readme. The VSIX comes from `npm run package -- --no-runtime`.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Missing, main, root, run } from './steps.mjs';

await main(async () => {
  const { values, positionals } = parseArgs({ options: { readme: { type: 'boolean' } }, allowPositionals: true });
  const [filter = ''] = positionals;
  const folder = path.join(root, 'test/e2e');
  const files = readdirSync(folder).filter((file) => file.endsWith('.test.mjs') && file.includes(filter));
  if (!files.length) throw new Missing(`no test files in test/e2e match '${filter}'`);
  const reporter = ['--test-reporter=./scripts/reporter.mjs', '--test-reporter-destination=stdout'];
  const { code } = await run(
    process.execPath,
    ['--test', ...reporter, ...files.map((file) => path.join(folder, file))],
    {
      env: values.readme ? { README_PICTURES: '1' } : {},
      onText: (text) => process.stdout.write(text),
    },
  );
  process.exitCode = code;
});
