// Modules of the standard library that are written in Python: parsed once, run by the evaluator at the first look into one.
// The program sees their functions and classes, but neither their lines nor their frames. Knows no particular module.
import { say } from '../../base/text';
import type { Statement } from '../../syntax/nodes';
import { framed } from '../core/traceback';
import type { Vm } from '../core/vm';
import { block } from '../interpret/execute';
import { moduleFrame } from '../interpret/moduleFrame';
import { defineModule, findStdlibModule, makerOf } from '../stdlib/modules';
import { type ModuleValue, none, type Run, str, unknown, type Value } from '../value';

const parsed = new Map<string, readonly Statement[]>();

function statementsOf(vm: Vm, source: string): readonly Statement[] {
  let statements = parsed.get(source);
  if (!statements) {
    statements = vm.parse(source);
    parsed.set(source, statements);
  }
  return statements;
}

type Sent = { readonly value: unknown } | { readonly thrown: unknown };

/** Takes up a run that has nothing to wait for: to its end, or where it is a generator's body to what it yields. */
function atOnce(run: Run<unknown>, sent: Sent): { readonly done: boolean; readonly value: unknown } {
  let step = 'thrown' in sent ? run.throw(sent.thrown) : run.next(sent.value);
  while (!step.done) {
    const effect = step.value;
    if (effect.kind === 'yield') return { done: false, value: effect.value };
    if (effect.kind === 'await') throw new Error('a module of the library cannot wait while it is loaded');
    let next: Sent = { value: undefined };
    try {
      if (effect.kind === 'call') next = { value: atOnce(effect.run, next).value };
      if (effect.kind === 'resume') {
        const { send } = effect;
        next = { value: atOnce(effect.run, 'thrown' in send ? send : { value: send }) };
      }
    } catch (error) {
      next = { thrown: error };
    }
    step = 'thrown' in next ? run.throw(next.thrown) : run.next(next.value);
  }
  return { done: true, value: step.value };
}

/**
 * Declares a module by its text, whose `__all__` are the names that it has; others are not modelled. Where a module of
 * the name is declared already, the text adds to it.
 */
export function definePython(name: string, source: string): void {
  const maker = makerOf(name);
  defineModule(name, (vm): ModuleValue => {
    const given = maker?.(vm);
    const own = given?.kind === 'module' ? given : undefined;
    const globals = new Map<string, Value>([['__name__', str(name)], ['__doc__', none], ...(own?.attrs ?? [])]);
    let loaded = false;
    const load = (): void => {
      if (loaded) return;
      loaded = true;
      const statements = statementsOf(vm, source);
      atOnce(framed(vm, undefined, block(statements, moduleFrame(statements, globals, vm))), { value: undefined });
      const listed = globals.get('__all__');
      if (listed?.kind === 'list') listed.items.push(...(own?.names() ?? []).map(str));
    };
    const unmodelled = (key: string): Value | undefined =>
      key.startsWith('__') ? undefined : unknown(say('{0} is not modelled yet', `${name}.${key}`));
    return {
      kind: 'module',
      name,
      attrs: globals,
      get: (key) => {
        const given = own?.attrs.get(key);
        if (given) return given;
        load();
        return globals.get(key) ?? findStdlibModule(vm, `${name}.${key}`) ?? own?.get(key) ?? unmodelled(key);
      },
      names: () => {
        load();
        const listed = globals.get('__all__');
        return listed?.kind === 'list' ? listed.items.flatMap((item) => (item.kind === 'str' ? item.value : [])) : [];
      },
    };
  });
}
