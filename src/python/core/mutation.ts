// Which methods may change their object: what a skipped call leaves in doubt. Knows no syntax.
import type { Value } from '../value';
import { classOf } from './lookup';
import type { Vm } from './vm';

/** Methods of Python's containers that change them. */
export const mutatingMethods: ReadonlySet<string> = new Set([
  'append',
  'appendleft',
  'extend',
  'extendleft',
  'insert',
  'pop',
  'popleft',
  'popitem',
  'remove',
  'clear',
  'sort',
  'reverse',
  'rotate',
  'add',
  'discard',
  'update',
  'subtract',
  'setdefault',
  'move_to_end',
  'intersection_update',
  'difference_update',
  'symmetric_difference_update',
  '__setitem__',
  '__delitem__',
  '__setattr__',
  '__delattr__',
  '__iadd__',
  '__imul__',
  '__init__',
]);

/** Whether calling this method may change `self`. */
export function mayMutate(vm: Vm, self: Value, method: string): boolean {
  switch (self.kind) {
    case 'list':
    case 'dict':
    case 'set':
      return mutatingMethods.has(method);
    case 'iterator':
      return true;
    case 'instance':
      return !classOf(self).mro.some((cls) => vm.options.library.isPure(`${cls.module}.${cls.name}.${method}`));
    default:
      return false;
  }
}
