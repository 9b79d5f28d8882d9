// Damaged programs through the language server, as a process of its own over its own protocol: no crash, no hang, no error
// of ours, and no memory kept. FUZZ_FROM and FUZZ_RUNS choose the seeds; each seed is one damaged document.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type BuiltServer, buildServer, startServer } from '../unit/server/serverProcess';
import { visit } from './server/visit';

const from = Number(process.env.FUZZ_FROM ?? 0);
const runs = Number(process.env.FUZZ_RUNS ?? 150);
const samples = Number(process.env.FUZZ_SAMPLES ?? 8);
const megabyte = 2 ** 20;
/** Samples differ by 4 MB (standard deviation) with the traces that happen to be kept; three times that is no chance. */
const strays = 12;
/** Megabytes that a server holds once it has seen some hundred documents of all kinds. */
const warm = 95;

let built: BuiltServer;
before(() => {
  built = buildServer();
});
after(() => built.remove());

test('a damaged document costs an answer at most', { timeout: 6 * 3_600_000 }, async () => {
  let server = await startServer(built, {});
  const failures: string[] = [];
  const curve: number[] = [];
  const slow: { readonly seed: number; readonly slowest: number }[] = [];
  const sample = async (seed: number): Promise<void> => {
    const { heapUsed, arrayBuffers, rss } = await server.memory();
    const held = (heapUsed + arrayBuffers) / megabyte;
    curve.push(held);
    console.log(`after seed ${seed} ${held.toFixed(1)} MB held, ${(rss / megabyte).toFixed(0)} MB resident`);
  };
  for (let seed = from; seed < from + runs; seed++) {
    const said = server.complaints.length;
    const { failure, story, slowest, text } = await visit(server, seed, 5000).catch((error) => ({
      failure: String(error),
      story: [],
      slowest: 0,
      text: '',
    }));
    slow.push({ seed, slowest });
    const ended = server.ended && `the server ended: ${server.ended}`;
    const wrong = ended || failure || (server.complaints.length > said ? 'a complaint' : undefined);
    if (wrong) {
      const words = server.complaints.slice(said).join('\n');
      failures.push(`seed ${seed}: ${wrong}\n${story.join('\n')}\n${words}`);
      console.log(failures.at(-1), process.env.FUZZ_TEXT ? text : '');
      if (failures.length >= 20) break;
    }
    if (ended) server = await startServer(built, {});
    if ((seed - from + 1) % Math.ceil(runs / samples) === 0) await sample(seed);
  }
  await server.stop();
  slow.sort((a, b) => a.slowest - b.slowest);
  const at = (part: number): string => (slow[Math.floor(part * (slow.length - 1))]?.slowest ?? 0).toFixed(0);
  console.log(
    `${runs} damaged documents; slowest answer of each: median ${at(0.5)} ms, 95 % ${at(0.95)} ms, most ${at(1)} ms`,
  );
  const last = slow.slice(-10).reverse();
  console.log(`slowest seeds ${last.map(({ seed, slowest }) => `${seed}: ${slowest.toFixed(0)} ms`).join(', ')}`);
  assert.deepEqual(failures, []);
  assert.equal(server.ended, 'exit code 0');
  // Shapes of objects, compiled code, parts of the library and the traces that are kept grow at first, and settle at `warm`.
  const settled = curve.slice(Math.floor(curve.length / 4));
  const mean = (part: typeof curve): number => part.reduce((sum, held) => sum + held, 0) / part.length;
  if (settled.length < 4) return;
  const half = Math.floor(settled.length / 2);
  const [early, late] = [mean(settled.slice(0, half)), mean(settled.slice(half))];
  assert.ok(
    late < Math.max(early, warm) + strays,
    `${early.toFixed(1)} MB held after the first quarter, ${late.toFixed(1)} MB at the end`,
  );
});
