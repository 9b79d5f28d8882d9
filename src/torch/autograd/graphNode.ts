// `grad_fn` as a Python object: its name and the nodes behind it. Knows no gradient.
import { builtin, type ClassValue, type InstanceValue, int, none, str, tuple, type Value } from '../../python/value';
import { makeClass } from '../makeClass';
import type { Torch } from '../torch';
import type { Edge, GradNode, GradState, Source } from './gradState';
import { shortName } from './kept';
import { differentiable } from './record';

type Shown = { readonly name: string; readonly sources: readonly Source[] };
const objects = new WeakMap<GradNode | GradState, InstanceValue>();

/** Makes `object` the `grad_fn` of a node. */
export function showAs(node: GradNode, object: InstanceValue): void {
  object.native = node;
  objects.set(node, object);
}

/** The object of a node; the same each time. */
export const graphNode = (torch: Torch, node: GradNode): Value => objectOf(torch, node, node);

function objectOf(torch: Torch, key: GradNode | GradState, native: Shown): InstanceValue {
  const known = objects.get(key);
  const made: InstanceValue = known ?? { kind: 'instance', cls: torch.classes.node, attrs: new Map(), native };
  objects.set(key, made);
  return made;
}

const behind = (torch: Torch, edge: Edge | undefined): Value => {
  if (!edge) return none;
  if (edge.kind === 'node') return graphNode(torch, edge.node);
  return objectOf(torch, edge.state, { name: 'AccumulateGrad', sources: [] });
};

/** `name()` of what adds to a leaf's gradient is C++'s. */
const qualified = (name: string): string => (name === 'AccumulateGrad' ? `torch::autograd::${name}` : name);

/** Nodes of two operands show both, also where one is a number. */
const pairs = new Set(['Add', 'Sub', 'Mul', 'Div', 'Where', 'MseLoss', 'Maximum', 'Minimum']);

/** Fills the class of all of them. */
export function fillNodeClass(torch: Torch, cls: ClassValue): void {
  const of = (self: Value | undefined): Shown => (self as InstanceValue).native as Shown;
  // PyTorch's own nodes have a class each, without a module.
  const classText = (self: Value | undefined): string => {
    const { cls: own } = self as InstanceValue;
    return own === cls ? of(self).name : `${own.module}.${own.name}`;
  };
  cls.attrs.set(
    '__repr__',
    builtin('__repr__', ({ positional: [self] }) => str(`<${classText(self)} object at 0x7f0000000000>`), true),
  );
  cls.attrs.set(
    'name',
    builtin('name', ({ positional: [self] }) => str(qualified(of(self).name)), true),
  );
  cls.attrs.set('next_functions', {
    kind: 'property',
    get: builtin('next_functions', ({ positional: [self] }) => {
      const { name, sources } = of(self);
      const next = sources.filter(({ tensor }) => differentiable(tensor)).map(({ edge }) => behind(torch, edge));
      if (pairs.has(shortName(name)) && next.length === 1) next.push(none);
      return tuple(next.map((node) => tuple([node, int(0)])));
    }),
  });
}

/** The empty class. */
export const nodeClass = (): ClassValue => makeClass('Node', 'torch.autograd.graph', [], {});
