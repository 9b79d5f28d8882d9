// Names: reading, binding and deleting them by Python's scoping. Knows no other syntax.
import type { Span } from '../../base/span';
import { say } from '../../base/text';
import type { Frame, Scope } from '../core/frame';
import { isBuiltinName } from '../core/knownNames';
import { PyError } from '../core/pyError';
import { unknown, type Value } from '../value';

/** The value of a name. Raises NameError and UnboundLocalError. */
export function readName(name: string, frame: Frame): Value {
  const { scope, vm } = frame;
  const own = scope.names.get(name);
  if (own && !scope.code.globals.has(name)) return own;
  if (!scope.code.globals.has(name)) {
    if ((scope.kind === 'function' || scope.kind === 'comprehension') && scope.code.locals.has(name))
      throw new PyError(
        'UnboundLocalError',
        `cannot access local variable '${name}' where it is not associated with a value`,
      );
    for (let outer = scope.parent; outer && outer.kind !== 'module'; outer = outer.parent) {
      if (outer.kind === 'class' || outer.code.globals.has(name)) continue;
      const found = outer.names.get(name);
      if (found) return found;
      if (outer.code.locals.has(name))
        throw new PyError(
          'NameError',
          `cannot access free variable '${name}' where it is not associated with a value in enclosing scope`,
        );
    }
  }
  const found = frame.globals.get(name) ?? vm.builtins.get(name);
  if (found) return found;
  if (name === '__class__' && frame.cell?.cls) return frame.cell.cls;
  if (vm.wildcard) return vm.touched(vm.wildcard);
  if (isBuiltinName(name)) return vm.touched(unknown(say('{0} is not modelled yet', name), vm.span));
  throw new PyError('NameError', `name '${name}' is not defined`);
}

/** The same without raising. */
export function peekName(name: string, frame: Frame): Value | undefined {
  try {
    return readName(name, frame);
  } catch {
    return undefined;
  }
}

/** The names among which a name is bound from this scope. */
function home(name: string, frame: Frame): Map<string, Value> {
  let { scope }: { scope: Scope | undefined } = frame;
  if (scope.code.globals.has(name)) return frame.globals;
  if (scope.code.nonlocals.has(name)) {
    for (scope = scope.parent; scope; scope = scope.parent)
      if (scope.kind === 'function' && scope.code.locals.has(name)) return scope.names;
  }
  return frame.scope.names;
}

export function bindName(name: string, value: Value, frame: Frame, span?: Span): void {
  home(name, frame).set(name, value);
  if (span) frame.vm.saw(span, value);
}

/** `name := value` binds outside of comprehensions. */
export function bindWalrus(name: string, value: Value, frame: Frame, span: Span): void {
  let scope: Scope | undefined = frame.scope;
  while (scope?.kind === 'comprehension') scope = scope.parent;
  bindName(name, value, scope ? { ...frame, scope } : frame, span);
}

export function deleteName(name: string, frame: Frame): void {
  if (home(name, frame).delete(name)) return;
  const local = frame.scope.kind === 'function' && frame.scope.code.locals.has(name);
  throw local
    ? new PyError('UnboundLocalError', `cannot access local variable '${name}' where it is not associated with a value`)
    : new PyError('NameError', `name '${name}' is not defined`);
}
