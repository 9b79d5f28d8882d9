// torch.nn.utils.rnn: PackedSequence and the functions that make one and take it apart. Composed of operations; knows no layer.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import { namedTupleClass } from '../../python/stdlib/namedTuple';
import {
  bool,
  builtin,
  type ClassValue,
  float,
  int,
  list,
  none,
  pyFalse,
  type Run,
  type TupleValue,
  tuple,
  unknown,
  type Value,
} from '../../python/value';
import { bindGiven, callee, declare, type Given } from '../binding/define';
import { callFunction } from '../callFunction';
import { attributeGetter, makeClass } from '../makeClass';
import { isTensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { composer, shapeOf } from './compose';

const fields = ['data', 'batch_sizes', 'sorted_indices', 'unsorted_indices'] as const;
const where = 'torch.nn.utils.rnn';
const classes = new WeakMap<Torch, ClassValue>();

/** The parts of a packed sequence; undefined for anything else. */
export interface Packed {
  readonly data: Value;
  readonly batchSizes: Value;
  readonly sorted: Value;
  readonly unsorted: Value;
}
export function packedParts(torch: Torch, value: Value): Packed | undefined {
  if (value.kind !== 'tuple' || !value.cls?.mro.includes(packedClass(torch))) return undefined;
  const [data = none, batchSizes = none, sorted = none, unsorted = none] = value.items;
  return { data, batchSizes, sorted, unsorted };
}

export const packedValue = (torch: Torch, { data, batchSizes, sorted, unsorted }: Packed): TupleValue => ({
  kind: 'tuple',
  items: [data, batchSizes, sorted, unsorted],
  cls: packedClass(torch),
  fields,
});

/** `PackedSequence`: a named tuple whose inverse permutation is made where it is missing. */
function packedClass(torch: Torch): ClassValue {
  const known = classes.get(torch);
  if (known) return known;
  const plain = namedTupleClass('PackedSequence_', fields, [], where);
  const params = 'data, batch_sizes=None, sorted_indices=None, unsorted_indices=None';
  const made = callee('PackedSequence.__new__', 'python', params, true);
  const cls = makeClass('PackedSequence', where, [plain], {
    __new__: {
      kind: 'staticmethod',
      func: builtin('__new__', function* ({ positional: [, ...positional], keywords }, machine): Run<Value> {
        const { get } = bindGiven(machine, made, { positional, keywords });
        return yield* packed(
          torch,
          machine,
          get('data'),
          get('batch_sizes'),
          get('sorted_indices'),
          get('unsorted_indices'),
        );
      }),
    },
    to: builtin(
      'to',
      function* ({ positional: [self = none, ...args], keywords }, machine): Run<Value> {
        const parts = packedParts(torch, self);
        if (!parts) return self;
        const data = yield* machine.call(yield* machine.getAttr(parts.data, 'to'), args, keywords);
        return data === parts.data ? self : packedValue(torch, { ...parts, data });
      },
      true,
    ),
    is_cuda: attributeGetter(() => pyFalse),
    ...Object.fromEntries(
      ['double', 'float', 'half', 'long', 'int', 'short', 'cpu'].map((name) => [name, converting(torch, name)]),
    ),
  });
  classes.set(torch, cls);
  return cls;
}

const converting = (torch: Torch, name: string): Value =>
  builtin(
    name,
    function* ({ positional: [self = none] }, machine): Run<Value> {
      const parts = packedParts(torch, self);
      if (!parts) return self;
      return packedValue(torch, { ...parts, data: yield* machine.call(yield* machine.getAttr(parts.data, name), []) });
    },
    true,
  );

function* packed(
  torch: Torch,
  machine: Machine,
  data: Value,
  batchSizes: Value,
  sorted: Value,
  unsorted: Value,
): Run<Value> {
  const inverse = unsorted.kind === 'none' ? yield* inverted(torch, machine, sorted) : unsorted;
  if (batchSizes.kind !== 'none') return packedValue(torch, { data, batchSizes, sorted, unsorted: inverse });
  if ((data.kind !== 'tuple' && data.kind !== 'list') || data.items.length !== 2)
    return machine.raise('AssertionError', 'Expected data to be a list or tuple of length 2');
  return packedValue(torch, { data: data.items[0]!, batchSizes: data.items[1]!, sorted, unsorted: inverse });
}

/** The permutation that undoes another. */
function* inverted(torch: Torch, machine: Machine, permutation: Value): Run<Value> {
  if (permutation.kind === 'none') return none;
  return yield* callFunction(torch, machine, 'torch.argsort', [permutation]);
}

const isOn = (value: Value): boolean =>
  value.kind === 'bool' ? value.value : value.kind === 'int' && value.value !== 0n;

/** The functions by their name under torch.nn.utils.rnn. */
export function sequenceFunctions(torch: Torch): Readonly<Record<string, Value>> {
  const define = (
    name: string,
    params: string,
    run: (given: Given, machine: Machine) => Run<Value>,
  ): Readonly<Record<string, Value>> => ({ [name]: declare(name, 'python', params, run) });
  return {
    PackedSequence: packedClass(torch),
    ...define('pack_padded_sequence', 'input, lengths, batch_first=False, enforce_sorted=True', (given, machine) =>
      pack(torch, machine, given),
    ),
    ...define(
      'pad_packed_sequence',
      'sequence, batch_first=False, padding_value=0.0, total_length=None',
      (given, machine) => padPacked(torch, machine, given),
    ),
    ...define(
      'pad_sequence',
      "sequences, batch_first=False, padding_value=0.0, padding_side='right'",
      function* ({ get, has }, machine) {
        const sequences = get('sequences');
        if (sequences.kind === 'int' || sequences.kind === 'float' || sequences.kind === 'none') {
          machine.raise(
            'RuntimeError',
            `pad_sequence: Expected iterable for input sequences, but got arg of type: ${yield* machine.repr(machine.classOf(sequences))}`,
          );
        }
        const items = tuple(yield* machine.items(sequences));
        const rest = ['batch_first', 'padding_value', 'padding_side'].filter(has);
        const keywords = new Map(rest.map((name) => [name, get(name)]));
        return yield* callFunction(torch, machine, `${where}.pad_sequence`, [items], keywords);
      },
    ),
    ...define('pack_sequence', 'sequences, enforce_sorted=True', function* ({ get, has }, machine) {
      const items = yield* machine.items(get('sequences'));
      const lengths: Value[] = [];
      for (const item of items) lengths.push(yield* machine.call(yield* machine.getAttr(item, 'size'), [int(0)]));
      const input = yield* callFunction(torch, machine, `${where}.pad_sequence`, [list(items)]);
      const sorted = has('enforce_sorted') ? get('enforce_sorted') : bool(true);
      return yield* packPadded(torch, machine, input, list(lengths), false, isOn(sorted));
    }),
    ...define('unpad_sequence', 'padded_sequences, lengths, batch_first=False', ({ get }, machine) =>
      unpad(torch, machine, get('padded_sequences'), get('lengths'), isOn(get('batch_first'))),
    ),
    ...define('unpack_sequence', 'packed_sequences', function* ({ get }, machine) {
      const sequence = get('packed_sequences');
      const both = yield* padded(torch, machine, sequence, true, float(0), none);
      return both.kind === 'tuple' ? yield* unpad(torch, machine, both.items[0]!, both.items[1]!, true) : both;
    }),
    ...define('invert_permutation', 'permutation', ({ get }, machine) => inverted(torch, machine, get('permutation'))),
  };
}

function* pack(torch: Torch, machine: Machine, { get, has }: Given): Run<Value> {
  const sorted = !has('enforce_sorted') || isOn(get('enforce_sorted'));
  return yield* packPadded(torch, machine, get('input'), get('lengths'), isOn(get('batch_first')), sorted);
}

function* packPadded(
  torch: Torch,
  machine: Machine,
  given: Value,
  sizes: Value,
  isFirst: boolean,
  isSorted: boolean,
): Run<Value> {
  const { call } = composer(torch, machine);
  let [input, sorted]: [Value, Value] = [given, none];
  let lengths = isTensorValue(sizes)
    ? tensorValue(torch.classes.tensor, torch.engine.cast(sizes.native, 'int64'))
    : yield* numbers(torch, machine, sizes);
  if (!isSorted) {
    const both = yield* call('sort', lengths, int(-1), bool(true));
    if (both.kind !== 'tuple') return both;
    [lengths = none, sorted = none] = both.items;
    input = yield* call('index_select', input, int(isFirst ? 0 : 1), sorted);
  }
  const made = yield* call('_pack_padded_sequence', input, lengths, bool(isFirst));
  if (made.kind !== 'tuple') return made;
  return yield* packed(torch, machine, made.items[0]!, made.items[1]!, sorted, none);
}

/** Lengths that came as Python numbers. */
function* numbers(torch: Torch, machine: Machine, sizes: Value): Run<Value> {
  const values: bigint[] = [];
  for (const item of yield* machine.items(sizes)) {
    const size = isTensorValue(item) ? yield* machine.call(yield* machine.getAttr(item, 'item'), []) : item;
    if (size.kind !== 'int' && size.kind !== 'float')
      return size.kind === 'unknown'
        ? size
        : unknown(say('this form of {0} is not modelled yet', 'pack_padded_sequence'));
    values.push(BigInt(Math.trunc(Number(size.value))));
  }
  const made = torch.engine.fromHost(BigInt64Array.from(values), [values.length], 'int64');
  return tensorValue(torch.classes.tensor, made);
}

const padPacked = (torch: Torch, machine: Machine, { get, has }: Given): Run<Value> =>
  padded(
    torch,
    machine,
    get('sequence'),
    isOn(get('batch_first')),
    has('padding_value') ? get('padding_value') : float(0),
    get('total_length'),
  );

function* padded(
  torch: Torch,
  machine: Machine,
  sequence: Value,
  isFirst: boolean,
  padding: Value,
  total: Value,
): Run<Value> {
  const { call } = composer(torch, machine);
  const counts = yield* machine.getAttr(sequence, 'batch_sizes');
  const longest = shapeOf(counts)[0] ?? 0;
  if (total.kind === 'int' && Number(total.value) < longest) {
    machine.raise(
      'ValueError',
      `Expected total_length to be at least the length of the longest sequence in input, but got total_length=${total.value} and max sequence length being ${longest}`,
    );
  }
  const data = yield* machine.getAttr(sequence, 'data');
  const steps = total.kind === 'int' ? total : int(longest);
  const both = yield* call('_pad_packed_sequence', data, counts, bool(isFirst), padding, steps);
  const unsorted = yield* machine.getAttr(sequence, 'unsorted_indices');
  if (both.kind !== 'tuple' || unsorted.kind === 'none') return both;
  return tuple([
    yield* call('index_select', both.items[0]!, int(isFirst ? 0 : 1), unsorted),
    yield* machine.getItem(both.items[1]!, unsorted),
  ]);
}

/** The sequences without their padding; PyTorch takes them by a mask. */
function* unpad(torch: Torch, machine: Machine, given: Value, lengths: Value, isFirst: boolean): Run<Value> {
  const { call } = composer(torch, machine);
  const sequences = isFirst
    ? given
    : yield* machine.call(yield* machine.getAttr(given, 'transpose_'), [int(0), int(1)]);
  const places = yield* call('arange', int(shapeOf(sequences)[1] ?? 0));
  const [all, sizes] = [yield* machine.items(sequences), yield* machine.items(lengths)];
  if (all.length !== sizes.length) {
    machine.raise(
      'ValueError',
      `zip() argument 2 is ${sizes.length < all.length ? 'shorter' : 'longer'} than argument 1`,
    );
  }
  const found: Value[] = [];
  for (const [i, sequence] of all.entries())
    found.push(yield* machine.getItem(sequence, yield* call('lt', places, sizes[i]!)));
  return list(found);
}
