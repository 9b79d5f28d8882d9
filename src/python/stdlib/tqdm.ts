// `tqdm`: hands its items through. The bar itself goes to the error output and is not shown. Knows no other module.
import { say } from '../../base/text';
import { builtinClass } from '../core/classes';
import { iterate, iterator, pull } from '../core/iterate';
import { type MethodRow, native } from '../core/native';
import { typeError } from '../core/pyError';
import { type ClassValue, int, none, type Run, str, unknown, type Value } from '../value';
import { classIn, defineModule, moduleOf } from './modules';

const attribute = (self: Value | undefined, name: string): Value =>
  (self?.kind === 'instance' && self.attrs.get(name)) || none;
const store = (self: Value | undefined, name: string, value: Value): void => {
  if (self?.kind === 'instance') self.attrs.set(name, value);
};
const nothing: MethodRow[2] = () => none;

/** How far a bar has come is written back now and then, by the clock. */
const whileRunning = unknown(say('how far a progress bar has come depends on the clock'));

const rows: readonly MethodRow[] = [
  [
    '__init__',
    'iterable=, desc=, total=, leave=, file=, ncols=, mininterval=, maxinterval=, miniters=, ascii=, disable=, unit=, unit_scale=, dynamic_ncols=, smoothing=, bar_format=, initial=, position=, postfix=, unit_divisor=, write_bytes=, lock_args=, nrows=, colour=, delay=, gui=, **keywords',
    function* (vm, [self, iterable, desc, total, ...rest]) {
      const [disable, initial] = [rest[7], rest[13]];
      const hidden = disable !== undefined && (yield* vm.isTrue(disable));
      store(self, 'iterable', iterable ?? none);
      store(self, 'desc', desc && desc.kind !== 'none' ? str(`${yield* vm.str(desc)}: `) : str(''));
      store(self, 'disable', { kind: 'bool', value: hidden });
      store(self, 'n', initial ?? int(0));
      if (total && total.kind !== 'none') store(self, 'total', total);
      else store(self, 'total', (yield* lengthOf(iterable)) ?? none);
      return none;

      function* lengthOf(value: Value | undefined): Run<Value | undefined> {
        if (!value || value.kind === 'none') return undefined;
        try {
          const length = yield* vm.lengthOf(value);
          return length === 'unknown' ? undefined : int(length);
        } catch (error) {
          if (vm.isRaised(error, 'TypeError')) return undefined;
          throw error;
        }
      }
    },
    'inside',
  ],
  [
    '__iter__',
    '',
    function* (vm, [self]) {
      const items = attribute(self, 'iterable');
      if (items.kind === 'unknown') return items;
      if (items.kind === 'none') throw typeError("'NoneType' object is not iterable");
      const next = yield* iterate(vm, items);
      const start = attribute(self, 'n');
      const disabled = attribute(self, 'disable');
      if (disabled.kind === 'bool' && disabled.value) return iterator('generator', next);
      let count = 0n;
      return iterator('generator', function* () {
        store(self, 'n', whileRunning);
        const item = yield* pull(next);
        if (item) count++;
        else store(self, 'n', start.kind === 'int' ? int(start.value + count) : whileRunning);
        return item;
      });
    },
    'inside',
  ],
  [
    '__len__',
    '',
    function* (vm, [self]) {
      const items = attribute(self, 'iterable');
      const length = items.kind === 'none' ? undefined : yield* vm.lengthOf(items);
      if (typeof length === 'bigint') return int(length);
      const total = attribute(self, 'total');
      if (total.kind === 'none') throw typeError("object of type 'NoneType' has no len()");
      return total;
    },
    'inside',
  ],
  ['__enter__', '', (_, [self]) => self ?? none, 'inside'],
  ['__exit__', '*args', nothing, 'handled'],
  [
    'update',
    'n=',
    function* (vm, [self, n]) {
      const disabled = attribute(self, 'disable');
      if (disabled.kind === 'bool' && disabled.value) return none;
      store(self, 'n', yield* vm.binary('+', attribute(self, 'n'), n ?? int(1)));
      return none;
    },
    'inside',
  ],
  [
    'set_description',
    'desc=, refresh=',
    function* (vm, [self, desc]) {
      store(self, 'desc', str(desc && desc.kind !== 'none' ? `${yield* vm.str(desc)}: ` : ''));
      return none;
    },
    'handled',
  ],
  [
    'set_description_str',
    'desc=, refresh=',
    (_, [self, desc]) => {
      store(self, 'desc', desc ?? str(''));
      return none;
    },
    'handled',
  ],
  ...['set_postfix', 'set_postfix_str', 'refresh', 'close', 'clear', 'display', 'unpause'].map(
    (name): MethodRow => [name, '*args, **keywords', nothing, 'handled'],
  ),
  [
    'reset',
    'total=',
    (_, [self, total]) => {
      store(self, 'n', int(0));
      if (total && total.kind !== 'none') store(self, 'total', total);
      return none;
    },
  ],
  [
    '__getattr__',
    'name',
    (vm, [, name]) =>
      unknown(say('{0} is not modelled yet', `tqdm.${name?.kind === 'str' ? name.value : ''}`), vm.span),
  ],
];

function bar(): ClassValue {
  const cls = classIn('tqdm.std', 'tqdm', builtinClass('object'), rows);
  const write = native(
    'write',
    's, file=, end=, nolock=',
    function* (vm, [text, file, end]) {
      if (file && file.kind !== 'none') return unknown(say('{0} is not modelled yet', 'tqdm.write(file)'), vm.span);
      vm.write((yield* vm.str(text ?? none)) + (end ? yield* vm.str(end) : '\n'));
      return none;
    },
    'inside',
  );
  cls.attrs.set('write', { kind: 'staticmethod', func: write });
  return cls;
}

const names = (name: string) => () => {
  const cls = bar();
  const trange = native(
    'trange',
    '*args, **keywords',
    function* (vm, _, { positional, keywords }) {
      return yield* vm.call(cls, [yield* vm.call(builtinClass('range'), positional)], keywords);
    },
    'inside',
  );
  return moduleOf(
    name,
    [
      ['tqdm', cls],
      ['trange', trange],
      ['tqdm_notebook', cls],
    ],
    true,
  );
};
for (const name of ['tqdm', 'tqdm.auto', 'tqdm.notebook', 'tqdm.std', 'tqdm.autonotebook'])
  defineModule(name, names(name));
