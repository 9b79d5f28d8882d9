// How long an answer takes after an edit of one character, on the path of the server: parse, slice, run, view. Prints the
// distribution for each program and kind of edit, and the ratio to a Python that runs the same file. Judges nothing.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { lineStarts, positionAt } from '../../src/base/span';
import { Session } from '../../src/server/session';
import type { Parser } from '../../src/syntax/parser';
import { createRouter, type Router } from '../../src/tensor/router';
import { median } from '../../src/tensor/webgpu/agreement';
import { parser as openParser } from '../unit/python/harness';

const folder = path.join(process.cwd(), 'test/bench/programs');
const edits = ['the target', 'the top', 'a comment', 'a new line above'] as const;
type Edit = (typeof edits)[number];

/** Milliseconds by the clock, and of the processor: on a busy machine only those are ours. */
interface Taken {
  readonly wall: number;
  readonly cpu: number;
}

/** A program that is being typed in: each edit adds one character at a place that it concerns. */
class Typed {
  readonly #session: Session;
  #version = 0;
  #text: string;

  constructor(
    readonly name: string,
    text: string,
    parser: Parser,
    router: Router,
  ) {
    this.#text = text;
    this.#session = new Session(
      {
        parser,
        router,
        now: () => performance.now(),
        pause: () => new Promise((resolve) => setImmediate(resolve)),
        document: (uri) => ({ uri, version: this.#version, languageId: 'python', getText: () => this.#text }),
        cells: () => undefined,
      },
      { backend: 'cpu', theme: 'dark', translations: {} },
    );
  }

  /** How long it takes until the last expression's value is there again. */
  async after(edit: Edit): Promise<Taken> {
    this.#text = edited(this.#text, edit);
    this.#version++;
    const starts = lineStarts(this.#text);
    const at = positionAt(starts, this.#text.trimEnd().length - 1);
    const [start, used] = [performance.now(), process.cpuUsage()];
    const view = await this.#session.evaluate(
      { uri: 'file:///program.py', range: { start: at, end: at } },
      new AbortController().signal,
    );
    const wall = performance.now() - start;
    const { user, system } = process.cpuUsage(used);
    if (!view?.valueText || view.messages.length)
      throw new Error(`${this.name}: ${view?.messages[0]?.message ?? 'no value'}`);
    return { wall, cpu: (user + system) / 1000 };
  }
}

function edited(text: string, edit: Edit): string {
  const insert = (at: number, character: string) => text.slice(0, at) + character + text.slice(at);
  switch (edit) {
    case 'the target':
      return insert(text.lastIndexOf(' = ') + 3, ' ');
    case 'the top':
      return insert(text.search(/^import/m) + 6, ' ');
    case 'a comment':
      return insert(text.indexOf('# ') + 2, 'x');
    case 'a new line above':
      return insert(text.indexOf('\n') + 1, '\n');
  }
}

/** A Python that runs a file again and again and says how long it took. */
class Peer {
  readonly #child;
  readonly #answers;

  constructor(python: string) {
    const code = `import io, sys, time, contextlib
for line in sys.stdin:
    source = open(line.strip()).read()
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            start = time.perf_counter()
            exec(compile(source, line, 'exec'), {'__name__': '__main__'})
        print((time.perf_counter() - start) * 1000, flush=True)
    except ImportError:
        print('nan', flush=True)`;
    this.#child = spawn(python, ['-c', code], { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#child.on('error', () => undefined);
    this.#child.stdin.on('error', () => undefined);
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** NaN where this Python lacks what the file imports, or is not there itself. */
  async run(file: string): Promise<number> {
    this.#child.stdin.write(`${file}\n`);
    return Number((await this.#answers.next()).value ?? Number.NaN);
  }

  close(): void {
    this.#child.kill();
  }
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

const percentiles = (values: readonly number[], shares: readonly number[]): string => {
  const sorted = values.toSorted((a, b) => a - b);
  return shares.map((share) => quantile(sorted, share).toFixed(1).padStart(8)).join('');
};

/** Many small computations, each with names of its own. */
function dense(lines: number): string {
  const parts = Array.from(
    { length: lines / 10 },
    (_, i) => `
# Part ${i}
scores_${i} = torch.tensor([[1.0, 2.0, 0.5], [0.1, 0.3, ${i}.0]])
def scale_${i}(x, factor=2):
    return F.softmax(x * factor, dim=1)
probs_${i} = scale_${i}(scores_${i}[:, :2])
if probs_${i}.sum() > 1:
    print("part ${i}", probs_${i}.max().item())
loss_${i} = F.cross_entropy(scores_${i}, torch.tensor([0, 2]))`,
  );
  return `import torch\nimport torch.nn.functional as F\n${parts.join('\n')}\n`;
}

async function main(): Promise<void> {
  const rounds = Number(process.env.ROUNDS ?? 40);
  const [filter = ''] = process.argv.slice(2);
  const router = createRouter({ setting: 'cpu' });
  const parser = await openParser();
  const peer = new Peer(process.env.PYTHON ?? 'python3');
  const files = readdirSync(folder).filter((file) => file.endsWith('.py'));
  const texts = files.map((file) => readFileSync(path.join(folder, file), 'utf8'));
  const programs = files.map((file, i) => new Typed(file, texts[i] ?? '', parser, router));
  programs.push(new Typed('20,000 lines', dense(20_000), parser, router));
  const chosen = programs.filter(({ name }) => name.includes(filter));
  const times = new Map<string, Taken[]>();
  const peers = new Map<string, number[]>();
  for (let round = 0; round < rounds + 3; round++) {
    for (const program of chosen) {
      const { name } = program;
      if (name.endsWith('.py')) peers.set(name, [...(peers.get(name) ?? []), await peer.run(path.join(folder, name))]);
      for (const edit of edits) {
        const taken = await program.after(edit);
        // The first rounds warm the compiler up.
        const key = `${name}: ${edit}`;
        if (round >= 3) times.set(key, [...(times.get(key) ?? []), taken]);
      }
    }
  }
  console.log(`${'milliseconds after an edit of'.padEnd(36)}     p50     p90     p99     max  cpu p50     p90`);
  for (const { name } of chosen) {
    const python = median(peers.get(name) ?? []);
    for (const edit of edits) {
      const taken = times.get(`${name}: ${edit}`) ?? [];
      const wall = taken.map((one) => one.wall);
      const cpu = taken.map((one) => one.cpu);
      const ratio = median(wall) / python;
      const compared = ratio > 0 ? `  ${ratio.toFixed(2)} × Python running the file (${python.toFixed(1)})` : '';
      const columns = `${percentiles(wall, [0.5, 0.9, 0.99, 1])} ${percentiles(cpu, [0.5, 0.9])}`;
      console.log(`${`${name}: ${edit}`.padEnd(36)}${columns}${compared}`);
    }
  }
  peer.close();
  router.close();
}

void main();
