// Class definitions. Knows no other statement.
import { say } from '../../base/text';
import type { ClassDef } from '../../syntax/nodes';
import { makeClass } from '../core/classes';
import { codeOf } from '../core/code';
import type { ClassCell, Frame } from '../core/frame';
import { entriesOf } from '../core/keys';
import { findInClass } from '../core/lookup';
import { typeError } from '../core/pyError';
import { arrived, framed } from '../core/traceback';
import { type ClassValue, none, type Run, str, type UnknownValue, unknown, type Value } from '../value';
import { elements } from './displays';
import { evaluate } from './evaluate';
import { block } from './execute';
import { enclosing } from './functions';

export function* classDefinition(node: ClassDef, frame: Frame): Run<Value> {
  const { vm } = frame;
  const evaluated = yield* elements(node.bases, frame);
  const keywords = new Map<string, Value>();
  for (const { arg, value } of node.keywords) keywords.set(arg ?? '**', yield* evaluate(value, frame));
  const qualname =
    frame.scope.kind === 'module'
      ? node.name
      : frame.scope.kind === 'class'
        ? `${frame.qualname}.${node.name}`
        : `${frame.qualname}.<locals>.${node.name}`;
  const cell: ClassCell = {};
  const names = new Map<string, Value>([
    ['__module__', str('__main__')],
    ['__qualname__', str(qualname)],
  ]);
  const code = codeOf(node, [], node.body);
  const inner: Frame = {
    ...frame,
    scope: { kind: 'class', names, code, parent: enclosing(frame.scope) },
    qualname,
    cell,
  };
  const doc = node.body[0];
  if (doc?.kind === 'Expr' && doc.value.kind === 'Constant' && doc.value.value.type === 'str')
    names.set('__doc__', str(doc.value.value.value));
  vm.span = node.nameSpan;
  try {
    yield* framed(vm, node.name, block(node.body, inner));
  } catch (error) {
    throw arrived(vm, error, node.nameSpan);
  }

  const doubt = Array.isArray(evaluated)
    ? evaluated.find((base) => base.kind === 'unknown')
    : (evaluated as UnknownValue);
  const metaclass = keywords.get('metaclass');
  if (doubt?.kind === 'unknown') {
    cell.unknown = doubt;
    return vm.touched(doubt);
  }
  if (metaclass && !(metaclass.kind === 'class' && /^(?:ABCMeta|type|EnumMeta|EnumType)$/.test(metaclass.name)))
    return metaclass.kind === 'unknown' ? metaclass : unknown(say('metaclasses are not modelled'), node.span);
  const bases: ClassValue[] = [];
  for (const base of evaluated as readonly Value[]) bases.push(...(yield* baseOf(base, frame)));
  if (metaclass?.kind === 'class' && metaclass.name === 'ABCMeta') names.set('__abstract__', none);
  return yield* createClass(node.name, bases, names, cell, keywords, frame);
}

function* baseOf(base: Value, frame: Frame): Run<ClassValue[]> {
  if (base.kind === 'class') return [base];
  const { vm } = frame;
  const resolve = yield* vm.findAttr(base, '__mro_entries__');
  if (!resolve)
    throw typeError(
      base.kind === 'function' || base.kind === 'builtin'
        ? `function() argument 'code' must be code, not str`
        : 'bases must be types',
    );
  const entries = yield* vm.items(yield* vm.call(resolve, [{ kind: 'tuple', items: [base] }]));
  return entries.filter((entry): entry is ClassValue => entry.kind === 'class');
}

/** A class from its parts: what `class` and `type(name, bases, dict)` share. */
export function* createClass(
  name: string,
  given: readonly ClassValue[],
  attrs: Map<string, Value>,
  cell: ClassCell,
  keywords: ReadonlyMap<string, Value>,
  frame: Pick<Frame, 'vm'>,
): Run<Value> {
  const { vm } = frame;
  const bases = given.length ? given : [vm.objectClass];
  for (const base of bases)
    if (
      /^(?:bool|NoneType|function|range|slice|ellipsis|method|generator)$/.test(base.name) &&
      vm.builtinClass(base.name) === base
    )
      throw typeError(`type '${base.name}' is not an acceptable base type`);
  if (new Set(bases).size !== bases.length)
    throw typeError(`duplicate base class ${bases.find((b, i) => bases.indexOf(b) !== i)?.name}`);
  const cls = makeClass(name, '__main__', bases, attrs);
  if (!cls)
    throw typeError(
      `Cannot create a consistent method resolution\norder (MRO) for bases ${bases.map((base) => base.name).join(', ')}`,
    );
  cell.cls = cls;
  if (attrs.has('__eq__') && !attrs.has('__hash__')) attrs.set('__hash__', none);
  for (const special of ['__init_subclass__', '__class_getitem__'] as const) {
    const method = attrs.get(special);
    if (method?.kind === 'function') attrs.set(special, { kind: 'classmethod', func: method });
  }
  for (const [key, value] of [...attrs]) {
    if (value.kind !== 'instance') continue;
    const hook = findInClass(value.cls, '__set_name__');
    if (hook) yield* vm.callMethod(hook, value, [cls, str(key)]);
  }
  const rest = new Map([...keywords].filter(([key]) => key !== 'metaclass'));
  const hook = cls.mro
    .slice(1)
    .map((step) => step.attrs.get('__init_subclass__'))
    .find((found) => found !== undefined);
  if (hook) yield* vm.callMethod(hook, cls, [], rest);
  else if (rest.size) throw typeError(`${name}.__init_subclass__() takes no keyword arguments`);
  // Enum and NamedTuple make something else of the class.
  const finish = cls.mro
    .slice(1)
    .map((step) => step.attrs.get('__class_made__'))
    .find((found) => found !== undefined);
  return finish ? yield* vm.call(finish, [cls, { kind: 'dict', entries: entriesOf(attrs) }]) : cls;
}
