// Lint, format and types, each of them counted as one test.
import path from 'node:path';
import { main, root, run } from './steps.mjs';

const biome = path.join(root, 'node_modules/@biomejs/biome/bin/biome');
const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
const checks = {
  'docs/modelled.md and docs/checklist.md up to date': [path.join(root, 'scripts/modelled.mjs'), '--check'],
  'lint and format': [biome, 'check', '.'],
  'types of src and test': [tsc, '--noEmit'],
  'types of webview': [tsc, '--noEmit', '-p', 'webview'],
  'types of test/integration': [tsc, '--noEmit', '-p', 'test/integration'],
};

await main(async () => {
  let failed = 0;
  for (const [name, command] of Object.entries(checks)) {
    const { code, output } = await run(process.execPath, command);
    if (code === 0) continue;
    failed++;
    console.log(`FAILED: ${name}\n${output}`);
  }
  console.log(`${Object.keys(checks).length - failed} passed, ${failed} failed, 0 skipped`);
  process.exitCode = failed ? 1 : 0;
});
