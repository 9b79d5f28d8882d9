// PyTorch's primitives on a WebGPU device: recorded when called, computed when read. Knows no PyTorch names and no router.
// Floats of up to 32 bits, int32 and bool live here, 32 bits each.
import { assert } from '../../base/exhaust';
import type {
  Backend,
  BackendState,
  BinaryOp,
  Choice,
  Chosen,
  FusedLoss,
  Positions,
  ReduceOp,
  Reduction,
  ScanOp,
  UnaryOp,
} from '../backend';
import { along, contractionOf, dimLast, sizesOf } from '../contraction';
import type { DType, HostArray } from '../dtype';
import { contiguousStrides, freeze, hostStorage, isContiguous, sizeOf, tensorOf, valuesOf } from '../host';
import { Tensor } from '../tensor';
import { chosenAlong, scannedAlong, sortedBytes } from './alongDim';
import { DeviceLostError, type Profile, type Refusal } from './device';
import { flatValue } from './flatValue';
import { type Expression, Value, viewOf, type Word, weigh } from './graph';
import { contracted, mapped, picked, reduced, scattered, softmaxed } from './kernels';
import { fusedLoss } from './losses';
import { lossPullback } from './lossGradients';
import { openRuntime, type RuntimeOptions } from './openRuntime';
import { bindingsOf } from './pieces';
import { byTarget, inverse, placesOf } from './places';
import { sourcesOf } from './plan';
import { deviceValue, expressionOf, hostArray, recorded, uploaded, word } from './record';
import type { Runtime } from './runtime';
import * as scalar from './scalarOps';

export interface WebGpuOptions extends RuntimeOptions {
  /** Computes what has no kernel here. */
  readonly cpu: Backend;
  /** Told when the device is lost, and when a new one serves. */
  readonly onChange?: () => void;
}

/** Operations that one kernel fuses at most: the time to compile grows much faster than the number. */
const largest = 16;

const reductionNames = {
  sum: 'SUM',
  mean: 'MEAN',
  prod: 'PROD',
  max: 'MAX',
  min: 'MIN',
  argmax: 'ARGMAX',
  argmin: 'ARGMIN',
  all: 'ALL',
  any: 'ANY',
} as const;

export class WebGpuBackend implements Backend {
  readonly name = 'webgpu';
  readonly #gpu: GPU;
  readonly #options: WebGpuOptions;
  #runtime: Runtime;
  #opening: Promise<void> | undefined;
  /** Values whose kernels this device can bind. */
  #bindable = new WeakSet<Value>();

  constructor(gpu: GPU, options: WebGpuOptions, runtime: Runtime) {
    this.#gpu = gpu;
    this.#options = options;
    this.#runtime = runtime;
    this.#watch();
  }

  get adapter(): NonNullable<BackendState['adapter']> {
    return this.#runtime.device.adapter;
  }
  /** Whether the device is gone; `reopen` asks for a new one. */
  get lost(): boolean {
    return this.#runtime.device.gone.aborted;
  }
  /** What runs the kernels at present. */
  get runtime(): Runtime {
    return this.#runtime;
  }

  supports(dtype: DType): boolean {
    return word(dtype) !== undefined;
  }

  unary(op: UnaryOp, x: Tensor, dtype: DType): Tensor {
    return this.#elementwise(
      [x],
      dtype,
      ([a], kind) => scalar.unary(op, a!, kind),
      ([a]) => this.#options.cpu.unary(op, a!, dtype),
    );
  }

  binary(op: BinaryOp, x: Tensor, y: Tensor, dtype: DType): Tensor {
    return this.#elementwise(
      [x, y],
      dtype,
      ([a, b], kind) => scalar.binary(op, a!, b!, kind),
      ([a, b]) => this.#options.cpu.binary(op, a!, b!, dtype),
    );
  }

  where(condition: Tensor, x: Tensor, y: Tensor): Tensor {
    return this.#elementwise(
      [condition, x, y],
      x.dtype,
      ([test, a, b]) => scalar.where(test!, a!, b!),
      ([test, a, b]) => this.#options.cpu.where(test!, a!, b!),
    );
  }

  cast(x: Tensor, dtype: DType): Tensor {
    return this.#elementwise(
      [x],
      dtype,
      ([a], kind) => scalar.rounded(scalar.cast(a!, kind), dtype),
      ([a]) => this.#options.cpu.cast(a!, dtype),
    );
  }

  reduce(op: ReduceOp, x: Tensor, dims: readonly number[], keepdim: boolean, dtype: DType): Tensor {
    const over = new Set(x.rank ? dims : []);
    const all = x.shape.map((_, dim) => dim);
    const shape = keepdim
      ? x.shape.map((size, dim) => (over.has(dim) ? 1 : size))
      : x.shape.filter((_, dim) => !over.has(dim));
    const [kept, gone] = [all.filter((dim) => !over.has(dim)), all.filter((dim) => over.has(dim))];
    const input = isSome([x], sizeOf(shape)) ? expressionOf(along(x, kept, gone)) : undefined;
    const arithmetic = op === 'sum' || op === 'mean' || op === 'prod';
    const kind = op === 'argmax' || op === 'argmin' ? 'i32' : word(dtype);
    const onCpu = (): Tensor =>
      this.#onCpu([x], shape, dtype, ([a]) => this.#options.cpu.reduce(op, a!, dims, keepdim, dtype));
    if (!input || !kind || (arithmetic && input.word !== 'f32')) return onCpu();
    const sizes = (list: readonly number[]): readonly number[] => list.map((dim) => x.shape[dim]!);
    const value = reduced(reductionNames[op], input, sizes(kept), sizes(gone), kind, this.#runtime.profile);
    return this.#bound(value, shape, dtype) ?? onCpu();
  }

  softmax(x: Tensor, dim: number, log: boolean): Tensor {
    const rows = dimLast(x, dim);
    const fused = isSome([x], x.size) ? expressionOf(rows) : undefined;
    const onCpu = (): Tensor => this.#onCpu([x], x.shape, x.dtype, ([a]) => this.#options.cpu.softmax(a!, dim, log));
    if (fused?.word !== 'f32') return onCpu();
    // Each element is looked at three times: more than an operation or two are better done once.
    const input = weigh([fused]).operations > 2 ? expressionOf(rows, false)! : fused;
    return this.#bound(softmaxed(input, x.shape, dim, log, this.#runtime.profile), x.shape, 'float32') ?? onCpu();
  }

  scan(op: ScanOp, x: Tensor, dim: number, back: boolean): Tensor | undefined {
    if (x.dtype !== 'float32' || !this.#hasLines(x)) return undefined;
    const value = scannedAlong(op, x, dim, back, this.#runtime.profile);
    return value && this.#bound(value, x.shape, x.dtype);
  }

  select(choice: Choice, x: Tensor, dim: number, take: number): Chosen | undefined {
    const fits = x.size * sortedBytes <= this.#runtime.pool.limit;
    const isHere = take > 0 && fits && this.#hasLines(x);
    const made = isHere ? chosenAlong(choice, x, dim, take, this.#runtime.profile) : undefined;
    if (!made) return undefined;
    const shape = x.shape.with(dim, take);
    const [values, indices] = [this.#bound(made[0], shape, x.dtype), this.#bound(made[1], shape, 'int64')];
    return values && indices && { values, indices };
  }
  #hasLines(x: Tensor): boolean {
    return this.#runtime.profile.lines && x.rank > 0 && x.size > 0;
  }

  contract(a: Tensor, b: Tensor, inner: readonly number[]): Tensor | undefined {
    const parts = contractionOf(a, b, inner);
    const order = [...parts.batch, ...parts.rows, ...parts.columns];
    const kept = order.toSorted((x, y) => x - y);
    const shape = sizesOf(a, kept);
    if (!isSome([a, b], sizeOf(shape))) return undefined;
    // A tile of one row is mostly empty: threads share the sums instead.
    const single = [parts.rows, parts.columns].some((dims) => sizeOf(sizesOf(a, dims)) === 1);
    if (single) return this.reduce('sum', this.binary('mul', a, b, 'float32'), inner, false, 'float32');
    // Each element is looked at many times: what is computed is computed once before.
    const factor = (x: Tensor): Expression | undefined => expressionOf(along(x, order, inner), false);
    const [x, y] = [factor(a), factor(b)];
    if (x?.word !== 'f32' || y?.word !== 'f32') return undefined;
    const steps = contiguousStrides(shape);
    const place = order.map((dim) => steps[kept.indexOf(dim)]!);
    const sizes = [parts.batch, parts.rows, parts.columns, inner].map((dims) => sizesOf(a, dims));
    const found = (profile?: Profile) => this.#bound(contracted(x, y, sizes, place, profile), shape, 'float32');
    return (x.kind === 'leaf' && y.kind === 'leaf' && found(this.#runtime.profile)) || found();
  }

  take(x: Tensor, positions: Positions, shape: readonly number[]): Tensor {
    const flat = isSome([x], positions.length) ? flatValue(x) : undefined;
    const onCpu = (): Tensor => this.#onCpu([x], shape, x.dtype, ([a]) => this.#options.cpu.take(a!, positions, shape));
    if (!flat) return onCpu();
    const place: Expression = {
      kind: 'leaf',
      word: 'i32',
      value: placesOf(positions),
      strides: contiguousStrides(shape),
      offset: 0,
    };
    return this.#bound(mapped(picked(flat.value, flat.offset, place), shape), shape, x.dtype) ?? onCpu();
  }

  put(x: Tensor, positions: Positions, shape: readonly number[]): Tensor {
    const size = sizeOf(shape);
    const flat = x.dtype === 'float32' && isSome([x], size) ? flatValue(x) : undefined;
    const onCpu = (): Tensor => this.#onCpu([x], shape, x.dtype, ([a]) => this.#options.cpu.put(a!, positions, shape));
    if (!flat) return onCpu();
    const sources = inverse(positions, size);
    if (sources) return this.take(x, sources, shape);
    const { order, starts } = byTarget(positions, size);
    return this.#bound(scattered(flat.value, flat.offset, order, starts, size), shape, x.dtype) ?? onCpu();
  }

  loss(loss: FusedLoss, reduction: Reduction): Tensor | undefined {
    const result = this.#takes(loss) ? fusedLoss(loss, reduction, this.#runtime.profile) : undefined;
    return result && this.#canBind(deviceValue(result)!) ? result : undefined;
  }
  lossPullback(loss: FusedLoss, reduction: Reduction): ((grad: Tensor) => Tensor) | undefined {
    if (!this.#takes(loss)) return undefined;
    const pull = lossPullback(loss, reduction, this.#runtime.profile);
    const result = (grad: Expression): Tensor => recorded(pull!(grad), loss.input.shape, 'float32');
    // Any gradient is one more buffer.
    const some: Expression = {
      kind: 'leaf',
      word: 'f32',
      value: uploaded(new Float32Array(1), 'f32'),
      strides: [],
      offset: 0,
    };
    if (!pull || !this.#canBind(deviceValue(result(some))!)) return undefined;
    return (grad) => {
      const expression = expressionOf(grad, false);
      assert(expression, 'a float32 gradient that is there');
      return result(expression);
    };
  }
  #takes(loss: FusedLoss): boolean {
    const inputs = Object.values(loss).filter((part): part is Tensor => part instanceof Tensor);
    return isSome(inputs, loss.input.size);
  }

  /**
   * Rejects with `DeviceLostError` where the device went and a new one could not be had or went too. Otherwise lost work is
   * computed again from what it was recorded with.
   */
  async read(x: Tensor): Promise<HostArray> {
    const value = deviceValue(x);
    if (!value) {
      assert(x.storage.host, 'values are on the host or recorded');
      return valuesOf(x);
    }
    if (value.recipe.kind === 'fallback') value.recipe = { kind: 'host', values: await value.recipe.compute() };
    if (value.recipe.kind === 'host') {
      return valuesOf(new Tensor(hostStorage(value.recipe.values, x.dtype), x.shape, x.strides, x.offset));
    }
    const whole = x.size === value.length && x.offset === 0 && isContiguous(x);
    const wanted = whole ? value : mapped(viewOf(x, value, true), x.shape);
    for (let attempt = 0; ; attempt++) {
      if (this.lost) await this.reopen();
      try {
        const values = hostArray(await this.#runtime.read(wanted), x.dtype);
        if (whole && x.dtype !== 'int64') this.#runtime.remember(value, values);
        return values;
      } catch (error) {
        if (!(error instanceof DeviceLostError) || attempt > 0) throw error;
      }
    }
  }

  /** Asks for a new device after a loss. Rejects with `DeviceLostError` where there is none. */
  reopen(): Promise<void> {
    this.#opening ??= this.#open().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #open(): Promise<void> {
    const opened = await openRuntime(this.#gpu, this.#options);
    if ('reason' in opened) throw new DeviceLostError(opened.detail || opened.reason);
    this.#runtime = opened;
    this.#bindable = new WeakSet();
    this.#watch();
    this.#options.onChange?.();
  }

  /** For tests of recovery: the device goes as if the driver had crashed. */
  loseDevice(): void {
    this.#runtime.device.gpu.destroy();
  }
  /** Waits until nothing runs on the device; a process must not leave before. */
  drain(): Promise<void> {
    return this.#runtime.drain();
  }
  close(): Promise<void> {
    return this.#runtime.close();
  }

  #watch(): void {
    const runtime = this.#runtime;
    runtime.device.gone.addEventListener('abort', () => {
      if (runtime === this.#runtime) this.#options.onChange?.();
    });
  }

  /** Whether a kernel of `length` words that reads these values binds no more buffers than the device has. */
  #hasRoom(values: readonly Value[], length: number): boolean {
    const { bindings, pieceBytes } = this.#runtime.device.limits;
    const { results, inputs } = bindingsOf(values, { length, piece: pieceBytes / 4 });
    return results + inputs <= bindings;
  }

  /** The same of all kernels behind a value; each is looked at once. */
  #canBind(value: Value): boolean {
    const open = [value];
    for (let step = open.pop(); step; step = open.pop()) {
      if (this.#bindable.has(step)) continue;
      const sources = sourcesOf(step);
      if (!this.#hasRoom(sources, step.length)) return false;
      this.#bindable.add(step);
      open.push(...sources);
    }
    return true;
  }

  #bound(value: Value, shape: readonly number[], dtype: DType): Tensor | undefined {
    return this.#canBind(value) ? recorded(value, shape, dtype) : undefined;
  }

  #elementwise(
    inputs: readonly Tensor[],
    dtype: DType,
    record: (args: readonly Expression[], kind: Word) => Expression | undefined,
    compute: (inputs: readonly Tensor[]) => Tensor,
  ): Tensor {
    const { shape, size } = inputs[0]!;
    const kind = word(dtype);
    const args = isSome(inputs, size) ? this.#fused(inputs) : undefined;
    const result = kind && args && record(args, kind);
    if (!result) return this.#onCpu(inputs, shape, dtype, compute);
    return recorded(mapped(result, shape), shape, dtype);
  }

  /** The inputs as expressions; the largest are read from buffers of their own where one kernel could not take them all. */
  #fused(inputs: readonly Tensor[]): readonly Expression[] | undefined {
    const apart = new Set<number>();
    for (;;) {
      const args = inputs.map((x, index) => expressionOf(x, !apart.has(index)));
      if (!args.every((arg) => arg !== undefined)) return undefined;
      const { operations, values } = weigh(args);
      if (operations < largest && this.#hasRoom(values, inputs[0]!.size)) return args;
      if (apart.size === inputs.length) return undefined;
      const weights = args.map((arg, index) => (apart.has(index) ? -1 : weightOf(arg)));
      apart.add(weights.indexOf(Math.max(...weights)));
    }
  }

  /** Now where the inputs are on the host, else when the result is wanted. */
  #onCpu(
    inputs: readonly Tensor[],
    shape: readonly number[],
    dtype: DType,
    compute: (inputs: readonly Tensor[]) => Tensor,
  ): Tensor {
    if (inputs.every((x) => x.storage.host)) return compute(inputs);
    const frozen = inputs.map(freeze);
    const later = async (): Promise<HostArray> => {
      const ready: Tensor[] = [];
      for (const x of frozen) ready.push(tensorOf(await this.read(x), x.shape, x.dtype, x.wrapped));
      return valuesOf(compute(ready));
    };
    const kind = dtype === 'int64' ? 'i32' : word(dtype);
    assert(kind, `${dtype} does not live on a GPU`);
    return recorded(new Value(kind, sizeOf(shape), { kind: 'fallback', compute: later }), shape, dtype);
  }
}

function weightOf(expression: Expression): number {
  const { operations, values } = weigh([expression]);
  return operations + values.length;
}

/** Whether there is anything to compute. */
const isSome = (inputs: readonly Tensor[], size: number): boolean => size > 0 && inputs.every((x) => x.size > 0);

/** A backend on a device that passed its self-test, or the reason why there is none. */
export async function openWebGpu(
  gpu: GPU,
  options: WebGpuOptions,
): Promise<{ readonly backend: WebGpuBackend } | Refusal> {
  const opened = await openRuntime(gpu, options);
  return 'reason' in opened ? opened : { backend: new WebGpuBackend(gpu, options, opened) };
}
