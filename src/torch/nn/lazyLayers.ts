// Layers that learn the size of their input from the first one: LazyLinear, LazyConv2d, LazyBatchNorm2d and their kin. Each is
// the layer that it becomes, made once more when the size is known. Knows no arithmetic.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import {
  bool,
  type ClassValue,
  type InstanceValue,
  int,
  none,
  pyFalse,
  pyTrue,
  type Run,
  str,
  unknown,
  type Value,
} from '../../python/value';
import { allocate, defaultFloat } from '../../tensor/dtype';
import { tensorOf } from '../../tensor/host';
import { setRequiresGrad } from '../autograd/record';
import { bindArguments } from '../binding/bindArguments';
import type { Callee } from '../binding/callee';
import { callee } from '../binding/define';
import { dtypeOf } from '../dtypeObject';
import { attributeGetter, makeClass, method, writingMethod } from '../makeClass';
import type { Entries } from '../moduleValue';
import { isTensorValue, loseValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { registerBuffer } from './moduleTree';

interface LazyLayer {
  /** The layer it becomes: `Linear`. */
  readonly becomes: string;
  /** Its parameter that the first input tells. */
  readonly learns: string;
  readonly params: string;
  /** That size from the shape of an input; raises for inputs of another rank. */
  readonly sizeIn: (shape: readonly number[], machine: Machine) => number;
}

const convolutions = (rank: number): readonly LazyLayer[] =>
  ['Conv', 'ConvTranspose'].map((kind) => ({
    becomes: `${kind}${rank}d`,
    learns: 'in_channels',
    params:
      kind === 'Conv'
        ? "out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros', device=None, dtype=None"
        : "out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, padding_mode='zeros', device=None, dtype=None",
    sizeIn: (shape, machine) => {
      if (shape.length !== rank + 1 && shape.length !== rank + 2)
        machine.raise(
          'RuntimeError',
          `Expected ${rank + 1}D (unbatched) or ${rank + 2}D (batched) input to Lazy${kind}${rank}d, but got input of size: torch.Size([${shape.join(', ')}])`,
        );
      return shape.at(-rank - 1)!;
    },
  }));
const norms = (rank: number): readonly LazyLayer[] =>
  ['BatchNorm', 'InstanceNorm'].map((kind) => ({
    becomes: `${kind}${rank}d`,
    learns: 'num_features',
    params: 'eps=1e-05, momentum=0.1, affine=True, track_running_stats=True, device=None, dtype=None, *, bias=True',
    sizeIn: (shape, machine) => {
      const ranks =
        kind === 'BatchNorm' && rank > 1
          ? [rank + 2]
          : rank === 1 && kind === 'BatchNorm'
            ? [2, 3]
            : [rank + 1, rank + 2];
      if (!ranks.includes(shape.length))
        machine.raise(
          'ValueError',
          `expected ${ranks.map((n) => `${n}D`).join(' or ')} input (got ${shape.length}D input)`,
        );
      return shape[kind === 'InstanceNorm' ? shape.length - rank - 1 : 1]!;
    },
  }));

const layers: readonly LazyLayer[] = [
  {
    becomes: 'Linear',
    learns: 'in_features',
    params: 'out_features, bias=True, device=None, dtype=None',
    sizeIn: (shape) => shape.at(-1) ?? 0,
  },
  ...[1, 2, 3].flatMap(convolutions),
  ...[1, 2, 3].flatMap(norms),
];

/** Classes by their name under torch.nn; `layer` gives the classes that they become. */
export function lazyLayers(torch: Torch, layer: (name: string) => Value): Entries {
  let held: Waiting | undefined;
  const waiting = (): Waiting => {
    held ??= waitingClasses(torch);
    return held;
  };
  return new Map(
    layers.map((row) => [
      `Lazy${row.becomes}`,
      () => {
        const becomes = layer(row.becomes);
        return becomes.kind === 'class' ? lazyClass(row, becomes, waiting()) : none;
      },
    ]),
  );
}

interface Waiting {
  readonly parameter: ClassValue;
  readonly buffer: ClassValue;
}

const noShape =
  "Can't access the shape of an uninitialized parameter or buffer. This error usually happens in `load_state_dict` when trying to load an uninitialized parameter into an initialized one. Call `forward` to initialize the parameters before accessing their attributes.";
const inUse = (name: string, cls: string): string =>
  `Attempted to use an uninitialized parameter in <method '${name}' of 'torch._C.TensorBase' objects>. This error happens when you are using a \`LazyModule\` or explicitly manipulating \`torch.nn.parameter.${cls}\` objects. When using LazyModules Call \`forward\` with a dummy batch to initialize the parameters before calling torch functions`;
const stillThere = new Set(['size', 'requires_grad_', 'register_hook', 'retain_grad']);

/** Tensors that have no size yet: they refuse what a tensor answers. */
function waitingClasses(torch: Torch): Waiting {
  const make = (name: string, base: ClassValue): ClassValue => {
    const refused = [...torch.classes.tensor.attrs].flatMap(([key, value]) =>
      value.kind !== 'builtin' || /^__/.test(key) || stillThere.has(key)
        ? []
        : [[key, method(key, (_, __, machine) => machine.raise('ValueError', inUse(key, name)))] as const],
    );
    return makeClass(name, 'torch.nn.parameter', [base], {
      ...Object.fromEntries(refused),
      shape: attributeGetter((_, machine) => machine.raise('RuntimeError', noShape)),
      __repr__: method('__repr__', () => str(`<${name}>`)),
    });
  };
  return {
    parameter: make('UninitializedParameter', torch.classes.parameter),
    buffer: make('UninitializedBuffer', torch.classes.tensor),
  };
}

function lazyClass(row: LazyLayer, becomes: ClassValue, waiting: Waiting): ClassValue {
  const name = `Lazy${row.becomes}`;
  const target = callee(`${name}.__init__`, 'python', row.params, true);
  return makeClass(name, becomes.module, [becomes], {
    __init__: writingMethod('__init__', (self, positional, machine, keywords) =>
      start(row, becomes, waiting, self, bindArguments(machine, target, { positional, keywords }), machine),
    ),
    forward: writingMethod('forward', function* (self, args, machine, keywords) {
      const [input] = args;
      const doubt = isTensorValue(input) ? yield* settle(row, becomes, target, waiting, self, input, machine) : input;
      if (doubt?.kind === 'unknown') return doubt;
      return yield* machine.call(yield* machine.getAttr(self, 'forward'), args, keywords);
    }),
  });
}

/** The layer for inputs of size 0, which draws nothing; what depends on the size is put off. */
function* start(
  row: LazyLayer,
  becomes: ClassValue,
  waiting: Waiting,
  self: InstanceValue,
  bound: ReadonlyMap<string, Value>,
  machine: Machine,
): Run<Value> {
  const doubt = [...bound.values()].find((value) => value.kind === 'unknown');
  if (doubt) return doubt;
  const dtype = dtypeOf(bound.get('dtype') ?? none) ?? defaultFloat;
  const put = (cls: ClassValue): TensorValue => {
    const held = tensorValue(cls, tensorOf(allocate(dtype, 0), [0], dtype));
    loseValues(held.native, unknown(say('this parameter has no size before the first input')));
    return held;
  };
  const drawn = row.learns !== 'num_features';
  const given = new Map([...bound, [row.learns, int(0)], ...(drawn ? [['bias', pyFalse] as const] : [])]);
  if (row.becomes.startsWith('InstanceNorm')) {
    for (const flag of ['affine', 'track_running_stats']) given.set(flag, bound.get(flag) ?? pyTrue);
  }
  yield* machine.call(becomes.attrs.get('__init__') ?? none, [self], given);
  const bias = bound.get('bias');
  const wantsBias = drawn && !(bias?.kind === 'bool' && !bias.value);
  for (const [key, value] of [...self.attrs]) {
    const isLater = key === 'bias' && wantsBias;
    if (!isLater && !(isTensorValue(value) && value.native.rank > 0)) continue;
    if (!isLater && /^running_/.test(key)) registerBuffer(self, key, put(waiting.buffer));
    else {
      const held = put(waiting.parameter);
      setRequiresGrad(held, true);
      self.attrs.set(key, held);
    }
  }
  return none;
}

/** Makes the layer for the size that the input has; the parameters stay the objects that they were. */
function* settle(
  row: LazyLayer,
  becomes: ClassValue,
  { params }: Callee,
  waiting: Waiting,
  self: InstanceValue,
  input: TensorValue,
  machine: Machine,
): Run<Value | undefined> {
  const isWaiting = (value: Value): boolean =>
    isTensorValue(value) && (value.cls === waiting.parameter || value.cls === waiting.buffer);
  if (![...self.attrs.values()].some(isWaiting)) {
    self.cls = becomes;
    return undefined;
  }
  const size = row.sizeIn(input.native.shape, machine);
  const held = [...self.attrs].filter(([, value]) => isTensorValue(value) && value.cls === waiting.parameter);
  const dtype = held.map(([, value]) => value).find(isTensorValue);
  const given = new Map<string, Value>([[row.learns, int(size)]]);
  for (const { name } of params) {
    const value = self.attrs.get(name);
    if (name === 'bias') given.set(name, bool(value !== undefined && value.kind !== 'none'));
    else if (value) given.set(name, value);
  }
  if (dtype && dtype.native.dtype !== defaultFloat) given.set('dtype', yield* machine.getAttr(dtype, 'dtype'));
  const training = self.attrs.get('training');
  self.cls = becomes;
  const made = yield* machine.call(becomes.attrs.get('__init__') ?? none, [self], given);
  if (made.kind === 'unknown') return made;
  if (training) self.attrs.set('training', training);
  for (const [name, before] of held) {
    const after = self.attrs.get(name);
    if (!isTensorValue(before) || !isTensorValue(after)) continue;
    before.native = after.native;
    before.cls = after.cls;
    self.attrs.set(name, before);
  }
  return undefined;
}
