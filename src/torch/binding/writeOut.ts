// `out=`: the result of a call written into a tensor that the program gives, with ATen's checks. Knows no operation.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import { type Run, type UnknownValue, unknown, type Value } from '../../python/value';
import { sameShape } from '../../tensor/broadcast';
import { sizesText } from '../../tensor/view';
import { requiresGrad } from '../autograd/record';
import { writeResult } from '../tensor/inPlace';
import { isTensorValue, loseValues, lostValues, regainValues } from '../tensorValue';
import type { Torch } from '../torch';
import { outRefusal, refuserOf, resizesQuietly } from './outRules';

/** Gives back `out`, which holds the result now; several results go into a tuple of tensors. */
export function* writeOut(
  torch: Torch,
  machine: Machine,
  { name, canonical }: { readonly name: string; readonly canonical: string },
  out: Value,
  inputs: readonly Value[],
  compute: () => Run<Value>,
): Run<Value> {
  const flat = inputs.flatMap((value) => (value.kind === 'list' || value.kind === 'tuple' ? value.items : [value]));
  if (torch.gradEnabled && [...flat, out].some((value) => isTensorValue(value) && requiresGrad(value))) {
    const called = refuserOf(canonical, canonical.slice(canonical.lastIndexOf('.') + 1));
    if (called === undefined) return lose(out.kind === 'tuple' || out.kind === 'list' ? out.items : [out], name);
    machine.raise(
      'RuntimeError',
      `${called}(): functions with out=... arguments don't support automatic differentiation, but one of the arguments requires grad.`,
    );
  }
  const dtypes = flat.flatMap((value) => (isTensorValue(value) ? [value.native.dtype] : []));
  const result = yield* compute();
  const outs = out.kind === 'tuple' || out.kind === 'list' ? out.items : [out];
  const results = result.kind === 'tuple' ? result.items : [result];
  if (outs.length !== results.length) return lose(outs, name);
  for (const [i, target] of outs.entries()) {
    const made = results[i];
    if (!isTensorValue(target) || !made) return lose(outs, name);
    if (made.kind === 'unknown') loseValues(target.native, made);
    if (!isTensorValue(made)) continue;
    const { shape } = target.native;
    const refused = outRefusal(canonical, made.native.dtype, target.native.dtype, dtypes);
    if (refused === undefined) return lose(outs, name);
    const isResized = !sameShape(shape, made.native.shape);
    if (refused && isResized && refused.isLate === undefined) return lose(outs, name);
    if (refused && !(isResized && refused.isLate)) machine.raise(refused.type, refused.text);
    if (isResized) {
      if (target.native.size > 0 && !resizesQuietly(canonical))
        machine.warn(
          'UserWarning',
          `An output with one or more elements was resized since it had shape ${sizesText(shape)}, which does not match the required output shape ${sizesText(made.native.shape)}. This behavior is deprecated, and in a future PyTorch release outputs will not be resized unless they have zero elements. You can explicitly reuse an out tensor t by resizing it, inplace, to zero elements with t.resize_(0).`,
        );
      if (refused) machine.raise(refused.type, refused.text);
      target.native = torch.engine.cast(made.native, target.native.dtype);
    } else {
      yield* writeResult(torch, machine, target, made);
      if (!lostValues(made.native)) regainValues(target.native);
    }
  }
  return out;
}

function lose(outs: readonly Value[], name: string): UnknownValue {
  const reason = unknown(say('{0} with {1} is not modelled yet', name, 'out='));
  for (const target of outs) if (isTensorValue(target)) loseValues(target.native, reason);
  return reason;
}
