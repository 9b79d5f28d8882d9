// What the module `re`, which is written in Python, stands on: patterns read and matched. Knows no other module.
import { say } from '../../base/text';
import { builtinClass } from '../core/classes';
import type { MethodRow } from '../core/native';
import { intOf } from '../core/numbers';
import { typeError } from '../core/pyError';
import { Unknowable } from '../core/unknowable';
import type { Vm } from '../core/vm';
import { classIn, defineModule, functionsOf, moduleOf } from '../stdlib/modules';
import { points } from '../text/codePoints';
import { quoted } from '../text/quote';
import { type InstanceValue, int, none, str, tuple, unknown, type Value } from '../value';
import { type How, Matcher, TooDeep } from './matcher';
import { parseRegex, RegexFault } from './pattern';
import { type Flags, RegexUnmodelled } from './tree';

/** A pattern that was read, and the text that it was matched with last. */
interface Compiled {
  readonly source: string;
  readonly matcher: Matcher;
  text: string | undefined;
  codes: Int32Array;
}

const bits = { ignoreCase: 2, multiline: 8, dotAll: 16, verbose: 64, ascii: 256 } as const;
const names = Object.keys(bits) as (keyof Flags)[];

const flagsOf = (value: number): Flags => ({
  ignoreCase: (value & bits.ignoreCase) !== 0,
  multiline: (value & bits.multiline) !== 0,
  dotAll: (value & bits.dotAll) !== 0,
  verbose: (value & bits.verbose) !== 0,
  ascii: (value & bits.ascii) !== 0,
});

function unmodelled(vm: Vm, pattern: string): never {
  const what = `re.compile(${quoted(pattern.slice(0, 60))})`;
  throw new Unknowable(vm.touched(unknown(say('{0} is not modelled yet', what), vm.span)));
}

const numberOf = (value: Value | undefined): number => Number(intOf(value ?? none) ?? 0n);

defineModule('_sre', () => {
  const cls = classIn('_sre', 'Compiled', builtinClass('object'));
  const rows: readonly MethodRow[] = [
    [
      // The compiled pattern, its groups, their names with numbers, its flags; or what is wrong and where.
      'compile',
      'pattern, flags, /',
      (vm, [pattern, flags]) => {
        if (pattern?.kind !== 'str') throw typeError('first argument must be string or compiled pattern');
        try {
          const parsed = parseRegex(pattern.value, flagsOf(numberOf(flags)));
          const native: Compiled = {
            source: pattern.value,
            matcher: new Matcher(parsed),
            text: undefined,
            codes: new Int32Array(),
          };
          const code: InstanceValue = { kind: 'instance', cls, attrs: new Map(), native };
          const groups = [...parsed.names].map(([name, index]) => tuple([str(name), int(index)]));
          const on = names.reduce((sum, name) => sum + (parsed.flags[name] ? bits[name] : 0), 0);
          return tuple([code, int(parsed.groups), tuple(groups), int(on)]);
        } catch (error) {
          if (error instanceof RegexFault) return tuple([str(error.message), int(error.at)]);
          if (error instanceof RegexUnmodelled) return unmodelled(vm, pattern.value);
          throw error;
        }
      },
    ],
    [
      // The group that closed last, and the spans of the whole and of each group; None where nothing matches.
      'find',
      'code, text, start, end, how, notempty, /',
      (vm, [code, text, start, end, how, notEmpty]) => {
        const held = code?.kind === 'instance' ? (code.native as Compiled) : undefined;
        if (!held || text?.kind !== 'str') throw typeError('expected string or bytes-like object');
        if (held.text !== text.value) {
          held.text = text.value;
          held.codes = Int32Array.from(points(text.value), (c) => c.codePointAt(0) ?? 0);
        }
        const limit = Math.min(numberOf(end), held.codes.length);
        const from = Math.min(Math.max(numberOf(start), 0), held.codes.length);
        if (from > limit) return none;
        const asked = how?.kind === 'str' ? (how.value as How) : 'search';
        const spend = (steps: number): void => vm.spend(steps);
        try {
          const found = held.matcher.find(
            held.codes,
            from,
            limit,
            asked,
            spend,
            notEmpty?.kind === 'bool' && notEmpty.value,
          );
          return found ? tuple([int(found.last), ...found.spans.map((at) => int(at))]) : none;
        } catch (error) {
          if (error instanceof TooDeep || error instanceof RangeError) return unmodelled(vm, held.source);
          throw error;
        }
      },
    ],
  ];
  return moduleOf('_sre', functionsOf(rows));
});
