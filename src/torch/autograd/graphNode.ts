// `grad_fn` as a Python object: its class, its name and the nodes behind it. Knows no gradient.
import { say } from '../../base/text';
import {
  builtin,
  type ClassValue,
  type InstanceValue,
  int,
  none,
  str,
  tuple,
  type UnknownValue,
  unknown,
  type Value,
} from '../../python/value';
import { attributeGetter, makeClass, method } from '../makeClass';
import type { TensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import type { Edge, GradNode, GradState, Source } from './gradState';
import { differentiable } from './record';
import type { Step } from './steps';

/** A node as the program sees it: one of the graph, what adds to a leaf's gradient, or a step inside an op. */
interface Shown {
  readonly name: string;
  readonly sources: readonly Source[];
  readonly steps?: GradNode['steps'];
  /** The leaf whose gradient it adds to. */
  readonly leaf?: TensorValue;
}
const objects = new WeakMap<GradNode | GradState | (Step & object), InstanceValue>();
const classes = new WeakMap<ClassValue, Map<string, ClassValue>>();

/** Makes `object` the `grad_fn` of a node. */
export function showAs(node: GradNode, object: InstanceValue): void {
  object.native = node;
  objects.set(node, object);
}

/** The object of a node; the same each time. */
export const graphNode = (torch: Torch, node: GradNode): Value => objectOf(torch, node, node);

/** PyTorch's own nodes have a class each, without a module. */
function classNamed(torch: Torch, name: string): ClassValue {
  const base = torch.classes.node;
  const known = classes.get(base) ?? new Map<string, ClassValue>();
  classes.set(base, known);
  const made = known.get(name) ?? makeClass(name, 'builtins', [base], {});
  known.set(name, made);
  return made;
}

function objectOf(torch: Torch, key: GradNode | GradState | (Step & object), native: Shown): InstanceValue {
  const known = objects.get(key);
  if (known) return known;
  const made: InstanceValue = { kind: 'instance', cls: classNamed(torch, native.name), attrs: new Map(), native };
  objects.set(key, made);
  return made;
}

/** A node and which of its results it is. */
function behind(torch: Torch, edge: Edge | undefined): Value {
  if (!edge) return tuple([none, int(0)]);
  if (edge.kind === 'node') return tuple([graphNode(torch, edge.node), int(edge.output)]);
  const { state, tensor } = edge;
  return tuple([objectOf(torch, state, { name: 'AccumulateGrad', sources: [], leaf: tensor }), int(0)]);
}

/** Nothing stands where no way leads to a tensor that requires a gradient. */
function stepValue(torch: Torch, step: Step, sources: readonly Source[]): Value {
  if (typeof step !== 'object') return behind(torch, step === undefined ? undefined : sources[step]?.edge);
  if (!leadsOn(step, sources)) return behind(torch, undefined);
  return tuple([objectOf(torch, step, { name: step.name, sources, steps: () => step.next }), int(0)]);
}

const leadsOn = (step: Step, sources: readonly Source[]): boolean =>
  typeof step === 'object'
    ? step.next.some((next) => leadsOn(next, sources))
    : step !== undefined && sources[step]?.edge !== undefined;

const steps = new WeakMap<Shown, Value>();

function nextFunctions(torch: Torch, shown: Shown): Value {
  const known = steps.get(shown);
  if (known) return known;
  const { name, sources } = shown;
  const inside = shown.steps
    ? shown.steps()
    : sources.flatMap(({ tensor }, i): readonly Step[] => (differentiable(tensor) ? [i] : []));
  const value = inside
    ? tuple(inside.map((step) => stepValue(torch, step, sources)))
    : unknown(say('the steps behind {0} are not modelled one by one', name));
  steps.set(shown, value);
  return value;
}

/** `name()` of what adds to a leaf's gradient is C++'s. */
const qualified = (name: string): string => (name === 'AccumulateGrad' ? `torch::autograd::${name}` : name);

/** What every node of PyTorch's has beside these, and those that kept something. */
const notModelled =
  /^(?:metadata|register_(?:pre)?hook|_(?:raw_)?saved_\w+|_sequence_nr|_set_sequence_nr|_register_hook_dict)$/;

/** Fills the class that all of them derive from. */
export function fillNodeClass(torch: Torch, cls: ClassValue): void {
  // The context of a program's own function has no node before its results have.
  const of = (self: Value | undefined): Shown => {
    const { native, cls: own } = self as InstanceValue;
    return (native as Shown | undefined) ?? { name: own.name, sources: [], steps: () => undefined };
  };
  const classText = ({ cls: own }: InstanceValue): string =>
    own.module === 'builtins' ? own.name : `${own.module}.${own.name}`;
  cls.attrs.set(
    '__repr__',
    builtin(
      '__repr__',
      ({ positional: [self] }) => str(`<${classText(self as InstanceValue)} object at 0x7f0000000000>`),
      true,
    ),
  );
  cls.attrs.set(
    'name',
    builtin('name', ({ positional: [self] }) => str(qualified(of(self).name)), true),
  );
  cls.attrs.set(
    'next_functions',
    attributeGetter((self) => nextFunctions(torch, of(self))),
  );
  cls.attrs.set(
    '__getattr__',
    method('__getattr__', (self, [name], machine): Value => {
      const asked = name?.kind === 'str' ? name.value : '';
      const { leaf } = of(self);
      if (asked === 'variable' && leaf) return leaf;
      if (notModelled.test(asked)) return lost(`grad_fn.${asked}`);
      return machine.raise(
        'AttributeError',
        `'${(self as InstanceValue).cls.name}' object has no attribute '${asked}'`,
      );
    }),
  );
}

const lost = (name: string): UnknownValue => unknown(say('{0} is not modelled yet', name));

/** The empty class. */
export const nodeClass = (): ClassValue => makeClass('Node', 'torch.autograd.graph', [], {});
