// Runs many programs in CPython and here, and counts: the same, not modelled here, or different. Knows no generator.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { render } from '../../../src/base/text';
import { evaluate } from '../../../src/python/run';
import { noLibrary, parser as openParser } from '../../unit/python/harness';

/** What one side printed, and the exception that ended the program; no `stdout`: it did not come to an end. */
interface Answer {
  readonly id: number;
  readonly stdout: string | null;
  readonly error: { readonly type: string; readonly message: string } | null;
  /** What was not modelled on the way, or the limit that was met. */
  readonly missing?: string;
}

export interface Tally {
  same: number;
  /** Programs that CPython does not finish, or answers differently from run to run: addresses, the hash of None. */
  undecided: number;
  /** How many programs met each reason for an unknown. */
  readonly notModelled: Map<string, number>;
  readonly different: string[];
  /** Milliseconds of the slowest program here, and its seed. */
  slowest: { readonly id: number; readonly milliseconds: number };
}

interface Case {
  readonly id: number;
  readonly code: string;
}

/** CPython's answers. The seed of its hashes is fixed, so that sets of texts have one order; `moved`: other addresses, and an older processor. */
export function inCPython(cases: readonly Case[], seed = 0, moved = 0): Promise<readonly Answer[]> {
  const python = spawn('python3', ['-W', 'ignore', path.resolve('test/fuzz/cpython/reference.py'), String(moved)], {
    env: {
      ...process.env,
      PYTHONHASHSEED: String(seed),
      // The C library rounds pow and its kin otherwise on a processor without fused multiply-add.
      ...(moved > 0 && { GLIBC_TUNABLES: 'glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4' }),
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  python.stdin.end(cases.map((one) => JSON.stringify(one)).join('\n'));
  let text = '';
  python.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  return new Promise((resolve, reject) => {
    python.on('error', reject).on('close', () => {
      const lines = text.split('\n').filter(Boolean);
      resolve(lines.map((line) => JSON.parse(line) as Answer));
    });
  });
}

export async function here({ id, code }: Case): Promise<Answer> {
  const parser = await openParser();
  let stdout = '';
  const { problems } = await evaluate(parser.parse(code), {
    library: noLibrary,
    limits: { steps: 5_000_000, milliseconds: 10_000, depth: 1000, megabytes: 250 },
    now: () => performance.now(),
    pause: async () => undefined,
    signal: new AbortController().signal,
    mode: 'program',
    observer: {
      onWrite: (piece) => {
        stdout += piece;
      },
    },
  });
  const own = problems.find(({ code }) => code === 'unknown' || code === 'limit');
  const missing = own && `${own.code}: ${own.text ? render(own.text) : ''}`;
  const error = problems.find(({ severity }) => severity === 'error')?.python ?? null;
  return { id, stdout, error, ...(missing && { missing }) };
}

export const agree = (a: Answer, b: Answer): boolean =>
  a.stdout === b.stdout && a.error?.type === b.error?.type && a.error?.message === b.error?.message;

const told = ({ stdout, error }: Answer): string => `${stdout}${error ? `${error.type}: ${error.message}` : ''}`;

/** Whether other runs of CPython answer the same: under other seeds, and at addresses with every end that a set of eight slots looks at. */
async function decided(one: Case, answer: Answer): Promise<boolean> {
  for (let n = 1; n <= 128; n++) {
    const others = [await inCPython([one], 0, n), n <= 8 ? await inCPython([one], n) : []].flat();
    if (!others.every((other) => agree(other, answer))) return false;
  }
  return true;
}

/** Compares the programs of `count` seeds from `from` on, a batch for each process of CPython's. */
export async function campaign(from: number, count: number, program: (seed: number) => string): Promise<Tally> {
  const tally: Tally = {
    same: 0,
    undecided: 0,
    notModelled: new Map(),
    different: [],
    slowest: { id: from, milliseconds: 0 },
  };
  const batch = (start: number): readonly Case[] =>
    Array.from({ length: Math.max(Math.min(500, from + count - start), 0) }, (_, n) => ({
      id: start + n,
      code: program(start + n),
    }));
  let cases = batch(from);
  let running = inCPython(cases);
  while (cases.length) {
    const answers = await running;
    if (answers.length !== cases.length) throw new Error(`CPython ended at seed ${cases[answers.length]?.id}`);
    const following = batch((cases.at(-1)?.id ?? from) + 1);
    if (following.length) running = inCPython(following);
    for (const [n, answer] of answers.entries()) await judge(cases[n] as Case, answer, tally);
    cases = following;
  }
  return tally;
}

/** A bug of ours is a difference, with its seed. */
const crashed =
  ({ id }: Case) =>
  (error: Error): Answer => ({ id, stdout: '', error: { type: 'our own bug', message: String(error.stack) } });

async function judge(one: Case, theirs: Answer, tally: Tally): Promise<void> {
  if (theirs.stdout === null) {
    tally.undecided++;
    return;
  }
  const start = performance.now();
  const ours = await here(one).catch(crashed(one));
  const milliseconds = performance.now() - start;
  if (milliseconds > tally.slowest.milliseconds) tally.slowest = { id: one.id, milliseconds };
  if (agree(ours, theirs) && !ours.missing) tally.same++;
  else if (ours.missing) tally.notModelled.set(ours.missing, (tally.notModelled.get(ours.missing) ?? 0) + 1);
  else if (await decided(one, theirs))
    tally.different.push(`seed ${one.id}\n--- ours\n${told(ours)}\n--- CPython\n${told(theirs)}\n---\n${one.code}`);
  else tally.undecided++;
}
