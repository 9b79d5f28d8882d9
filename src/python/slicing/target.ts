// Brings a run to a place inside a function that the module itself does not call: by the function's last call in the
// file, else with its defaults and Unknown for the rest. Knows no library.
import type { Span } from '../../base/span';
import { say } from '../../base/text';
import type { Call, Expression, FunctionDef } from '../../syntax/nodes';
import type { SourceFile } from '../../syntax/sourceFile';
import { walk } from '../../syntax/walk';
import { type FunctionCode, runFunction } from '../core/calling';
import type { Frame } from '../core/frame';
import { Unknowable } from '../core/unknowable';
import { evaluate } from '../interpret/evaluate';
import { type FunctionValue, type Run, unknown, type Value } from '../value';
import { functionAt, type Place } from './functionAt';

/**
 * What to run after the module, or undefined where the place is at module level. `onSearch` is told when the rest of the
 * file is searched for calls.
 */
export function reachTarget(
  file: SourceFile,
  target: Span,
  frame: Frame,
  onSearch: () => void,
): (() => Run<void>) | undefined {
  const place = functionAt(file, target);
  if (!place) return undefined;
  const reach = new Reach(file, frame, onSearch);
  return () => reach.come(place, new Set());
}

class Reach {
  private readonly entered = new Set<object>();
  /** The last function value made of each definition: how nested ones are found. */
  private readonly made = new Map<object, FunctionValue>();

  constructor(
    private readonly file: SourceFile,
    private readonly frame: Frame,
    private readonly onSearch: () => void,
  ) {
    frame.vm.onEnter = (code) => this.entered.add(code.node);
    frame.vm.onMake = (fn) => this.made.set((fn.code as FunctionCode).node, fn);
  }

  *come(place: Place, visited: Set<FunctionDef>): Run<void> {
    const { node } = place;
    if (this.entered.has(node) || visited.has(node)) return;
    this.onSearch();
    visited.add(node);
    if (place.outer) yield* this.come(place.outer, visited);
    if (this.entered.has(node)) return;
    const call = this.lastCall(place);
    const caller = call && functionAt(this.file, call.span);
    if (caller && caller.node !== node) yield* this.come(caller, visited);
    if (this.entered.has(node)) return;
    yield* this.attempt(this.callIt(place, caller ? undefined : call));
  }

  /** An exception inside is the user's, and told as such. */
  private *attempt(run: Run<Value>): Run<Value | undefined> {
    const { vm } = this.frame;
    try {
      return yield* run;
    } catch (error) {
      if (error instanceof Unknowable) return undefined;
      const raised = vm.raised(error);
      if (!raised) throw error;
      vm.uncaught(raised);
      return undefined;
    } finally {
      vm.running = '<module>';
    }
  }

  private lastCall({ node, cls }: Place): Call | undefined {
    let last: Call | undefined;
    walk(this.file.module, (part) => {
      if (part.kind !== 'Call') return undefined;
      const { func } = part;
      const named = cls
        ? func.kind === 'Attribute' && func.attr === node.name
        : func.kind === 'Name' && func.id === node.name;
      if (named && (!last || part.span.start > last.span.start)) last = part;
      return undefined;
    });
    return last;
  }

  private *callIt(place: Place, call: Call | undefined): Run<Value> {
    const { vm, globals } = this.frame;
    const { node, cls } = place;
    const made = this.made.get(node);
    const value: Value | undefined = cls || place.outer ? made : (globals.get(node.name) ?? made);
    if (!value || value.kind === 'unknown') return value ?? unknown(say('{0} is not defined', node.name));
    const first: Value[] = [];
    const bare = cls ? this.isStatic(node) : true;
    if (cls && !bare) first.push(yield* this.instance(cls.name, node));
    if (call) {
      const positional: Value[] = [...first];
      const keywords = new Map<string, Value>();
      for (const arg of call.args) positional.push(yield* this.quietly(arg));
      for (const { arg, value: given } of call.keywords) if (arg) keywords.set(arg, yield* this.quietly(given));
      vm.span = call.span;
      if (!call.args.some((arg) => arg.kind === 'Starred') && call.keywords.every((k) => k.arg))
        return yield* vm.call(value, positional, keywords);
    }
    vm.running = undefined;
    return yield* this.withDefaults(value, node, first);
  }

  private readonly isStatic = (node: FunctionDef): boolean =>
    node.decoratorList.some((d) => d.kind === 'Name' && d.id === 'staticmethod');

  /** Parameters without a default and without a call are not known. */
  private *withDefaults(value: Value, node: FunctionDef, first: readonly Value[]): Run<Value> {
    const { args } = node;
    const missing = (name: string) =>
      unknown(
        say('parameter `{0}` of `{1}` has no value: nothing in this file calls {1}', name, node.name),
        node.nameSpan,
      );
    const { vm } = this.frame;
    // A decorator's wrapper says nothing of the parameters.
    const fn = value.kind === 'function' ? value : this.made.get(node);
    if (!fn) return yield* vm.call(value, first);
    const { defaults } = fn.code as FunctionCode;
    const names = new Map<string, Value>();
    for (const [i, arg] of [...args.posonlyargs, ...args.args].entries())
      names.set(arg.arg, first[i] ?? defaults.get(arg.arg) ?? missing(arg.arg));
    for (const arg of args.kwonlyargs) names.set(arg.arg, defaults.get(arg.arg) ?? missing(arg.arg));
    for (const arg of [args.vararg, args.kwarg]) if (arg) names.set(arg.arg, missing(arg.arg));
    return yield* runFunction(vm, fn, names, first[0]);
  }

  /** `self`: what the last call of the class in the file gives, else an instance made without arguments. */
  private *instance(className: string, node: FunctionDef): Run<Value> {
    const { vm, globals } = this.frame;
    const cls = globals.get(className);
    const lost = unknown(say('there is no {0} object: nothing in this file makes one', className), node.nameSpan);
    if (cls?.kind !== 'class') return cls?.kind === 'unknown' ? cls : lost;
    if (node.decoratorList.some((d) => d.kind === 'Name' && d.id === 'classmethod')) return cls;
    let last: Call | undefined;
    walk(this.file.module, (part) => {
      if (part.kind === 'Call' && part.func.kind === 'Name' && part.func.id === className) last = part;
      return undefined;
    });
    const made = last && !functionAt(this.file, last.span) ? yield* this.quietly(last) : undefined;
    if (made && made.kind !== 'unknown') return made;
    try {
      return yield* vm.call(cls, []);
    } catch (error) {
      if (!vm.raised(error) && !(error instanceof Unknowable)) throw error;
      return made ?? lost;
    }
  }

  /** An argument's value at module level; Unknown where it does not come to one. */
  private *quietly(node: Expression): Run<Value> {
    const { vm } = this.frame;
    try {
      return yield* evaluate(node, this.frame);
    } catch (error) {
      if (error instanceof Unknowable) return error.value;
      const raised = vm.raised(error);
      if (!raised) throw error;
      return unknown(
        say('{0} raised {1}: {2}', vm.lineOf(node.span.start), raised.python.type, raised.python.message),
        node.span,
      );
    }
  }
}
