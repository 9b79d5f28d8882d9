// The module `os.path` as far as it is about texts alone, as on Linux. Knows no files.
import { say } from '../../base/text';
import { classOf } from '../core/lookup';
import type { MethodRow } from '../core/native';
import { typeError } from '../core/pyError';
import { type BoolValue, bool, str, tuple, unknown, type Value } from '../value';
import { defineModule, functionsOf, moduleOf } from './modules';

const pathOf = (value: Value | undefined): string => {
  if (value?.kind === 'str') return value.value;
  throw typeError(`expected str, bytes or os.PathLike object, not ${value ? classOf(value).name : 'NoneType'}`);
};

/** The directory and what follows its last slash. */
function split(path: string): readonly [string, string] {
  const at = path.lastIndexOf('/') + 1;
  const head = path.slice(0, at);
  return [/[^/]/.test(head) ? head.replace(/\/+$/, '') : head, path.slice(at)];
}

/** The last dot begins the extension, where something other than dots stands before it. */
function splitExtension(path: string): readonly [string, string] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  if (dot <= 0 || /^\.*$/.test(name.slice(0, dot))) return [path, ''];
  return [path.slice(0, path.length - name.length + dot), name.slice(dot)];
}

const join = (first: string, rest: readonly string[]): string =>
  rest.reduce((path, part) => {
    if (part.startsWith('/')) return part;
    return path === '' || path.endsWith('/') ? path + part : `${path}/${part}`;
  }, first);

function normal(path: string): string {
  if (path === '') return '.';
  const slashes = /^\/\/(?!\/)/.test(path) ? '//' : path.startsWith('/') ? '/' : '';
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..' || (!slashes && !parts.length) || parts.at(-1) === '..') parts.push(part);
    else parts.pop();
  }
  return slashes + parts.join('/') || '.';
}

const onText = (name: string, work: (path: string) => Value): MethodRow => [
  name,
  'p',
  (_, [path]) => work(pathOf(path)),
];
const pair = (parts: readonly [string, string]): Value => tuple(parts.map(str));
const isAbsolute = (path: string): BoolValue => bool(path.startsWith('/'));

const rows: readonly MethodRow[] = [
  [
    'join',
    'a, *p',
    (_, [first, rest]) => str(join(pathOf(first), rest?.kind === 'tuple' ? rest.items.map(pathOf) : [])),
  ],
  onText('basename', (path) => str(split(path)[1])),
  onText('dirname', (path) => str(split(path)[0])),
  onText('split', (path) => pair(split(path))),
  onText('splitext', (path) => pair(splitExtension(path))),
  onText('normpath', (path) => str(normal(path))),
  onText('isabs', isAbsolute),
  ...['exists', 'isfile', 'isdir', 'getsize', 'getmtime', 'abspath', 'realpath', 'expanduser'].map(
    (name): MethodRow => [name, 'path', (vm) => unknown(say('files are not read'), vm.span)],
  ),
];

const path = () => moduleOf('posixpath', functionsOf(rows), true);
defineModule('os.path', path);
defineModule('os', () =>
  moduleOf(
    'os',
    [
      ['path', path()],
      ['sep', str('/')],
      ['linesep', str('\n')],
      ['curdir', str('.')],
      ['pardir', str('..')],
      ['extsep', str('.')],
    ],
    true,
  ),
);
