// What autograd knows of a tensor object: whether it requires a gradient, the node that made it, its `.grad`, the tensor it
// is a view of. Knows neither how nodes are recorded nor how gradients run through them.

import type { Machine } from '../../python/machine';
import type { InstanceValue, Run, Value } from '../../python/value';
import { none } from '../../python/value';
import type { Computation } from '../../tensor/engine';
import type { Storage, Tensor } from '../../tensor/tensor';
import type { TensorValue } from '../tensorValue';
import type { Step } from './steps';
import type { ViewMaker } from './viewMaker';

/** One operation of the graph. */
export interface GradNode {
  /** As `grad_fn` prints it: `MulBackward0`. */
  readonly name: string;
  /** Later nodes have greater numbers. */
  readonly order: number;
  /** What the results were computed from, as it was then. */
  readonly sources: readonly Source[];
  /** What stands behind it in the graph, where that is not its sources one by one; gives undefined where it is not known. */
  readonly steps?: () => readonly Step[] | undefined;
  /** The node whose gradient this is, of which of its sources: names are recorded by it. */
  readonly derivativeOf?: string;
  /** The results from the sources; absent where the gradient is not known, or is said by `pull`. */
  readonly compute?: Computation;
  /** The program's own way back. */
  readonly pull?: (machine: Machine, grads: Flows, create: boolean) => Run<Flows>;
  /** Which of the memory it reads must not have been written to; changes where the result goes to another place. */
  saved: readonly Saved[];
  /** What listens to the gradient of each result. */
  readonly listeners: Map<number, Listener[]>;
  /** Nothing was saved, so that there may be any number of passes. */
  readonly lasts?: boolean;
  /** A backward pass went through and let go of what was saved. */
  released: boolean;
}
export interface Source {
  readonly tensor: Tensor;
  /** Absent where no gradient is wanted. */
  readonly edge?: Edge;
}
export interface Saved {
  readonly storage: Storage;
  readonly version: number;
  /** Writes that are not counted, until then. */
  readonly uncounted: number;
  /** What the exception says of it: `[torch.FloatTensor [3]]`, and where it came from. */
  readonly type: string;
  readonly origin: () => string;
}
/** A gradient on its way; the edge is where its own gradient goes, for higher orders. */
export interface Flow {
  readonly tensor: Tensor;
  readonly edge?: Edge;
}
export type Flows = readonly (Flow | undefined)[];
/** A hook of the user's, one that is called when the gradient of a leaf stands in `.grad`, or a tensor that retains its gradient. */
export type Listener =
  | { readonly kind: 'hook'; readonly call: Value }
  | { readonly kind: 'accumulated'; readonly call: Value; readonly self: Value }
  | { readonly kind: 'retain'; readonly state: GradState };

/** Where the gradient of a tensor goes: into the node that made it, or to the leaf's own `.grad`. */
export type Edge =
  | { readonly kind: 'node'; readonly node: GradNode; readonly output: number }
  | { readonly kind: 'leaf'; readonly state: GradState; readonly tensor: TensorValue };

export interface GradState {
  requiresGrad: boolean;
  /** The result of which node it is; absent for leaves. */
  made?: { readonly node: GradNode; readonly output: number };
  /** `.grad`: None, a tensor, or Unknown. */
  grad: Value;
  /** What listens to a leaf's gradient. */
  readonly listeners: Listener[];
  /**
   * The tensor whose memory this one looks at, and how often its history had been rewritten when this one's was taken. `maker`:
   * why it may not be written to; `version`: that of the memory when it was made.
   */
  view?: { readonly base: TensorValue; seen: number; readonly maker?: ViewMaker; readonly version: number };
  /** The `.data` of another tensor: writes to it are not counted. */
  isData?: boolean;
  /** How often a write changed the history of this tensor. */
  rewrites: number;
}

/** The version of memory as PyTorch counts it. */
export const countedVersion = ({ version, uncounted }: Storage): number => version - (uncounted ?? 0);

// Keyed by the attribute table, which a copy of the object shares.
const states = new WeakMap<InstanceValue['attrs'], GradState>();

/** The autograd state of an object, made on first use. */
export function gradState(value: InstanceValue): GradState {
  const known = states.get(value.attrs);
  if (known) return known;
  const made: GradState = { requiresGrad: false, grad: none, listeners: [], rewrites: 0 };
  states.set(value.attrs, made);
  return made;
}

/** The autograd state where there is any; plain tensors have none. */
export const knownGradState = (value: InstanceValue): GradState | undefined => states.get(value.attrs);

export const edgeOf = (state: GradState, tensor: TensorValue): Edge =>
  state.made ? { kind: 'node', ...state.made } : { kind: 'leaf', state, tensor };

/** Whether two edges lead to the same place. */
export const sameEdge = (a: Edge, b: Edge): boolean =>
  a.kind === 'node'
    ? b.kind === 'node' && a.node === b.node && a.output === b.output
    : b.kind === 'leaf' && a.state === b.state;

/** What listens to the gradient that goes along an edge, if anything does. */
export const listeningTo = (edge: Edge): readonly Listener[] =>
  (edge.kind === 'leaf' ? edge.state.listeners : edge.node.listeners.get(edge.output)) ?? [];

/** The list that a new listener to an edge is added to. */
export function listenersOf(edge: Edge): Listener[] {
  if (edge.kind === 'leaf') return edge.state.listeners;
  const known = edge.node.listeners.get(edge.output) ?? [];
  edge.node.listeners.set(edge.output, known);
  return known;
}
