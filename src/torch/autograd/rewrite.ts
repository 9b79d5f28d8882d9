// What a write into a tensor does to its history, and to that of the tensor it is a view of. Knows no values' source.

import type { Value } from '../../python/value';
import { broadcastTo } from '../../tensor/broadcast';
import { orderIn, type Positions, positionsIn, replaceAt } from '../../tensor/gradient/positions';
import { zerosLike } from '../../tensor/gradient/window';
import { together } from '../../tensor/hostValues';
import { Tensor } from '../../tensor/tensor';
import { isTensorValue, type TensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { countedVersion, type GradNode, gradState, type Source } from './gradState';
import { differentiable, freshState, newNode, wantedEdge } from './record';

/** What was written, in the shape of `positions`, and where it came from. */
export interface Written {
  readonly name: string;
  /** The result's object, whose history is taken over; numbers have none. */
  readonly value: Value;
  /** What was written as a tensor that broadcasts to `shape`. */
  readonly tensor: Tensor;
  readonly shape: readonly number[];
}

/** The whole of `self` was replaced by `result`: it takes over the result's history. */
export function takeOver(torch: Torch, self: TensorValue, result: TensorValue): void {
  const state = freshState(self);
  const made = freshState(result)?.made;
  const base = state?.view?.base;
  if (made && torch.gradEnabled) keepWritten(made.node, self.native, result.native);
  if (base) {
    const written = { name: 'CopySlices', value: result, tensor: result.native, shape: self.native.shape };
    rewriteAt(torch, base, positionsIn(base.native, self.native), written);
  } else if (made && torch.gradEnabled) {
    const own = gradState(self);
    own.requiresGrad = true;
    own.made = made;
    own.rewrites++;
  }
}

/** What the node kept of its result stands in `self` now; of what was there before it keeps a copy. */
function keepWritten(node: GradNode, { storage }: Tensor, result: Tensor): void {
  node.saved = node.saved.flatMap((saved) => {
    if (saved.storage === storage) return [];
    return [saved.storage === result.storage ? { ...saved, storage, version: countedVersion(storage) } : saved];
  });
}

/** Some elements of `self` were replaced, named by storage indices. */
export function rewriteElements(torch: Torch, self: TensorValue, elements: Positions, written: Written): void {
  const base = freshState(self)?.view?.base ?? self;
  rewriteAt(torch, base, orderIn(base.native, elements), written);
}

function rewriteAt(torch: Torch, base: TensorValue, at: Positions, { name, value, tensor, shape }: Written): void {
  if (!torch.gradEnabled || !differentiable(base.native)) return;
  const before = wantedEdge(base);
  const from = isTensorValue(value) ? wantedEdge(value) : undefined;
  if (!before && !from) return;
  const source: Source = { tensor: zerosLike(tensor), ...(from && { edge: from }) };
  const { dtype } = base.native;
  const node: GradNode = newNode({
    name,
    lasts: true,
    sources: [{ tensor: zerosLike(base.native), ...(before && { edge: before }) }, source],
    saved: [],
    compute: (engine, [old, part]) =>
      together([replaceAt(engine, old!, broadcastTo(engine.cast(dropLeading(part!, shape.length), dtype), shape), at)]),
  });
  const state = gradState(base);
  state.requiresGrad = true;
  state.made = { node, output: 0 };
  state.rewrites++;
}

/** Leading dims of size 1 beyond `rank` do not matter in an assignment. */
export function dropLeading(source: Tensor, rank: number): Tensor {
  let first = 0;
  while (source.rank - first > rank && source.shape[first] === 1) first++;
  return new Tensor(source.storage, source.shape.slice(first), source.strides.slice(first), source.offset);
}
