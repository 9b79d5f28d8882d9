// Arguments of `math` as floats. Knows no function.
import { classOf, findOnType } from '../core/lookup';
import { toFloat } from '../core/numbers';
import { typeError } from '../core/pyError';
import type { Vm } from '../core/vm';
import type { Run, Value } from '../value';
import { none } from '../value';

/** The float of a number or of what has `__float__`. Raises TypeError. */
export function* real(vm: Vm, value: Value | undefined): Run<number> {
  const x = value && toFloat(value);
  if (x !== undefined) return x;
  const method = value && value.kind !== 'str' ? findOnType(value, '__float__') : undefined;
  const made = method && value && (yield* vm.callMethod(method, value, []));
  const y = made && toFloat(made);
  if (y === undefined) throw typeError(`must be real number, not ${classOf(value ?? none).name}`);
  return y;
}
