// `npm test`: installs what the tests need, builds the package, runs every kind of test, prints the counts last. Node's
// own modules only: each kind is a program of its own that ends with `N passed, N failed, N skipped`.
//   npm test -- [name ...]     only these kinds
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureBrowser, ensureModules } from './requirements.mjs';
import { Missing, main, root, run, seconds } from './steps.mjs';
import { ensureCodeServer } from './vscode/install.mjs';

const minutes = 60_000;
const testRunner = ['--test', '--test-reporter=./scripts/reporter.mjs', '--test-reporter-destination=stdout'];
const stages = {
  check: ['scripts/check.mjs'],
  unit: ['scripts/test-unit.mjs', 'unit'],
  parity: ['scripts/test-unit.mjs', 'parity'],
  agreement: ['scripts/test-unit.mjs', 'agreement'],
  fuzz: ['scripts/test-unit.mjs', 'fuzz'],
  // The later ones test what it makes: the bundles as they are shipped.
  package: ['scripts/package.mjs', '--no-runtime'],
  preview: [
    ...testRunner,
    ...['preview.mjs', 'previewSoftmax.mjs', 'previewFacets.mjs', 'previewLarge.mjs', 'previewWhatIf.mjs'].map(
      (file) => `test/e2e/${file}`,
    ),
  ],
  integration: ['scripts/test-integration.mjs'],
  e2e: ['scripts/test-e2e.mjs'],
};

/** The counts that a stage printed last; without any, its exit code makes it one test. */
function countsOf({ code, output }) {
  const last = [...output.matchAll(/(\d+) passed, (\d+) failed(?:, (\d+) skipped)?/g)].at(-1);
  const [passed, failed, skipped] = (last ? last.slice(1) : [code ? 0 : 1, 0, 0]).map((count) => Number(count ?? 0));
  return { passed, failed: code && !failed ? 1 : failed, skipped };
}

const sentence = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

await main(async () => {
  const start = performance.now();
  const names = process.argv.slice(2);
  for (const name of names)
    if (!stages[name]) throw new Missing(`No such kind of test: ${name}. (${Object.keys(stages).join(', ')})`);
  const chosen = Object.entries(stages).filter(([name]) => !names.length || names.includes(name));

  console.log('Installing what the tests need');
  await ensureModules();
  await ensureBrowser();
  await ensureCodeServer();
  rmSync(path.join(root, 'artifacts'), { recursive: true, force: true });

  const total = { passed: 0, failed: 0, skipped: 0 };
  const report = [];
  for (const [name, args] of chosen) {
    console.log(`\n== ${name}`);
    const begun = performance.now();
    const result = await run(process.execPath, args, {
      onText: (text) => process.stdout.write(text),
      timeoutMs: 10 * minutes,
    });
    const counts = countsOf(result);
    for (const kind of Object.keys(total)) total[kind] += counts[kind];
    const why = result.signal ? ` (ended by ${result.signal} after its time was up)` : '';
    const line = `${name.padEnd(12)} ${sentence(counts).padEnd(36)} ${seconds(begun)}${why}`;
    console.log(`== ${line}`);
    report.push(line);
  }
  console.log(`\n${report.join('\n')}\nIn all ${seconds(start)}.`);
  if (existsSync(path.join(root, 'artifacts'))) console.log('Screenshots are in artifacts/.');
  console.log(sentence(total));
  process.exitCode = total.failed ? 1 : 0;
});
