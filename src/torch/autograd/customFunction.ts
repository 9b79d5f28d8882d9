// torch.autograd.Function: operations of the program's own, which say forward and backward themselves. Knows no operation.
import type { Machine } from '../../python/machine';
import {
  bool,
  builtin,
  type ClassValue,
  type InstanceValue,
  none,
  type Run,
  type TupleValue,
  tuple,
  type Value,
} from '../../python/value';
import { broadcastTo } from '../../tensor/broadcast';
import { zerosLike } from '../../tensor/gradient/window';
import type { Tensor } from '../../tensor/tensor';
import { attributeGetter, makeClass, method } from '../makeClass';
import { alias, isTensorValue, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { flowOf, gradObject, releasedText } from './backward';
import { type Flows, type GradNode, gradState, knownGradState } from './gradState';
import { showAs } from './graphNode';
import { differentiable, newNode, wantedEdge } from './record';

/** What a context remembers beside the program's own attributes. */
interface Context {
  saved: readonly Value[];
  /** It says that it writes into its inputs. */
  writes?: boolean;
  materialize: boolean;
  readonly needs: readonly boolean[];
  readonly fixed: Set<Value>;
  node?: GradNode;
}
const contexts = new WeakMap<InstanceValue, Context>();
const contextOf = (self: InstanceValue): Context => contexts.get(self)!;

const contextClass = makeClass('FunctionCtx', 'torch.autograd.function', [], {
  save_for_backward: method('save_for_backward', (self, tensors) => {
    contextOf(self).saved = tensors;
    return none;
  }),
  saved_tensors: attributeGetter((self, machine) => {
    const { saved, node } = contextOf(self);
    return node?.released ? machine.raise('RuntimeError', releasedText) : tuple([...saved]);
  }),
  needs_input_grad: attributeGetter((self) => tuple(contextOf(self).needs.map((need) => bool(need)))),
  mark_dirty: method('mark_dirty', (self) => {
    contextOf(self).writes = true;
    return none;
  }),
  mark_non_differentiable: method('mark_non_differentiable', (self, tensors) => {
    for (const tensor of tensors) contextOf(self).fixed.add(tensor);
    return none;
  }),
  set_materialize_grads: method('set_materialize_grads', (self, [on]) => {
    contextOf(self).materialize = on === bool(true);
    return none;
  }),
});

const notStatic =
  'Legacy autograd function with non-static forward method is deprecated. Please use new-style autograd function with static forward method. (Example: https://pytorch.org/docs/stable/autograd.html#torch.autograd.Function)';
const noBackward =
  'You must implement either the backward or vjp method for your custom autograd.Function to use it with backward mode AD.';

/** The class that programs derive from. */
export const functionClass = (torch: Torch): ClassValue =>
  makeClass('Function', 'torch.autograd.function', [], {
    apply: {
      kind: 'classmethod',
      func: builtin('apply', ({ positional: [cls, ...args] }, machine) =>
        apply(torch, machine, cls as ClassValue, args),
      ),
    },
    __call__: method('__call__', (_, __, machine) => machine.raise('RuntimeError', notStatic)),
  });

function* apply(torch: Torch, machine: Machine, cls: ClassValue, args: readonly Value[]): Run<Value> {
  const name = `${cls.name}Backward`;
  const edges = args.map((arg) => (isTensorValue(arg) && torch.gradEnabled ? wantedEdge(arg) : undefined));
  const ctx: InstanceValue = {
    kind: 'instance',
    cls: makeClass(name, 'torch.autograd.function', [contextClass, torch.classes.node], {}),
    attrs: new Map(),
  };
  const context: Context = {
    saved: [],
    materialize: true,
    needs: edges.map((edge) => edge !== undefined),
    fixed: new Set(),
  };
  contexts.set(ctx, context);
  const setup = yield* machine.findAttr(cls, 'setup_context');
  const forward = yield* machine.getAttr(cls, 'forward');
  const output = yield* inMode(torch, false, function* () {
    const made = yield* machine.call(forward, setup ? args : [ctx, ...args]);
    if (setup) yield* machine.call(setup, [ctx, tuple([...args]), made]);
    return made;
  });
  if (!edges.some(Boolean)) return output;
  const results = output.kind === 'tuple' ? output.items : [output];
  const shapes = results.map((result) => (isTensorValue(result) ? result.native : undefined));
  const node = newNode({
    name,
    sources: args.map((arg, i) => ({
      tensor: isTensorValue(arg) ? zerosLike(arg.native) : torch.engine.scalar(0, 'float32'),
      ...(edges[i] && { edge: edges[i] }),
    })),
    saved: [],
    pull: (inner, grads, create) => pullOwn(torch, inner, { cls, ctx, name, args, shapes }, grads, create),
  });
  context.node = node;
  showAs(node, ctx);
  const attached = results.map((result, i) => attach(torch, result, i, node, args, context));
  return output.kind === 'tuple' ? ({ ...output, items: attached } satisfies TupleValue) : attached[0]!;
}

/** Gives a result its history; what is an input itself becomes an object of its own. */
function attach(
  torch: Torch,
  result: Value,
  output: number,
  node: GradNode,
  args: readonly Value[],
  context: Context,
): Value {
  if (!isTensorValue(result) || !differentiable(result.native) || context.fixed.has(result)) return result;
  const own: TensorValue = args.includes(result) ? tensorValue(torch.classes.tensor, alias(result.native)) : result;
  const state = gradState(own);
  state.requiresGrad = true;
  state.made = { node, output };
  delete state.view;
  const { storage } = own.native;
  const seen = args.find((arg): arg is TensorValue => isTensorValue(arg) && arg.native.storage === storage);
  const base = seen && (knownGradState(seen)?.view?.base ?? seen);
  if (base && !context.writes)
    state.view = { base, seen: gradState(base).rewrites, version: storage.version, maker: 'custom' };
  return own;
}

interface Applied {
  readonly cls: ClassValue;
  readonly ctx: InstanceValue;
  readonly name: string;
  readonly args: readonly Value[];
  readonly shapes: readonly (Tensor | undefined)[];
}

/** Calls the program's `backward`; raises as PyTorch does where what it returns does not fit. */
function* pullOwn(torch: Torch, machine: Machine, applied: Applied, grads: Flows, create: boolean): Run<Flows> {
  const { cls, ctx, name, args, shapes } = applied;
  const backward = (yield* machine.findAttr(cls, 'backward')) ?? machine.raise('NotImplementedError', noBackward);
  const given = shapes.map((shape, i) => {
    const flow = grads[i];
    if (flow) return gradObject(torch, flow);
    return shape && contextOf(ctx).materialize ? gradObject(torch, { tensor: zerosLike(shape) }) : none;
  });
  const answer = yield* inMode(torch, create, () => machine.call(backward, [ctx, ...given]));
  const returned = answer.kind === 'tuple' ? answer.items : [answer];
  const beyond = returned.slice(args.length).every((value) => value.kind === 'none');
  if (returned.length < args.length || !beyond) {
    machine.raise(
      'RuntimeError',
      `function ${name} returned an incorrect number of gradients (expected ${args.length}, got ${returned.length})`,
    );
  }
  return args.map((arg, i) => {
    const grad = returned[i];
    if (!isTensorValue(arg) || !isTensorValue(grad)) return undefined;
    const [got, wanted] = [grad.native.shape, arg.native.shape];
    const fits =
      got.length <= wanted.length &&
      got.every((size, dim) => size === 1 || size === wanted[dim + wanted.length - got.length]);
    if (!fits) {
      machine.raise(
        'RuntimeError',
        `Function ${name} returned an invalid gradient at index ${i} - got [${got.join(', ')}] but expected shape compatible with [${wanted.join(', ')}]`,
      );
    }
    const flow = flowOf(grad);
    return { ...flow, tensor: broadcastTo(flow.tensor, wanted) };
  });
}

/** Runs with gradients recorded or not, and goes back to how it was. */
function* inMode<T>(torch: Torch, on: boolean, work: () => Run<T>): Run<T> {
  const before = torch.gradEnabled;
  torch.gradEnabled = on;
  try {
    return yield* work();
  } finally {
    torch.gradEnabled = before;
  }
}
