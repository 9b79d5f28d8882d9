// `'{0.x!r:>{w}}'.format(...)`. Knows no syntax.

import { keyError } from '../core/keys';
import { PyError, valueError } from '../core/pyError';
import { known } from '../core/unknowable';
import type { Vm } from '../core/vm';
import { int, type Run, str, type Value } from '../value';
import { escapedAscii } from './quote';

interface Numbering {
  next: number;
  mode: 'none' | 'automatic' | 'manual';
}

export function formatTemplate(
  vm: Vm,
  template: string,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): Run<string> {
  return fill(vm, template, positional, keywords, { next: 0, mode: 'none' }, 2);
}

function* fill(
  vm: Vm,
  template: string,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  numbering: Numbering,
  depth: number,
): Run<string> {
  if (depth < 0) throw valueError('Max string recursion exceeded');
  let out = '';
  let at = 0;
  while (at < template.length) {
    const c = template[at] ?? '';
    if (c !== '{' && c !== '}') {
      out += c;
      at++;
      continue;
    }
    if (template[at + 1] === c) {
      out += c;
      at += 2;
      continue;
    }
    if (c === '}') throw valueError("Single '}' encountered in format string");
    const end = closing(template, at);
    out += yield* field(vm, template.slice(at + 1, end), positional, keywords, numbering, depth);
    at = end + 1;
    vm.spend(1);
    if (vm.due) yield* vm.breathe();
  }
  return out;
}

function closing(template: string, open: number): number {
  let level = 0;
  for (let i = open; i < template.length; i++) {
    if (template[i] === '{') level++;
    else if (template[i] === '}' && --level === 0) return i;
  }
  throw valueError(
    open === template.length - 1 ? "Single '{' encountered in format string" : "expected '}' before end of string",
  );
}

function* field(
  vm: Vm,
  text: string,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  numbering: Numbering,
  depth: number,
): Run<string> {
  const match = /^((?:\[[^\]]*\]|[^!:[])*)(?:!([^:]*))?(?::([\s\S]*))?$/.exec(text);
  const [, name = '', conversion, specText = ''] = match ?? [];
  let value = yield* fieldValue(vm, name, positional, keywords, numbering);
  known(value);
  if (conversion === 'r') value = str(yield* vm.repr(value));
  else if (conversion === 's') value = str(yield* vm.str(value));
  else if (conversion === 'a') value = str(escapedAscii(yield* vm.repr(value)));
  else if (conversion !== undefined)
    throw valueError(
      conversion
        ? `Unknown conversion specifier ${conversion}`
        : 'end of string while looking for conversion specifier',
    );
  const spec = specText.includes('{')
    ? yield* fill(vm, specText, positional, keywords, numbering, depth - 1)
    : specText;
  return yield* vm.format(value, spec);
}

function* fieldValue(
  vm: Vm,
  name: string,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  numbering: Numbering,
): Run<Value> {
  const first = /^[^.[]*/.exec(name)?.[0] ?? '';
  let value: Value | undefined;
  if (first === '' || /^\d+$/.test(first)) {
    const mode = first === '' ? 'automatic' : 'manual';
    if (numbering.mode !== 'none' && numbering.mode !== mode)
      throw valueError(
        mode === 'manual'
          ? 'cannot switch from automatic field numbering to manual field specification'
          : 'cannot switch from manual field specification to automatic field numbering',
      );
    numbering.mode = mode;
    const index = first === '' ? numbering.next++ : Number(first);
    value = positional[index];
    if (!value) throw new PyError('IndexError', `Replacement index ${index} out of range for positional args tuple`);
  } else {
    value = keywords.get(first);
    if (!value) throw keyError(str(first));
  }
  for (const [, attr, item] of name.slice(first.length).matchAll(/\.([^.[]+)|\[([^\]]*)\]/g)) {
    if (attr !== undefined) value = yield* vm.getAttr(value, attr);
    else value = yield* vm.getItem(value, /^\d+$/.test(item ?? '') ? int(BigInt(item ?? 0)) : str(item ?? ''));
  }
  return value;
}
