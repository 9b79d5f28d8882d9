// Records on results which operation made them from what, so that gradients can run back. Knows no gradient.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import type { UnknownValue, Value } from '../../python/value';
import { isFloat, scalarName } from '../../tensor/dtype';
import type { Computation } from '../../tensor/engine';
import { positionsIn } from '../../tensor/gradient/positions';
import { zerosLike } from '../../tensor/gradient/window';
import { freeze } from '../../tensor/host';
import { together } from '../../tensor/hostValues';
import type { Tensor } from '../../tensor/tensor';
import { NotModelled, TensorError } from '../../tensor/tensorError';
import { sizesText } from '../../tensor/view';
import { isTensorValue, loseValues, lostValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import {
  countedVersion,
  type Edge,
  edgeOf,
  type GradNode,
  type GradState,
  gradState,
  knownGradState,
  type Saved,
} from './gradState';
import { inInference, refuseInference } from './inference';
import { type Keeps, keeps, spokenName } from './kept';
import { refusedWrite, viewMaker } from './viewMaker';

/** How results follow from tensors: the name of the node, and the computation that its gradient is taken of. */
export interface Derivation {
  readonly name: string;
  readonly inputs: readonly TensorValue[];
  /** Which results never require a gradient. */
  readonly isConstant?: (output: number) => boolean;
  /** What is kept, where the name does not tell. */
  readonly kept?: Keeps;
  /** What stands behind the node, where it is not the inputs one by one. */
  readonly steps?: GradNode['steps'];
  /** From the inputs, in their order. Absent: the gradient is not known. */
  readonly compute?: Computation;
}

/** The object of an operation's result. Without a derivation it has no gradient. */
export function resultTensor(
  torch: Torch,
  tensor: Tensor,
  inputs: readonly Value[],
  name?: string,
  compute?: Computation,
): TensorValue {
  const sources = inputs.filter(isTensorValue);
  return resultTensors(
    torch,
    [tensor],
    sources,
    name === undefined ? undefined : { name, inputs: sources, ...(compute && { compute }) },
  )[0]!;
}

/** The objects of an operation's results. */
export function resultTensors(
  torch: Torch,
  tensors: readonly Tensor[],
  inputs: readonly TensorValue[],
  derivation: Derivation | undefined,
): readonly TensorValue[] {
  const results = tensors.map((tensor) => {
    const result = tensorValue(torch.classes.tensor, tensor);
    inheritDoubt(tensor, inputs);
    if (derivation) linkView(torch, result, inputs, derivation.name);
    return result;
  });
  if (derivation) record(torch, results, derivation);
  return results;
}

/** What is computed from unknown values has none that are known. A view of known values keeps them. */
function inheritDoubt(tensor: Tensor, inputs: readonly TensorValue[]): void {
  let why: UnknownValue | undefined;
  for (const { native } of inputs) {
    if (native.storage === tensor.storage) return;
    why ??= lostValues(native);
  }
  if (why) loseValues(tensor, why);
}

function linkView(torch: Torch, result: TensorValue, inputs: readonly TensorValue[], name: string): void {
  const source = inputs.find(({ native }) => native.storage === result.native.storage);
  if (!source || !differentiable(result.native)) return;
  const outer = knownGradState(source)?.view;
  const base = outer?.base ?? source;
  const maker = viewMaker(torch.gradEnabled, name) ?? outer?.maker;
  const { version } = result.native.storage;
  const state = gradState(result);
  state.view = { base, seen: gradState(base).rewrites, version, ...(maker && { maker }) };
  if (knownGradState(source)?.isData) state.isData = true;
}

export const differentiable = (tensor: Tensor): boolean => isFloat(tensor.dtype) || tensor.dtype === 'complex64';

let recorded = 0;
/** A node over sources of which at least one has an edge. */
export const newNode = (node: Omit<GradNode, 'order' | 'listeners' | 'released'>): GradNode => ({
  ...node,
  order: recorded++,
  listeners: new Map(),
  released: false,
});

/** Notes on `results` that they came from the derivation's inputs; does nothing where none of them requires a gradient. */
export function record(torch: Torch, results: readonly TensorValue[], derivation: Derivation): void {
  const { name, inputs, compute, isConstant } = derivation;
  if (!torch.gradEnabled || inInference()) return;
  const edges = inputs.map((input) => wantedEdge(input));
  if (
    !inputs.some((input, i) => edges[i] || requiresGrad(input)) ||
    !results.some(({ native }) => differentiable(native))
  )
    return;
  const kept = derivation.kept ?? keeps(name);
  if (kept === 'unchecked' && inputs.some(({ native }) => native.storage.inference))
    throw new NotModelled(say('{0} of tensors made in inference mode is not modelled yet', spokenName(name)));
  const node = newNode({
    name,
    lasts:
      kept === 'nothing' ||
      (kept === 'second' && !edges[1]) ||
      (kept === 'factors' && !edges.slice(0, 2).some(Boolean)),
    sources: inputs.map((input, i) => ({ tensor: snapshot(input.native, kept), ...(edges[i] && { edge: edges[i] }) })),
    saved: [
      ...inputs.flatMap((input, i) =>
        keepsInput(kept, edges, i, input) ? [savedOf(input, undefined, isTurned(derivation, i))] : [],
      ),
      ...(kept === 'result' || kept === 'whole' ? results : []).map((result) => savedOf(result, name)),
    ],
    ...(compute && { compute }),
    ...(derivation.steps && { steps: derivation.steps }),
  });
  results.forEach((result, output) => {
    if (!differentiable(result.native) || isConstant?.(output)) return;
    const state = gradState(result);
    state.requiresGrad = true;
    state.made = { node, output };
  });
}

function keepsInput(kept: Keeps, edges: readonly (Edge | undefined)[], i: number, { native }: TensorValue): boolean {
  const wanted = (count: number): boolean =>
    i < count && edges.some((edge, other) => edge !== undefined && other !== i && other < count);
  if (kept === 'others') return wanted(edges.length);
  if (kept === 'factors') return wanted(2);
  if (kept === 'pair') return i < 2;
  if (kept === 'divided') return i === 1 || (i === 0 && edges[1] !== undefined);
  if (kept === 'second') return edges[1] !== undefined;
  return kept === 'inputs' || kept === 'whole' || (kept === 'chosen' && !differentiable(native));
}

/** What a gradient needs of a source. Where it needs no values, later writes must not pay for a copy. */
const snapshot = (tensor: Tensor, kept: Keeps): Tensor =>
  // Whole numbers say where or how often.
  kept === 'nothing' && differentiable(tensor) ? zerosLike(tensor) : freeze(tensor);

/** Whether a node keeps the transpose of a source: `linear` does. */
const isTurned = ({ steps }: Derivation, source: number): boolean =>
  steps?.()?.some((step) => typeof step === 'object' && step.name === 'TBackward0' && step.next[0] === source) ?? false;

/** `turned`: its transpose is kept. `made` is the node whose result it is, where it is not the one that made it. */
function savedOf(value: TensorValue, made?: string, turned = false): Saved {
  const { storage, dtype, shape } = value.native;
  refuseInference(value.native, 'saved');
  return {
    storage,
    version: countedVersion(storage),
    uncounted: storage.uncounted ?? 0,
    type: `[torch.${scalarName(dtype)}Tensor ${sizesText(turned ? shape.toReversed() : shape)}]`,
    origin: () => {
      // A view of what was written to is taken anew.
      if (turned) return ', which is output 0 of AsStrided,';
      const state = freshState(value)?.made;
      const name = made ?? state?.node.name;
      return name === undefined ? '' : `, which is output ${made ? 0 : state?.output} of ${spokenName(name)},`;
    },
  };
}

/** The edge of a tensor that requires a gradient. A view whose base was rewritten is taken anew from it. */
export function wantedEdge(value: TensorValue): Edge | undefined {
  const refused = refusedView(value, true);
  if (refused !== undefined) throw new TensorError('RuntimeError', refused);
  const state = freshState(value);
  return state?.requiresGrad ? edgeOf(state, value) : undefined;
}

export function requiresGrad(value: TensorValue): boolean {
  const state = knownGradState(value);
  return state?.requiresGrad === true || (state?.view !== undefined && requiresGrad(state.view.base));
}

/** Why a view may not be written to, or not be used since its memory was written to. */
function refusedView(value: TensorValue, isIndirect: boolean, step?: string): string | undefined {
  const state = knownGradState(value);
  const { maker, base, version } = state?.view ?? {};
  if (!maker || !base || (isIndirect && (version === value.native.storage.version || !requiresGrad(base))))
    return undefined;
  const { node, output } = state?.made ?? {};
  const made = node && (step === undefined ? { name: node.name, output: output ?? 0 } : { name: step, output: 0 });
  return refusedWrite(maker, made, isIndirect);
}

/** The autograd state, where there is any, after what writes to the base did to it. */
export function freshState(value: TensorValue): GradState | undefined {
  const state = knownGradState(value);
  const { view } = state ?? {};
  if (!state || !view) return state;
  const baseState = gradState(view.base);
  if (baseState.rewrites === view.seen) return state;
  view.seen = baseState.rewrites;
  const edge = wantedEdge(view.base);
  if (!edge) return state;
  const at = positionsIn(view.base.native, value.native);
  const { shape } = value.native;
  const node = newNode({
    name: 'AsStridedBackward0',
    lasts: true,
    sources: [{ tensor: zerosLike(view.base.native), edge }],
    saved: [],
    compute: (engine, [base]) => together([engine.take(base!, at, shape)]),
  });
  state.requiresGrad = true;
  state.made = { node, output: 0 };
  return state;
}

/** What PyTorch says of other dtypes: where a tensor is made, where its attribute is set, and of `requires_grad_()`. */
const refusals = {
  made: 'Only Tensors of floating point and complex dtype can require gradients',
  set: 'only Tensors of floating point and complex dtype can require gradients',
  method: 'only Tensors of floating point dtype can require gradients',
};

/** Whether gradients are kept from now on; throws what PyTorch throws for tensors that cannot have any. */
export function setRequiresGrad(value: TensorValue, on: boolean, by: keyof typeof refusals = 'made'): void {
  const state = gradState(value);
  if (on) refuseInference(value.native, 'required');
  if (on && !differentiable(value.native)) throw new TensorError('RuntimeError', refusals[by]);
  if (!on && state.made) {
    throw new TensorError(
      'RuntimeError',
      "you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a subgraph that doesn't require differentiation use var_no_grad = var.detach().",
    );
  }
  state.requiresGrad = on;
}

interface Writing {
  /** A part of the tensor is written to, as a view. */
  readonly isView?: boolean;
  /** The node of that view. */
  readonly step?: string;
  /** Where the values come from. */
  readonly source?: Value;
}

/**
 * Refuses an in-place write that autograd forbids. What it gives back is called after the write, which is then counted, or refused
 * as PyTorch does: too late.
 */
export function checkWritable(
  torch: Torch,
  machine: Machine,
  value: TensorValue,
  { isView = false, source, step }: Writing = {},
): () => void {
  const { storage } = value.native;
  const { version } = storage;
  const isCounted = knownGradState(value)?.isData !== true;
  const written = (): void => {
    if (isCounted) refuseInference(value.native, 'written');
    else storage.uncounted = (storage.uncounted ?? 0) + storage.version - version;
  };
  if (!torch.gradEnabled) return written;
  const isTracked = requiresGrad(value) || (isTensorValue(source) && requiresGrad(source));
  const refused = isTracked ? refusedView(value, false, step) : undefined;
  if (refused !== undefined) machine.raise('RuntimeError', refused);
  const state = freshState(value);
  const viewed = state?.view && freshState(state.view.base);
  const leaf = (of: GradState | undefined): boolean => of?.requiresGrad === true && !of.made;
  if (leaf(viewed) || (leaf(state) && isView)) refuse(machine, 'a view of a leaf Variable that requires grad');
  if (leaf(state)) refuse(machine, 'a leaf Variable that requires grad');
  return written;
}

const refuse = (machine: Machine, what: string): never =>
  machine.raise('RuntimeError', `${what} is being used in an in-place operation.`);

/** What `repr` appends: `grad_fn=<MulBackward0>` or `requires_grad=True`. */
export function gradSuffix(value: TensorValue): string | undefined {
  if (refusedView(value, true) !== undefined) return 'grad_fn=<Invalid>';
  const state = freshState(value);
  if (state?.made) return `grad_fn=<${state.made.node.name}>`;
  return requiresGrad(value) ? 'requires_grad=True' : undefined;
}
