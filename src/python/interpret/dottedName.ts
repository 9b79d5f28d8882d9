// The dotted name that a path of names and attributes stands for. Runs no code.
import type { Expression } from '../../syntax/nodes';
import type { Frame } from '../core/frame';
import type { ModuleValue, Value } from '../value';
import { peekName } from './names';

/** `torch.nn.functional.relu` for a path that begins at a module or a class. */
export function dottedName(path: Expression, frame: Frame): string | undefined {
  if (path.kind === 'Name') {
    const value = peekName(path.id, frame);
    if (value?.kind === 'module') return value.name;
    if (value?.kind === 'class') return `${value.module}.${value.name}`;
    return undefined;
  }
  if (path.kind !== 'Attribute') return undefined;
  const base = moduleAt(path.value, frame)?.name ?? dottedName(path.value, frame);
  return base && `${base}.${path.attr}`;
}

function moduleAt(path: Expression, frame: Frame): ModuleValue | undefined {
  let value: Value | undefined;
  if (path.kind === 'Name') value = peekName(path.id, frame);
  else if (path.kind === 'Attribute') {
    const owner = moduleAt(path.value, frame);
    value = owner?.attrs.get(path.attr) ?? owner?.get(path.attr);
  }
  return value?.kind === 'module' ? value : undefined;
}
