// The worker processes of a loader: each with generators of random numbers of its own, seeded as PyTorch seeds them
// (torch/utils/data/_utils/worker.py), and with its own copy of the dataset. Knows no order of batches.
import type { StreamState } from '../../python/core/seededStream';
import type { Vm } from '../../python/core/vm';
import { type Machine, Raised } from '../../python/machine';
import { findStdlibModule } from '../../python/stdlib/modules';
import { sharedStream } from '../../python/stdlib/randomStream';
import { type ClassValue, type InstanceValue, int, none, type Run, str, tuple, type Value } from '../../python/value';
import { attribute, makeClass, method } from '../makeClass';
import { Generator } from '../random/generator';
import type { Torch } from '../torch';
import { forked } from './forked';

/** What a process draws from. */
interface Streams {
  readonly torch: Torch['generator'];
  readonly numpy: StreamState;
  readonly python: StreamState | undefined;
}

function streams(torch: Torch, machine: Machine): Streams {
  return { torch: torch.generator, numpy: torch.legacyStream.state, python: sharedStream(machine.state)?.state };
}

function takeUp(torch: Torch, machine: Machine, { torch: own, numpy, python }: Streams): void {
  torch.generator = own;
  torch.legacyStream.state = numpy;
  const shared = sharedStream(machine.state);
  if (shared && python) shared.state = python;
}

/** In which process the program runs now. */
export class Processes {
  readonly #infoClass: ClassValue;
  /** What `get_worker_info` answers. */
  info: Value = none;

  constructor(readonly torch: Torch) {
    this.#infoClass = makeClass('WorkerInfo', 'torch.utils.data._utils.worker', [], {
      __repr__: method('__repr__', function* (self, _, machine) {
        const parts: string[] = [];
        for (const [name, value] of self.attrs) parts.push(`${name}=${yield* machine.repr(value)}`);
        return str(`WorkerInfo(${parts.join(', ')})`);
      }),
    });
  }

  /** @param seed the number that the loader drew for all its workers; absent where it is not known */
  start(machine: Machine, id: number, count: number, seed: bigint | undefined, dataset: Value): Worker {
    // A worker may be the first to draw from Python's own numbers.
    findStdlibModule(machine as Vm, 'random');
    const info: InstanceValue = { kind: 'instance', cls: this.#infoClass, attrs: new Map() };
    const own = forked(dataset);
    const seedValue = seed === undefined ? (this.torch.generator as Value) : int(seed + BigInt(id));
    const parts: Readonly<Record<string, Value>> = {
      id: int(id),
      num_workers: int(count),
      seed: seedValue,
      dataset: own,
      rng: none,
      worker_method: str('multiprocessing'),
    };
    for (const [name, value] of Object.entries(parts)) info.attrs.set(name, value);
    return new Worker(this, info, id, seed);
  }
}

export class Worker {
  /** Whether `worker_init_fn` has been called. */
  isReady = false;
  #streams: Streams | undefined;

  constructor(
    readonly processes: Processes,
    readonly info: InstanceValue,
    readonly id: number,
    readonly seed: bigint | undefined,
  ) {}

  get dataset(): Value {
    return attribute(this.info, 'dataset');
  }

  /** Runs something in this process. What it raises says where it was raised, as PyTorch does. */
  *run<T>(machine: Machine, work: () => Run<T>): Run<T> {
    const { processes } = this;
    const { torch, info } = processes;
    const outside = streams(torch, machine);
    if (this.#streams) takeUp(torch, machine, this.#streams);
    else this.#seed(machine);
    processes.info = this.info;
    try {
      return yield* work();
    } catch (error) {
      throw error instanceof Raised ? caught(error, this.id) : error;
    } finally {
      this.#streams = streams(torch, machine);
      takeUp(torch, machine, outside);
      processes.info = info;
    }
  }

  #seed(machine: Machine): void {
    // Without the seed the generators stay what they are: not known.
    if (this.seed === undefined) return;
    const { torch } = this.processes;
    const seed = this.seed + BigInt(this.id);
    torch.generator = new Generator(seed);
    torch.legacyStream.seed(wordsOf(this.seed, this.id));
    sharedStream(machine.state)?.seed(seed);
  }
}

/** `ExceptionWrapper.reraise`, whose traceback names files of another machine: of it only the words are given. */
function caught(raised: Raised, id: number): Raised {
  const { type, message } = raised.python;
  const place = `Caught ${type} in DataLoader worker process ${id}.`;
  const text = `${place}\nOriginal Traceback (most recent call last):\n${type}: ${message}\n`;
  raised.exception.attrs.set('args', tuple([str(text)]));
  return new Raised(raised.exception, raised.span, { type, message: text });
}

const mask = 0xffffffffn;
const initialA = 0x43b0d7e5n;
const factorA = 0x931e8875n;
const initialB = 0x8b51f9ddn;
const factorB = 0x58f38dedn;
const factorLeft = 0xca01f9ddn;
const factorRight = 0x4973f715n;

/** NumPy's seed in a worker: `_generate_state`, after `numpy.random.SeedSequence`. */
function wordsOf(seed: bigint, id: number): readonly number[] {
  const folded = (x: bigint): bigint => x ^ (x >> 16n);
  let constant = initialA;
  const hash = (value: bigint): bigint => {
    const mixed = (value ^ constant) & mask;
    constant = (constant * factorA) & mask;
    return folded((mixed * constant) & mask);
  };
  const pool = [BigInt(id), seed & mask, seed >> 32n, 0n].map(hash);
  for (let source = 0; source < 4; source++) {
    for (let target = 0; target < 4; target++) {
      if (source === target) continue;
      const other = hash(pool[source] ?? 0n);
      pool[target] = folded((factorLeft * (pool[target] ?? 0n) - factorRight * other) & mask);
    }
  }
  let last = initialB;
  return pool.map((value) => {
    const mixed = (value ^ last) & mask;
    last = (last * factorB) & mask;
    return Number(folded((mixed * last) & mask));
  });
}
