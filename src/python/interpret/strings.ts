// f-strings. Knows no statement.
import type { FormattedValue, JoinedStr } from '../../syntax/nodes';
import type { Frame } from '../core/frame';
import { Unknowable } from '../core/unknowable';
import { escapedAscii } from '../text/quote';
import { type Run, str, type Value } from '../value';
import { evaluate, literalValue } from './evaluate';

export function* joinedStr(node: JoinedStr, frame: Frame): Run<Value> {
  let text = '';
  for (const part of node.values) {
    const piece = part.kind === 'Constant' ? literalValue(part.value) : yield* formatted(part, frame);
    if (piece.kind === 'unknown') return piece;
    if (piece.kind === 'str') text += piece.value;
    frame.vm.allocate(text.length, false);
  }
  return str(text);
}

/** `{value!r:>10}` */
export function* formatted(node: FormattedValue, frame: Frame): Run<Value> {
  const { vm } = frame;
  const value = yield* evaluate(node.value, frame);
  const spec = node.formatSpec ? yield* joinedStr(node.formatSpec, frame) : str('');
  vm.span = node.span;
  if (value.kind === 'unknown') return vm.touched(value);
  if (spec.kind !== 'str') return spec;
  try {
    switch (node.conversion) {
      case 'r':
        return str(yield* vm.format(str(yield* vm.repr(value)), spec.value));
      case 's':
        return str(yield* vm.format(str(yield* vm.str(value)), spec.value));
      case 'a':
        return str(yield* vm.format(str(escapedAscii(yield* vm.repr(value))), spec.value));
      default:
        return str(yield* vm.format(value, spec.value));
    }
  } catch (error) {
    if (error instanceof Unknowable) return vm.touched(error.value);
    throw error;
  }
}
