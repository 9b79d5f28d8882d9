// Methods that write single elements: fill_diagonal_, and apply_ and map_, which ask a function of the program for each.
import type { Machine } from '../../python/machine';
import { bool, float, int, none, type Run, type Value } from '../../python/value';
import { broadcastTo } from '../../tensor/broadcast';
import { categoryOf, type DType } from '../../tensor/dtype';
import { storageIndices } from '../../tensor/gradient/positions';
import { tensorOf as hostTensor, writeInto } from '../../tensor/host';
import type { Tensor } from '../../tensor/tensor';
import { TensorError } from '../../tensor/tensorError';
import { checkWritable, requiresGrad } from '../autograd/record';
import { rewriteElements } from '../autograd/rewrite';
import { bringToHost, readValues } from '../hostValues';
import { putElements } from '../index/item';
import { fillArray, type Leaf } from '../numberStorage';
import { raiseInPython } from '../raise';
import { isTensorValue, loseValues, type TensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import type { TensorMethod } from './conversion';
import { unknownAmong } from './inPlace';

/** Storage indices of the diagonal that runs through all dims; `wrap`: again from the top below a square. */
function diagonalOf(x: Tensor, wrap: boolean): Float64Array {
  if (x.rank < 2) throw new TensorError('RuntimeError', 'dimensions must larger than 1');
  if (x.rank > 2 && x.shape.some((size) => size !== x.shape[0]))
    throw new TensorError('RuntimeError', 'all dimensions of input must be of equal length');
  const width = x.shape[1]!;
  if (wrap && x.rank === 2) {
    const all = storageIndices(x);
    return all.filter((_, i) => i % (width + 1) === 0);
  }
  const step = x.strides.reduce((sum, stride) => sum + stride, 0);
  return Float64Array.from({ length: Math.min(...x.shape) }, (_, i) => x.offset + i * step);
}

const leafOf = (value: Value): Leaf =>
  value.kind === 'int' || value.kind === 'float' || value.kind === 'bool' ? value.value : 0;

const numberValue = (dtype: DType, element: number | bigint): Value => {
  const category = categoryOf(dtype);
  if (category === 'bool') return bool(element !== 0);
  return category === 'int' ? int(BigInt(element)) : float(Number(element));
};

export function elementWrites(torch: Torch): Readonly<Record<string, TensorMethod>> {
  function* fillDiagonal(self: TensorValue, value: Value, wrap: Value, machine: Machine): Run<Value> {
    const lost = unknownAmong([value, wrap]);
    if (lost) {
      loseValues(self.native, lost);
      return lost;
    }
    const done = checkWritable(torch, machine, self);
    yield* bringToHost(torch, machine, self.native);
    try {
      const elements = diagonalOf(self.native, wrap.kind === 'bool' && wrap.value);
      const { dtype } = self.native;
      const source = hostTensor(fillArray(dtype, [leafOf(value)]), [], dtype);
      const shape = [elements.length];
      putElements(self.native, { shape, elements }, source);
      rewriteElements(torch, self, elements, { name: 'CopySlices', value, tensor: source, shape });
      done();
      return self;
    } catch (error) {
      return raiseInPython(machine, error);
    }
  }

  /** Calls `f` with the elements of all tensors at each place. */
  function* mapped(name: string, tensors: readonly TensorValue[], f: Value, machine: Machine): Run<Value> {
    const [self] = tensors as readonly [TensorValue, ...TensorValue[]];
    if (tensors.some((each) => requiresGrad(each)))
      machine.raise(
        'RuntimeError',
        `Can't call ${name}() on Variable that requires grad. Use var.detach().${name}() instead.`,
      );
    const lost = unknownAmong([...tensors, f]);
    if (lost) {
      loseValues(self.native, lost);
      return lost;
    }
    const { shape, dtype, size } = self.native;
    const read: (readonly (number | bigint)[])[] = [];
    for (const { native } of tensors) {
      read.push([...(yield* readValues(torch, machine, broadcastTo(native, shape)))]);
    }
    const leaves: Leaf[] = [];
    for (let i = 0; i < size; i++) {
      const made = yield* machine.call(
        f,
        read.map((values) => numberValue(dtype, values[i]!)),
      );
      if (made.kind === 'unknown') {
        loseValues(self.native, made);
        return made;
      }
      leaves.push(leafOf(made));
    }
    yield* bringToHost(torch, machine, self.native);
    writeInto(self.native, fillArray(dtype, leaves));
    return self;
  }

  return {
    fill_diagonal_: (self, [value, wrap], machine, keywords) =>
      fillDiagonal(self, value ?? keywords.get('fill_value') ?? none, wrap ?? keywords.get('wrap') ?? none, machine),
    apply_: (self, [f = none], machine) => mapped('apply_', [self], f, machine),
    map_: (self, [other = none, f = none], machine) =>
      isTensorValue(other)
        ? mapped('map_', [self, other], f, machine)
        : machine.raise(
            'TypeError',
            `map_(): argument 'other' (position 1) must be Tensor, not ${machine.classOf(other).name}`,
          ),
  };
}
