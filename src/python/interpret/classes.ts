// Class definitions. Knows no other statement.
import { say } from '../../base/text';
import type { ClassDef, Statement } from '../../syntax/nodes';
import { codeOf } from '../core/code';
import type { ClassCell, Frame } from '../core/frame';
import { entriesOf } from '../core/keys';
import { findInClass } from '../core/lookup';
import { typeError } from '../core/pyError';
import { arrived, framed } from '../core/traceback';
import type { Vm } from '../core/vm';
import {
  type ClassValue,
  type DictValue,
  type Run,
  str,
  tuple,
  type UnknownValue,
  unknown,
  type Value,
} from '../value';
import { createClass, mostDerived } from './createClass';
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
  const doubt = Array.isArray(evaluated)
    ? evaluated.find((base) => base.kind === 'unknown')
    : (evaluated as UnknownValue);
  const metaclass = keywords.get('metaclass');
  keywords.delete('metaclass');
  vm.span = node.nameSpan;
  const bases: ClassValue[] = [];
  const written = doubt ? [] : (evaluated as readonly Value[]);
  for (const base of written) bases.push(...(yield* baseOf(base, written, frame)));
  const maker =
    metaclass && metaclass.kind !== 'class' ? metaclass : mostDerived(metaclass ?? vm.builtinClass('type'), bases);
  const own = maker !== vm.builtinClass('type');
  const prepared = own ? yield* prepare(vm, maker, [str(node.name), tuple(bases)], keywords) : undefined;
  const why = [doubt, maker, prepared].find((part) => part?.kind === 'unknown');

  const cell: ClassCell = {};
  const names = new Map<string, Value>(prepared?.kind === 'dict' ? namesOf(prepared) : []);
  names.set('__module__', frame.globals.get('__name__') ?? str('__main__'));
  names.set('__qualname__', str(qualname));
  if (written.some((base) => base.kind !== 'class')) names.set('__orig_bases__', tuple(written));
  if (node.body.some((statement) => statement.kind === 'AnnAssign'))
    names.set('__annotations__', { kind: 'dict', entries: new Map() });
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
  const writer = writerOf(prepared);
  const body: Run<unknown> =
    writer && prepared?.kind === 'dict' ? handedOver(node.body, inner, prepared, writer) : block(node.body, inner);
  try {
    yield* framed(vm, vm.inLibrary ? undefined : node.name, body);
  } catch (error) {
    throw arrived(vm, error, node.nameSpan);
  }

  if (why?.kind === 'unknown') {
    cell.unknown = why;
    return vm.touched(why);
  }
  const made =
    own || maker.kind !== 'class'
      ? yield* vm.call(
          maker,
          [str(node.name), tuple(bases), writer && prepared ? prepared : { kind: 'dict', entries: entriesOf(names) }],
          keywords,
        )
      : yield* createClass(vm, { name: node.name, bases, attrs: names, keywords, metaclass: maker });
  if (made.kind === 'class') cell.cls ??= made;
  else if (made.kind === 'unknown') cell.unknown = made;
  return made;
}

/** The names that a class body begins with. */
function* prepare(
  vm: Vm,
  maker: Value,
  args: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): Run<Value | undefined> {
  const hook = yield* vm.findAttr(maker, '__prepare__');
  if (!hook) return undefined;
  const made = yield* vm.call(hook, args, keywords);
  if (made.kind === 'unknown') return made;
  return made.kind === 'dict' ? made : unknown(say('{0} is not modelled yet', '__prepare__'), vm.span);
}

/** The method of its class through which a prepared dict takes the names of a class body. */
const writerOf = (prepared: Value | undefined): Value | undefined => {
  const found = prepared?.kind === 'dict' && prepared.cls && findInClass(prepared.cls, '__setitem__');
  return found && found.kind === 'function' ? found : undefined;
};

/** A class body whose names a dict of the program's takes: after each statement those that it bound, in order. */
function* handedOver(body: readonly Statement[], frame: Frame, dict: DictValue, writer: Value): Run<void> {
  const { names } = frame.scope;
  let before = new Map(namesOf(dict));
  const handOver = function* (): Run<void> {
    for (const [name, value] of [...names]) {
      if (before.get(name) === value) continue;
      yield* frame.vm.callMethod(writer, dict, [str(name), value]);
      const held = dict.entries.get(`s${name}`);
      if (held) names.set(name, held.value);
      else names.delete(name);
    }
    for (const name of before.keys()) if (!names.has(name)) dict.entries.delete(`s${name}`);
    before = new Map(names);
  };
  yield* handOver();
  for (const statement of body) {
    yield* block([statement], frame);
    yield* handOver();
  }
}

const namesOf = ({ entries }: DictValue): [string, Value][] =>
  [...entries.values()].flatMap(({ key, value }): [string, Value][] =>
    key.kind === 'str' ? [[key.value, value]] : [],
  );

function* baseOf(base: Value, written: readonly Value[], frame: Frame): Run<ClassValue[]> {
  if (base.kind === 'class') return [base];
  const { vm } = frame;
  const resolve = yield* vm.findAttr(base, '__mro_entries__');
  if (!resolve)
    throw typeError(
      base.kind === 'function' || base.kind === 'builtin'
        ? `function() argument 'code' must be code, not str`
        : 'bases must be types',
    );
  const entries = yield* vm.items(yield* vm.call(resolve, [tuple(written)]));
  return entries.filter((entry): entry is ClassValue => entry.kind === 'class');
}
