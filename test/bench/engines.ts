// How fast the engine is beside others: every piece of work runs on each in turn, in one process and several rounds; what is
// printed are ratios to PyTorch on one thread, or to our CPU where there is none, and of our kernels to a plain copy. Judges nothing.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { wantRelaxedSimd } from '../../src/server/relaxedSimd';
import { median } from '../../src/tensor/webgpu/agreement';
import { softwareGpu } from '../unit/tensor/webgpu/adapter';
import { compareKernels } from './engines/kernels';
import { ourCpu, ourGpu } from './engines/ours';
import { torchPeer } from './engines/torch';
import {
  type Data,
  dataOf,
  type Measured,
  type Peer,
  type Shape,
  shapes,
  timed,
  type Work,
  works,
} from './engines/work';

const rounds = Number(process.env.ROUNDS ?? 3);
/** Milliseconds that one measurement takes; what would take longer for one run than the most is left out. */
const each = 150;
const most = Number(process.env.MOST ?? 8000);

/** A package of test/bench/peers: it prepares a piece of work on data, and runs it. */
interface Prepared {
  readonly name: string;
  close(): void;
  prepare(work: Work, shape: Shape, data: Data): Promise<(() => Promise<number>) | undefined>;
}
const folder = path.join(process.cwd(), 'test/bench/peers');
async function peersOf(file: string, ...devices: readonly string[]): Promise<readonly Peer[]> {
  const module = (await import(pathToFileURL(path.join(folder, file)).href)) as {
    open(device?: string): Promise<Prepared | undefined>;
  };
  const opened: Peer[] = [];
  for (const device of devices) {
    const peer = await module.open(device).catch((error: Error) => void console.log(`${file}: ${error.message}`));
    if (!peer) continue;
    opened.push({
      name: peer.name,
      close: () => peer.close(),
      async measure(work, shape, milliseconds) {
        const run = await peer.prepare(work, shape, dataOf(shape));
        return run && timed(run, milliseconds);
      },
    });
  }
  return opened;
}

async function installed(gpu: GPU | undefined): Promise<readonly Peer[]> {
  if (!existsSync(path.join(folder, 'node_modules'))) {
    console.log('Without other engines; `npm run bench -- --peers` installs them beside the benchmark.');
    return [];
  }
  if (gpu) {
    const { provide } = (await import(pathToFileURL(path.join(folder, 'navigator.mjs')).href)) as {
      provide(gpu: GPU): void;
    };
    provide(gpu);
  }
  return [
    ...(await peersOf('onnx.mjs', 'wasm')),
    ...(await peersOf('tfjs.mjs', 'wasm', ...(gpu ? ['webgpu'] : []))),
    ...(await peersOf('jax.mjs', 'wasm', ...(gpu ? ['webgpu'] : []))),
  ];
}

const digits = (ratio: number): string => (ratio < 0.995 ? ratio.toFixed(2).slice(1) : ratio.toPrecision(2));

/** Milliseconds of each peer, round by round one after the other. `slow` are left out: they took too long before, or failed. */
async function row(
  peers: readonly Peer[],
  work: Work,
  shape: Shape,
  slow: Set<Peer>,
  notes: Set<string>,
): Promise<readonly (Measured | undefined)[]> {
  const taken = new Map<Peer, Measured[]>();
  for (let round = 0; round < rounds; round++)
    for (const peer of peers) {
      if (slow.has(peer)) continue;
      try {
        const measured = await peer.measure(work, shape, each);
        if (!measured) continue;
        taken.set(peer, [...(taken.get(peer) ?? []), measured]);
        if (measured.milliseconds > most) slow.add(peer);
      } catch (error) {
        notes.add(`${peer.name}, ${work}: ${String(error).split('\n')[0]}`);
        slow.add(peer);
      }
    }
  return peers.map((peer) => {
    const all = taken.get(peer);
    return all && { milliseconds: median(all.map(({ milliseconds }) => milliseconds)), value: all[0]!.value };
  });
}

async function main(): Promise<void> {
  wantRelaxedSimd();
  const gpu = await softwareGpu().catch(() => undefined);
  const torch = await torchPeer(process.env.PYTHON ?? 'python3');
  const webgpu = gpu && (await ourGpu(async () => gpu));
  const cpu = ourCpu();
  const peers = [...(torch ? [torch] : []), cpu, ...(webgpu ? [webgpu] : []), ...(await installed(gpu))];
  const base = peers[0]!;
  console.log(`Time as a multiple of ${base.name}; "off": the loss is wrong by more than 1e-4.\n`);
  const width = Math.max(...works.map((work) => work.length)) + 1;
  const notes = new Set<string>();
  const wanted = process.argv.slice(2).filter((arg) => arg !== 'kernels');
  const onlyKernels = process.argv.includes('kernels');
  for (const work of works.filter((name) => !onlyKernels && wanted.every((part) => name.includes(part)))) {
    const slow = new Set<Peer>();
    for (const shape of shapes) {
      // Seven times 10^10 products.
      if (work === 'matmul' && shape[0] === 4096) for (const peer of peers) if (peer !== torch) slow.add(peer);
      const found = await row(peers, work, shape, slow, notes);
      const [first] = found;
      const right = found[peers.indexOf(cpu)]?.value ?? first?.value;
      const cells = peers.map((peer, i) => {
        const one = found[i];
        if (!one || !first) return '';
        const off = right !== undefined && Math.abs(one.value - right) > 1e-4 * Math.max(1e-3, Math.abs(right));
        return peer === base
          ? `${base.name} ${one.milliseconds.toPrecision(3)} ms`
          : `${peer.name} ${digits(one.milliseconds / first.milliseconds)}${off ? ' (off)' : ''}`;
      });
      console.log(`${work.padEnd(width)} ${shape.join(' x ').padEnd(12)} ${cells.filter(Boolean).join(' | ')}`);
    }
  }
  for (const note of notes) console.log(`left out: ${note}`);
  if (gpu) await compareKernels(gpu, shapes.slice(1), wanted);
  for (const peer of peers) await peer.close();
}

// Devices of other engines keep the process alive.
main()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  })
  .finally(() => process.exit());
