// What each function says of an `out=` of another dtype than its result's, as test/parity/recordOut.py has found it. Knows no operation.
import { cppName, type DType, isFloat, scalarName } from '../../tensor/dtype';
import { isCastTo } from '../tensor/inPlace';
import recorded from './outRules.txt';

interface Rule {
  /** Which dtypes are refused: every other, or those that the result is not cast to. */
  readonly refuses: string;
  /** After the tensor was resized; undefined where that is not always so. */
  readonly isLate: boolean | undefined;
  readonly type: string;
  readonly text: string;
}
const lines = recorded.trim().split('\n');
const isName = (line: string): boolean => line.split(' ')[1] === 'grad';
const isQuiet = (line: string): boolean => line.endsWith(' quiet');

const quiet: ReadonlySet<string> = new Set(lines.filter(isQuiet).map((line) => `torch.${line.split(' ')[0]}`));

/** Whether a function resizes `out` without a warning. */
export const resizesQuietly = (name: string): boolean => quiet.has(name);

const names: ReadonlyMap<string, string> = new Map(
  lines.filter(isName).map((line) => {
    const [name = '', , called = ''] = line.split(' ');
    return [`torch.${name}`, called] as const;
  }),
);

/** What a function is called where `out` may have no gradient; undefined where it says something else. */
export function refuserOf(name: string, last: string): string | undefined {
  const called = names.get(name) ?? last;
  return called === '-' ? undefined : called;
}

const rules: ReadonlyMap<string, Rule> = new Map(
  lines
    .filter((line) => !isName(line) && !isQuiet(line))
    .map((line) => {
      const [name = '', when = '', type = '', ...words] = line.split(' ');
      const rule = {
        refuses: when.replace(/[*^]/, ''),
        isLate: when.endsWith('*') ? undefined : when.endsWith('^'),
        type: type.slice(0, -1),
      };
      return [`torch.${name}`, { ...rule, text: words.join(' ') }] as const;
    }),
);

/** The exception for a result in `out`; null where it is cast, undefined where that is not known. */
export function outRefusal(
  name: string,
  result: DType,
  out: DType,
  inputs: readonly DType[],
): { readonly type: string; readonly text: string; readonly isLate: boolean | undefined } | null | undefined {
  const isSingle = inputs.includes('float32') && inputs.every((dtype) => dtype === 'float32' || !isFloat(dtype));
  const rule = rules.get(name) ?? (isSingle ? rules.get(`${name}~`) : undefined);
  if (result === out || !rule) return result === out ? null : undefined;
  const fits = rule.refuses === 'cast' && isCastTo(result, out);
  if (fits || rule.refuses === 'any') return null;
  const named = { R: scalarName(result), O: scalarName(out), r: cppName(result), o: cppName(out) };
  const text = rule.text.replace(/\{([ROro])\}/g, (_, key: string) => named[key as keyof typeof named]);
  return { type: rule.type, text, isLate: rule.isLate };
}
