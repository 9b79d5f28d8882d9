// Groups of exceptions: making, splitting, and what `except*` leaves of one. Knows no syntax.
import { type InstanceValue, list, none, type Run, settled, str, tuple, type Value } from '../value';
import { builtinClass } from './classes';
import { matches, newException } from './exceptions';
import { isInstance, isSubclass, typeName } from './lookup';
import { addMethods } from './native';
import { typeError, valueError } from './pyError';
import type { Vm } from './vm';

const groupClass = builtinClass('BaseExceptionGroup');
export const isGroup = (value: Value | undefined): value is InstanceValue =>
  value?.kind === 'instance' && isSubclass(value.cls, groupClass);

export const membersOf = (group: InstanceValue): readonly InstanceValue[] => {
  const held = group.attrs.get('exceptions');
  return held?.kind === 'tuple' ? held.items.filter((item): item is InstanceValue => item.kind === 'instance') : [];
};

type Test = (exception: InstanceValue) => Run<boolean>;
type Halves = readonly [taken: InstanceValue | undefined, rest: InstanceValue | undefined];

/** The part of an exception, with its shape, that passes a test, and the part that does not. */
export function* split(vm: Vm, exception: InstanceValue, test: Test): Run<Halves> {
  vm.spend(1);
  if (yield* test(exception)) return [exception, undefined];
  if (!isGroup(exception)) return [undefined, exception];
  const [taken, rest]: [InstanceValue[], InstanceValue[]] = [[], []];
  for (const member of membersOf(exception)) {
    const [one, other] = yield* vm.deeper(split(vm, member, test));
    if (one) taken.push(one);
    if (other) rest.push(other);
  }
  if (!rest.length) return [exception, undefined];
  if (!taken.length) return [undefined, exception];
  return [yield* derived(vm, exception, taken), yield* derived(vm, exception, rest)];
}

/** `derive`, with what stands around the exception. Raises TypeError where it gives no group. */
function* derived(vm: Vm, group: InstanceValue, members: readonly InstanceValue[]): Run<InstanceValue> {
  const made = yield* vm.call(yield* vm.getAttr(group, 'derive'), [list([...members])]);
  if (!isGroup(made)) throw typeError('derive must return an instance of BaseExceptionGroup');
  for (const name of ['__cause__', '__context__', '__notes__', '__suppress_context__']) {
    const held = group.attrs.get(name);
    if (held) made.attrs.set(name, held.kind === 'list' ? list([...held.items]) : held);
  }
  return made;
}

/** A group of these, as the machine itself makes it. */
export function grouped(name: string, members: Value): InstanceValue {
  const made = newException(builtinClass('ExceptionGroup'), [str(name), members]);
  made.attrs.set('message', str(name));
  made.attrs.set('exceptions', tuple(members.kind === 'list' || members.kind === 'tuple' ? members.items : []));
  return made;
}

/** What an `except*` takes of an exception. Raises TypeError for a class of groups. */
export function* takenBy(vm: Vm, exception: InstanceValue, type: Value): Run<Halves> {
  for (const cls of type.kind === 'tuple' ? type.items : [type])
    if (cls.kind === 'class' && isSubclass(cls, groupClass))
      throw typeError('catching ExceptionGroup with except* is not allowed. Use except instead.');
  return yield* split(vm, exception, (one) => settled(matches(one, type)));
}

/** What goes on when the handlers are through: what they raised, beside what they let go on of the original. */
export function* leftOver(
  vm: Vm,
  original: InstanceValue,
  raised: readonly InstanceValue[],
  goingOn: readonly InstanceValue[],
): Run<InstanceValue | undefined> {
  const leaves = new Set<InstanceValue>();
  const gather = (exception: InstanceValue): void => {
    if (isGroup(exception)) for (const member of membersOf(exception)) gather(member);
    else leaves.add(exception);
  };
  for (const part of goingOn) gather(part);
  const [kept] = leaves.size ? yield* split(vm, original, (one) => settled(leaves.has(one))) : [undefined];
  if (!raised.length) return kept;
  return raised.length === 1 && !kept ? raised[0] : grouped('', list(kept ? [...raised, kept] : [...raised]));
}

/** The test that `split` and `subgroup` are given: a class, some, or a function. */
function testOf(vm: Vm, condition: Value | undefined): Test {
  const isClass = condition?.kind === 'class' || condition?.kind === 'tuple';
  if (!condition || (!isClass && !['function', 'builtin', 'method'].includes(condition.kind)))
    throw typeError('expected a function, exception type or tuple of exception types');
  return function* (one) {
    return isClass ? matches(one, condition) : yield* vm.isTrue(yield* vm.call(condition, [one]));
  };
}

function* newGroup(vm: Vm, cls: Value | undefined, given: readonly Value[]): Run<Value> {
  const [message, members] = given;
  if (cls?.kind !== 'class') return none;
  if (given.length !== 2)
    throw typeError(`BaseExceptionGroup.__new__() takes exactly 2 arguments (${given.length} given)`);
  if (message?.kind !== 'str')
    throw typeError(`BaseExceptionGroup.__new__() argument 1 must be str, not ${typeName(message ?? none)}`);
  if (members?.kind !== 'list' && members?.kind !== 'tuple')
    throw typeError('second argument (exceptions) must be a sequence');
  if (!members.items.length) throw valueError('second argument (exceptions) must be a non-empty sequence');
  for (const [i, item] of members.items.entries())
    if (!isInstance(item, builtinClass('BaseException')))
      throw valueError(`Item ${i} of second argument (exceptions) is not an exception`);
  const plain = members.items.every((item) => isInstance(item, builtinClass('Exception')));
  if (!plain && isSubclass(cls, builtinClass('Exception')))
    throw typeError(
      cls === builtinClass('ExceptionGroup')
        ? 'Cannot nest BaseExceptions in an ExceptionGroup'
        : `Cannot nest BaseExceptions in '${cls.name}'`,
    );
  vm.spend(members.items.length);
  const made = grouped(message.value, members);
  if (cls !== groupClass) made.cls = cls;
  else if (!plain) made.cls = groupClass;
  return made;
}

/** Methods of BaseExceptionGroup. */
export function defineExceptionGroups(): void {
  groupClass.attrs.set('__new__', {
    kind: 'builtin',
    name: '__new__',
    unknowns: 'inside',
    call: ({ positional: [cls, ...given] }, machine) => newGroup(machine as Vm, cls, given),
  });
  const orNone = (value: Value | undefined): Value => value ?? none;
  addMethods(groupClass, [
    [
      '__str__',
      '',
      function* (vm, [self]) {
        const { length } = isGroup(self) ? membersOf(self) : [];
        const message = isGroup(self) ? self.attrs.get('message') : undefined;
        return str(`${yield* vm.str(message ?? none)} (${length} sub-exception${length === 1 ? '' : 's'})`);
      },
    ],
    [
      'derive',
      'excs, /',
      (vm, [self, members]) =>
        newGroup(vm, groupClass, [orNone(isGroup(self) ? self.attrs.get('message') : none), orNone(members)]),
    ],
    [
      'split',
      'condition, /',
      function* (vm, [self, condition]) {
        if (!isGroup(self)) return none;
        return tuple((yield* split(vm, self, testOf(vm, condition))).map(orNone));
      },
    ],
    [
      'subgroup',
      'condition, /',
      function* (vm, [self, condition]) {
        return isGroup(self) ? orNone((yield* split(vm, self, testOf(vm, condition)))[0]) : none;
      },
    ],
  ]);
}
