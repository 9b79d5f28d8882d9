// Runs gradients back through the graph: from roots to leaves, or to the tensors asked for. Knows no operation.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import { type Run, unknown, type Value } from '../../python/value';
import { broadcastTo, sameShape } from '../../tensor/broadcast';
import { contiguousStrides } from '../../tensor/host';
import { copyIn } from '../../tensor/laidOut';
import { isDense } from '../../tensor/layout';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { NotModelled } from '../../tensor/tensorError';
import { torchSize } from '../../tensor/view';
import { overwrite } from '../tensor/inPlace';
import { isTensorValue, loseValues, lostValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { refuseNan } from './anomaly';
import {
  countedVersion,
  type Edge,
  type Flow,
  type GradNode,
  type GradState,
  gradState,
  listeningTo,
  sameEdge,
} from './gradState';
import { pull } from './pull';
import { newNode, wantedEdge } from './record';

type Leaf = Extract<Edge, { kind: 'leaf' }>;
export interface Root {
  readonly edge: Edge;
  readonly grad: Flow;
}
export interface Options {
  readonly retain: boolean;
  readonly create: boolean;
  /** Where gradients are asked for; absent: they go into the `.grad` of every leaf. */
  readonly wanted?: readonly Edge[];
}

/** The gradients that were asked for, in their order; raises in the program as PyTorch does. */
export function* runBackward(
  torch: Torch,
  machine: Machine,
  roots: readonly Root[],
  options: Options,
): Run<readonly (Flow | undefined)[]> {
  const { wanted } = options;
  const found: (Flow | undefined)[] = wanted?.map(() => undefined) ?? [];
  const pending = new Map<GradNode, (Flow | undefined)[]>();
  function* arrive(edge: Edge, flow: Flow): Run<void> {
    if (edge.kind === 'node') {
      const flows = pending.get(edge.node) ?? [];
      pending.set(edge.node, flows);
      flows[edge.output] = yield* sum(torch, flows[edge.output], flow);
      return;
    }
    leaves.set(edge.state, { edge, flow: yield* sum(torch, leaves.get(edge.state)?.flow, flow) });
  }
  const leaves = new Map<GradState, { readonly edge: Leaf; readonly flow: Flow }>();
  for (const { edge, grad } of roots) yield* arrive(edge, grad);
  for (const node of reachable(roots.map(({ edge }) => edge))) {
    machine.spend(1);
    const flows = pending.get(node);
    if (!flows) continue;
    for (const [output, flow] of flows.entries()) {
      if (flow) flows[output] = yield* heard(torch, machine, { kind: 'node', node, output }, flow, wanted, found);
    }
    checkSaved(torch, machine, node);
    const pulled = yield* pull(torch, machine, node, flows, options.create);
    yield* refuseNan(torch, machine, node.name, pulled);
    if (!options.retain && !node.lasts) node.released = true;
    for (const [i, flow] of pulled.entries()) {
      const edge = node.sources[i]?.edge;
      if (edge && flow) yield* arrive(edge, flow);
    }
  }
  for (const { edge, flow } of leaves.values()) {
    const grad = yield* heard(torch, machine, edge, flow, wanted, found);
    if (wanted) continue;
    yield* accumulate(torch, machine, edge, grad, options.create);
    for (const listener of [...listeningTo(edge)])
      if (listener.kind === 'accumulated') yield* machine.call(listener.call, [listener.self]);
  }
  return found;
}

/** All nodes behind some edges, later ones first: no gradient reaches a node after it has passed on what it had. */
function reachable(edges: readonly Edge[]): readonly GradNode[] {
  const seen = new Set<GradNode>();
  const open = [...edges];
  for (let edge = open.pop(); edge; edge = open.pop()) {
    if (edge.kind !== 'node' || seen.has(edge.node)) continue;
    seen.add(edge.node);
    for (const source of edge.node.sources) if (source.edge) open.push(source.edge);
  }
  return [...seen].sort((a, b) => b.order - a.order);
}

function* sum(torch: Torch, a: Flow | undefined, b: Flow): Run<Flow> {
  if (!a) return b;
  const lost = lostValues(a.tensor) ?? lostValues(b.tensor);
  const tensor = maths(torch.engine).add(a.tensor, b.tensor);
  if (lost) loseValues(tensor, lost);
  const sources = [a, b];
  if (!sources.some(({ edge }) => edge)) return { tensor };
  const node = newNode({
    name: 'AddBackward0',
    lasts: true,
    sources,
    saved: [],
    compute: (engine, [x, y]) => [engine.binary('add', x!, y!)],
  });
  return { tensor, edge: { kind: 'node', node, output: 0 } };
}

/** The flow after the hooks on its edge; retained and handed out where that is asked for. */
function* heard(
  torch: Torch,
  machine: Machine,
  edge: Edge,
  flow: Flow,
  wanted: readonly Edge[] | undefined,
  found: (Flow | undefined)[],
): Run<Flow> {
  let current = flow;
  const listeners = [...listeningTo(edge)];
  for (const listener of listeners) {
    if (listener.kind !== 'hook') continue;
    const answer = yield* machine.call(listener.call, [gradObject(torch, current)]);
    if (isTensorValue(answer)) current = flowOf(answer);
  }
  // Whenever it was asked for: what the hooks have left is kept, added to what is there.
  for (const listener of listeners) {
    if (listener.kind !== 'retain' || listener.state.grad.kind === 'unknown') continue;
    const before = isTensorValue(listener.state.grad) ? flowOf(listener.state.grad) : undefined;
    listener.state.grad = gradObject(torch, yield* sum(torch, before, current));
  }
  wanted?.forEach((target, i) => {
    if (sameEdge(target, edge)) found[i] = current;
  });
  return current;
}

/** A gradient as the program sees it; that of a leaf lies as the leaf does, where that is dense. */
export function gradObject(torch: Torch, { tensor, edge }: Flow, leaf?: Tensor): TensorValue {
  const lost = lostValues(tensor);
  const strides = leaf && isDense(leaf) ? leaf.strides : contiguousStrides(tensor.shape);
  const own = lost ? tensor : copyIn(torch.engine, tensor, strides);
  const value = tensorValue(torch.classes.tensor, own);
  if (edge?.kind === 'node') {
    const state = gradState(value);
    state.requiresGrad = true;
    state.made = { node: edge.node, output: edge.output };
  }
  return value;
}

/** A tensor object on its way back. */
export function flowOf(value: TensorValue): Flow {
  const edge = wantedEdge(value);
  return { tensor: value.native, ...(edge && { edge }) };
}

/** `AccumulateGrad`: the first gradient becomes `.grad`, others are added to it where it is. */
function* accumulate(torch: Torch, machine: Machine, edge: Leaf, flow: Flow, create: boolean): Run<void> {
  const { state } = edge;
  const leaf = edge.tensor.native;
  const before = state.grad;
  if (before.kind === 'unknown') return;
  if (!isTensorValue(before)) {
    state.grad = gradObject(torch, flow, leaf);
    return;
  }
  const lost = lostValues(before.native) ?? lostValues(flow.tensor);
  if (lost) {
    loseValues(before.native, lost);
    return;
  }
  const total = yield* sum(torch, create ? flowOf(before) : { tensor: before.native }, flow);
  if (create) state.grad = gradObject(torch, total, leaf);
  else yield* overwrite(torch, machine, before.native, total.tensor);
}

/** Said where what a node kept is gone. */
export const releasedText =
  'Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.';

/** Raises where what the node kept is gone, or was written to. */
function checkSaved(torch: Torch, machine: Machine, node: GradNode): void {
  if (node.released) machine.raise('RuntimeError', releasedText);
  for (const { storage, version, uncounted, type, origin } of node.saved) {
    if (countedVersion(storage) === version) {
      if ((storage.uncounted ?? 0) === uncounted) continue;
      // PyTorch goes on with the new values.
      const lost = unknown(say('gradients of what was written to through {0} are not modelled yet', '.data'));
      torch.lostGradients = lost;
      throw new NotModelled(lost.reason);
    }
    machine.raise(
      'RuntimeError',
      `one of the variables needed for gradient computation has been modified by an inplace operation: ${type}${origin()} is at version ${countedVersion(storage)}; expected version ${version} instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).`,
    );
  }
}

/** The gradient that a backward pass starts with; raises as PyTorch does. */
export function rootOf(torch: Torch, machine: Machine, output: TensorValue, given: Value, index: number): Root {
  const edge = wantedEdge(output);
  if (!edge) {
    return machine.raise(
      'RuntimeError',
      `element ${index} of tensors does not require grad and does not have a grad_fn`,
    );
  }
  if (given.kind === 'none') {
    if (output.native.size !== 1)
      machine.raise('RuntimeError', 'grad can be implicitly created only for scalar outputs');
    return { edge, grad: { tensor: onesLike(torch, output.native) } };
  }
  if (!isTensorValue(given)) {
    return machine.raise(
      'TypeError',
      `gradients can be either Tensors or None, but got ${machine.classOf(given).name}`,
    );
  }
  if (!sameShape(given.native.shape, output.native.shape)) {
    machine.raise(
      'RuntimeError',
      `Mismatch in shape: grad_output[${index}] has a shape of ${torchSize(given.native.shape)} and output[${index}] has a shape of ${torchSize(output.native.shape)}.`,
    );
  }
  return { edge, grad: flowOf(given) };
}

const onesLike = (torch: Torch, x: Tensor): Tensor => {
  const one = torch.engine.scalar(1, x.dtype);
  return x.rank === 0 ? one : broadcastTo(one, x.shape);
};
