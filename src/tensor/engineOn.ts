// The engine over a choice of backends: broadcasting, promotion, narrow floats, and work that waits for values which are
// still on a GPU. Knows neither kernels nor PyTorch's names.
import { assert } from '../base/exhaust';
import type { Backend, BackendState, BinaryOp, Choice, Chosen, FusedLoss, ReduceOp, ScanOp, UnaryOp } from './backend';
import { broadcastShapes, broadcastTo } from './broadcast';
import { cpuBackend } from './cpu/backend';
import { reducedShape } from './cpu/reduce';
import { allocate, type DType, type HostArray, isHalf, isIntegral } from './dtype';
import type { Engine } from './engine';
import { contiguousStrides, freeze, sizeOf, tensorOf, valuesOf } from './host';
import { andThen } from './hostValues';
import { Meter } from './meter';
import { binaryTyping, reduceTyping, resultType, unaryTyping } from './promote';
import { Tensor } from './tensor';

export interface EngineParts {
  readonly cpu: Backend;
  readonly webgpu?: Backend;
  /** Who computes a result of `dtype` and `size` elements from `inputs`; asked for each primitive. */
  choose(dtype: DType, size: number, inputs: readonly Tensor[]): Backend;
  readonly state: BackendState;
}

/** Work for the CPU whose inputs are still elsewhere; kept in `storage.device` until it is done. */
class Deferred {
  constructor(private readonly compute: () => Promise<HostArray>) {}
  private result: Promise<HostArray> | undefined;
  settle(): Promise<HostArray> {
    this.result ??= this.compute();
    return this.result;
  }
}
const onHost = (x: Tensor): boolean => x.storage.host !== undefined;
const isDeferred = (x: Tensor): boolean => x.storage.device instanceof Deferred;

/** An engine that asks `choose` for each primitive, and takes the CPU where the chosen backend does not support the dtypes. */
export function createEngine(parts: EngineParts): Engine {
  const { cpu, webgpu } = parts;
  const meter = new Meter();

  /** Brings the whole storage to the host, so that every view of it can be read. */
  async function bring(x: Tensor): Promise<void> {
    const { storage } = x;
    if (storage.host) return;
    if (storage.device instanceof Deferred) {
      const host = await storage.device.settle();
      if (storage.host === undefined) {
        storage.host = host;
        delete storage.device;
      }
      return;
    }
    assert(webgpu, 'a storage without values belongs to a GPU');
    const whole = new Tensor(storage, [storage.length], [1], 0);
    storage.host ??= await webgpu.read(whole);
  }

  /** Runs `call` on the CPU, now or as soon as its inputs are there. */
  function onCpu(
    shape: readonly number[],
    dtype: DType,
    inputs: readonly Tensor[],
    call: (inputs: readonly Tensor[]) => Tensor,
  ): Tensor {
    if (inputs.every(onHost)) return call(inputs);
    const frozen = inputs.map(freeze);
    const deferred = new Deferred(async () => {
      for (const input of frozen) await bring(input);
      return valuesOf(call(frozen));
    });
    const storage = { dtype, length: sizeOf(shape), frozen: false, version: 0, device: deferred };
    return new Tensor(storage, shape, contiguousStrides(shape), 0);
  }

  /** The same for work that takes turns: its result is there when it is given. */
  function now<T>(inputs: readonly Tensor[], call: (inputs: readonly Tensor[]) => T | Promise<T>): T | Promise<T> {
    if (inputs.every(onHost)) return call(inputs);
    const frozen = inputs.map(freeze);
    return Promise.all(frozen.map(bring)).then(() => call(frozen));
  }

  function there<T>(made: T | undefined): T {
    assert(made !== undefined, 'the CPU computes everything');
    return made;
  }

  /** Whether a backend other than the CPU takes these inputs. */
  const serves = (chosen: Backend, dtype: DType, inputs: readonly Tensor[]): boolean =>
    chosen !== cpu &&
    chosen.supports(dtype) &&
    inputs.every((x) => chosen.supports(x.dtype) && (onHost(x) || !isDeferred(x)));

  function run(
    shape: readonly number[],
    dtype: DType,
    inputs: readonly Tensor[],
    call: (backend: Backend, inputs: readonly Tensor[]) => Tensor,
  ): Tensor {
    const size = Math.max(sizeOf(shape), ...inputs.map((x) => x.size));
    const chosen = parts.choose(dtype, size, inputs);
    if (serves(chosen, dtype, inputs)) return call(chosen, inputs);
    meter.work(size);
    return onCpu(shape, dtype, inputs, (ready) => call(cpu, ready));
  }

  function cast(x: Tensor, dtype: DType): Tensor {
    if (x.dtype === dtype) return x;
    return run(x.shape, dtype, [x], (backend, [value]) => backend.cast(value!, dtype));
  }
  /** Narrow floats are computed in float32 and rounded once at the end, as ATen's kernels do. */
  const wide = (dtype: DType): DType => (isHalf(dtype) ? 'float32' : dtype);
  /** Which kernels take a number as it is, where the others round it to the narrow type first. */
  const keepsNumbers: ReadonlySet<BinaryOp> = new Set(['mul', 'div', 'floorDiv']);

  function unary(op: UnaryOp, x: Tensor): Tensor {
    const { compute, result } = unaryTyping(op, x.dtype);
    const input = cast(x, wide(compute));
    return cast(
      run(x.shape, wide(result), [input], (backend, [value]) => backend.unary(op, value!, wide(result))),
      result,
    );
  }

  /** ATen's pow takes the root where a number says so: of -0 and -Inf it is another one. */
  function rootOf({ size, storage, offset }: Tensor): 'sqrt' | 'rsqrt' | undefined {
    const exponent = size === 1 ? Number(storage.host?.[offset]) : undefined;
    return exponent === 0.5 ? 'sqrt' : exponent === -0.5 ? 'rsqrt' : undefined;
  }

  function binary(op: BinaryOp, a: Tensor, b: Tensor): Tensor {
    const { compute, result } = binaryTyping(op, [a, b]);
    const shape = broadcastShapes(a.shape, b.shape);
    const rounded = isHalf(compute) && !keepsNumbers.has(op) ? [cast(a, compute), cast(b, compute)] : [a, b];
    const inputs = rounded.map((x) => broadcastTo(cast(x, wide(compute)), shape));
    const root = op === 'pow' && !isIntegral(compute) ? rootOf(b) : undefined;
    if (root && b.wrapped && !isHalf(compute))
      return run(shape, result, [inputs[0]!], (backend, [x]) => backend.unary(root, x!, result));
    const call = (backend: Backend, [x, y]: readonly Tensor[]): Tensor => backend.binary(op, x!, y!, wide(result));
    // Others are raised nevertheless, where a GPU would take the root.
    const made = root
      ? onCpu(shape, wide(result), inputs, (ready) => call(cpu, ready))
      : run(shape, wide(result), inputs, call);
    return cast(made, result);
  }

  function reduce(
    op: ReduceOp,
    x: Tensor,
    dims: readonly number[] | undefined,
    keepdim = false,
    dtype?: DType,
  ): Tensor {
    const over = dims ?? x.shape.map((_, dim) => dim);
    const source = dtype === undefined ? x : cast(x, dtype);
    const { compute, result } = reduceTyping(op, source.dtype);
    const input = isHalf(compute) ? cast(source, 'float32') : source;
    const shape = reducedShape(x.shape, over, keepdim);
    return cast(
      run(shape, wide(result), [input], (backend, [value]) => backend.reduce(op, value!, over, keepdim, wide(result))),
      dtype ?? result,
    );
  }

  /** ATen's log_softmax of the last dim keeps the sum and its logarithm in the narrow type. */
  function narrowLogSoftmax(x: Tensor, dim: number): Tensor {
    const round = (value: Tensor): Tensor => cast(cast(value, x.dtype), 'float32');
    const values = cast(x, 'float32');
    const distance = binary('sub', values, reduce('max', values, [dim], true));
    const total = round(unary('log', round(reduce('sum', unary('exp', distance), [dim], true))));
    return cast(binary('sub', distance, total), x.dtype);
  }

  /** Powers of narrow floats are kept as such, along any dim but the last, before they are divided by their sum (vec_softmax). */
  function narrowSoftmax(x: Tensor, dim: number): Tensor {
    const values = cast(x, 'float32');
    const powers = unary('exp', binary('sub', values, reduce('max', values, [dim], true)));
    const kept = cast(cast(powers, x.dtype), 'float32');
    return cast(binary('div', kept, reduce('sum', powers, [dim], true)), x.dtype);
  }

  /** A product and its sum are a fraction of what an elementwise function costs. */
  const productsPerElement = 16;

  function contract(a: Tensor, b: Tensor, dims: readonly number[]): Tensor | Promise<Tensor> {
    const shape = broadcastShapes(a.shape, b.shape);
    const dtype = isIntegral(a.dtype) ? 'int64' : wide(a.dtype);
    const inputs = [a, b].map((x) => broadcastTo(cast(x, dtype), shape));
    const size = Math.max(a.size, b.size, Math.ceil(sizeOf(shape) / productsPerElement));
    const chosen = parts.choose(dtype, size, inputs);
    const made = serves(chosen, dtype, inputs)
      ? chosen.contract(inputs[0]!, inputs[1]!, dims, dtype, meter)
      : undefined;
    return andThen(made ?? contractOnCpu(inputs, dims, dtype), (y) => cast(y, a.dtype));
  }
  function scan(op: ScanOp, x: Tensor, dim: number, back = false): Tensor {
    const chosen = parts.choose(x.dtype, x.size, [x]);
    const made = serves(chosen, x.dtype, [x]) ? chosen.scan(op, x, dim, back) : undefined;
    if (made) return made;
    meter.work(x.size);
    return onCpu(x.shape, x.dtype, [x], ([values]) => there(cpu.scan(op, values!, dim, back)));
  }

  function select(choice: Choice, x: Tensor, dim: number, take: number): Chosen | Promise<Chosen> {
    const chosen = parts.choose(x.dtype, x.size, [x]);
    const made = serves(chosen, x.dtype, [x]) ? chosen.select(choice, x, dim, take, meter) : undefined;
    return made ?? now([x], ([values]) => there(cpu.select(choice, values!, dim, take, meter)));
  }

  function contractOnCpu(inputs: readonly Tensor[], dims: readonly number[], dtype: DType): Tensor | Promise<Tensor> {
    return now(inputs, ([a, b]) => there(cpu.contract(a!, b!, dims, dtype, meter)));
  }

  /** The backend that may have a fused form of a loss. */
  function fusing(loss: FusedLoss): Backend | undefined {
    const inputs = Object.values(loss).filter((part) => part instanceof Tensor);
    if (isHalf(loss.input.dtype) || inputs.some(isDeferred)) return undefined;
    return parts.choose(loss.input.dtype, loss.input.size, inputs);
  }

  const engine: Engine = {
    state: parts.state,
    meter,
    fromHost: tensorOf,
    scalar(value, dtype, wrapped = false) {
      const host = allocate(dtype, 1);
      host[0] = host instanceof BigInt64Array ? BigInt(value) : value;
      return tensorOf(host, [], dtype, wrapped);
    },
    unary,
    binary,
    where(condition, a, b) {
      const dtype = resultType([a, b]);
      const shape = broadcastShapes(broadcastShapes(condition.shape, a.shape), b.shape);
      const inputs = [condition, cast(a, dtype), cast(b, dtype)].map((x) => broadcastTo(x, shape));
      return run(shape, dtype, inputs, (backend, [test, x, y]) => backend.where(test!, x!, y!));
    },
    cast,
    reduce,
    softmax(x, dim, log) {
      if (isHalf(x.dtype) && log && x.size > 0 && dim === x.rank - 1) return narrowLogSoftmax(x, dim);
      if (isHalf(x.dtype) && !log && x.size > 0 && x.rank > 0 && dim !== x.rank - 1) return narrowSoftmax(x, dim);
      const input = cast(x, wide(x.dtype));
      return cast(
        run(x.shape, input.dtype, [input], (backend, [value]) => backend.softmax(value!, dim, log)),
        x.dtype,
      );
    },
    scan,
    select,
    contract,
    take: (x, positions, shape) =>
      run(shape, x.dtype, [x], (backend, [values]) => backend.take(values!, positions, shape)),
    put: (x, positions, shape) =>
      run(shape, x.dtype, [x], (backend, [values]) => backend.put(values!, positions, shape)),
    loss(loss, reduction) {
      const chosen = fusing(loss);
      if (chosen === cpu) meter.work(loss.input.size);
      return chosen?.loss?.(loss, reduction);
    },
    lossPullback(loss, reduction) {
      const pull = fusing(loss)?.lossPullback?.(loss, reduction);
      return pull && ((grad) => (isDeferred(grad) ? bring(grad).then(() => pull(grad)) : pull(grad)));
    },
    custom: (inputs, compute) => compute(engine, inputs),
    read(x) {
      if (onHost(x)) return cpu.read(x);
      if (isDeferred(x)) return bring(x).then(() => cpu.read(x));
      assert(webgpu, 'a storage without values belongs to a GPU');
      return webgpu.read(x);
    },
    placeOf: (x) => (x.storage.device !== undefined && !isDeferred(x) ? 'webgpu' : 'cpu'),
  };
  return engine;
}

/** An engine on the CPU alone: everything answers at once. */
export const createCpuEngine = (): Engine =>
  createEngine({
    cpu: cpuBackend,
    choose: () => cpuBackend,
    state: { setting: 'cpu', active: 'cpu', reason: 'setting' },
  });
