// Entry of the suite: VS Code calls run() in its extension host, on the desktop and in code-server alike.
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import util from 'node:util';

/** Marks every line that mocha and the tests print: they arrive mixed with VS Code's own log. */
function markOutput(): void {
  const print = console.log;
  const value = (...args: unknown[]) => {
    for (const line of util.format(...args).split('\n')) print('%s', `[suite] ${line}`);
  };
  // VS Code gives the property a setter that does nothing.
  Object.defineProperty(console, 'log', { value, configurable: true, writable: true });
}

export async function run(): Promise<void> {
  markOutput();
  // Only now: mocha keeps its own reference to console.log.
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'tdd', reporter: 'spec', color: false, timeout: 60_000 });
  const { MOCHA_GREP, SUITE_COUNTS_FILE } = process.env;
  if (MOCHA_GREP) mocha.grep(MOCHA_GREP);
  for (const file of readdirSync(__dirname).sort()) {
    if (file.endsWith('.test.js')) mocha.addFile(path.join(__dirname, file));
  }
  await mocha.loadFilesAsync();
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on('end', () => {
      const { passes, failures: failed, pending } = runner.stats ?? { passes: 0, failures: 1, pending: 0 };
      const counts = `${passes} passed, ${failed} failed, ${pending} skipped`;
      if (SUITE_COUNTS_FILE) writeFileSync(SUITE_COUNTS_FILE, counts);
    });
  });
  if (failures) throw new Error(`${failures} of the suite's tests failed`);
}
