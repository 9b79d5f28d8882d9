// Annotations: names in them must exist, as in CPython, unless they stay texts. Knows no statement.
import { say } from '../../base/text';
import type { Expression } from '../../syntax/nodes';
import type { Frame } from '../core/frame';
import { type Run, str, unknown, type Value } from '../value';
import { evaluate } from './evaluate';
import { unparse } from './unparse';

/** The value of an annotation; Unknown where it does not come to one. Raises NameError and AttributeError. */
export function* checkAnnotation(node: Expression, frame: Frame): Run<Value> {
  const { vm } = frame;
  if (vm.lazyAnnotations) {
    const text = unparse(node);
    return text === undefined ? unknown(say('annotations are not evaluated here'), node.span) : str(text);
  }
  try {
    return yield* evaluate(node, frame);
  } catch (error) {
    if (vm.isRaised(error, 'NameError') || vm.isRaised(error, 'AttributeError') || !vm.raised(error)) throw error;
    return unknown(say('annotations are not evaluated here'), node.span);
  }
}
