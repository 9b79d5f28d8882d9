// How types are shown: `typing.Optional[int]`. Knows no rules of types.
import { builtinClass } from '../core/classes';
import { variableOf } from '../core/typeArguments';
import type { Vm } from '../core/vm';
import type { Run, Value } from '../value';
import { type TypeAlias, typeText } from './forms';
import { isParameterList } from './subscript';

function* listed(vm: Vm, values: readonly Value[], text: (vm: Vm, value: Value) => Run<string>): Run<string> {
  const texts: string[] = [];
  for (const value of values) texts.push(yield* text(vm, value));
  return texts.join(', ');
}

const repr = (vm: Vm, value: Value): Run<string> => vm.repr(value);

export function* aliasText(vm: Vm, { parts, args }: TypeAlias): Run<string> {
  const [first, second] = args;
  const name = parts.name && `typing.${parts.name}`;
  switch (parts.kind) {
    case 'Union': {
      const noneType = builtinClass('NoneType');
      const other = first === noneType ? second : first;
      if (args.length === 2 && other && args.includes(noneType))
        return `typing.Optional[${yield* typeText(vm, other)}]`;
      return `typing.Union[${yield* listed(vm, args, typeText)}]`;
    }
    case 'Annotated':
      return `typing.Annotated[${first ? yield* typeText(vm, first) : ''}, ${yield* listed(vm, parts.metadata ?? [], repr)}]`;
    case 'Unpack':
      return `*${first ? yield* vm.repr(first) : ''}`;
    case 'Callable': {
      if (args.length === 2 && isParameterList(first)) break;
      const result = args.at(-1);
      const inner = yield* listed(vm, args.slice(0, -1), typeText);
      return `typing.Callable[[${inner}], ${result ? yield* typeText(vm, result) : ''}]`;
    }
  }
  const shown = name ?? (yield* typeText(vm, parts.origin()));
  return `${shown}[${(yield* listed(vm, args, typeText)) || '()'}]`;
}

/** `~T`, `+T_co`, `-T_contra`. */
export const variableText = (sign: string, value: Value): string => `${sign}${variableOf(value)?.name ?? ''}`;

/** A name that is given as a text. */
export const nameOf = (value: Value | undefined): string => (value?.kind === 'str' ? value.value : '');
