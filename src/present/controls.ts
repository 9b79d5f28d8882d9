// What can be tried of a call: its arguments beside the tensors, as they are in the code. Knows no edit.
import { say } from '../base/text';
import type { OpValue, Param } from '../ops/op';
import type { ControlView } from '../protocol/views';
import type { Expression } from '../syntax/nodes';
import { Tensor } from '../tensor/tensor';
import { type ArgumentSite, argumentSites } from '../trace/callSites';
import type { NotedCall } from '../trace/recorder';
import type { Trace } from '../trace/trace';
import type { Say } from './say';
import { sourceText } from './sourceText';
import { readsAs } from './valueKind';

/** Divides the logits; no op has an argument of this name. */
export const temperature = 'temperature';

/** One for each argument whose place in the code is known. */
export function controlsOf(trace: Trace, call: NotedCall, t: Say): readonly ControlView[] {
  const sites = argumentSites(trace, call);
  const { note } = call;
  const input = note.args[note.op.params[0]?.name ?? ''];
  const rank = input instanceof Tensor ? input.rank : 0;
  const own = sites.flatMap((site): readonly ControlView[] => {
    const { param, value } = site;
    const looks = looksOf(param, rank);
    if (!looks) return [];
    const bound = note.args[param.name];
    const text = value ? sourceText(trace.file, value.span) : pythonText(param.default ?? null);
    return [{ name: param.name, ...looks, text, ...numberOf(bound), about: t(param.doc) }];
  });
  const divisor = logitsSite(call, sites);
  return divisor ? [...own, temperatureOf(trace, divisor, t)] : own;
}

/** The argument that a temperature divides: logits that are written in the call. */
export const logitsSite = ({ note }: NotedCall, sites: readonly ArgumentSite[]): ArgumentSite | undefined =>
  sites.find(({ param, value }) => value && readsAs(note.op, param.name) === 'logits');

/** What a written expression is divided by, where that is a number. */
export function divisorIn(value: Expression): Expression | undefined {
  return value.kind === 'BinOp' && value.op === '/' && value.right.kind === 'Constant' ? value.right : undefined;
}

function temperatureOf(trace: Trace, { value }: ArgumentSite, t: Say): ControlView {
  const divisor = value && divisorIn(value);
  return temperatureControl(divisor ? sourceText(trace.file, divisor.span) : '1.0', t);
}

export const temperatureControl = (text: string, t: Say): ControlView => ({
  name: temperature,
  kind: 'number',
  text,
  value: Number(text),
  usual: [0.1, 10],
  log: true,
  about: t(say('Divides the logits: below 1 the largest stands out more, above 1 less.')),
});

type Looks = Pick<ControlView, 'kind' | 'choices' | 'usual'>;

/** Undefined for what is not tried: tensors that have to be there, what PyTorch has deprecated, dtypes. */
function looksOf({ name, type, optional, choices, usual }: Param, rank: number): Looks | undefined {
  if (name === 'size_average' || name === 'reduce' || name.startsWith('_')) return undefined;
  if (choices) return { kind: 'choice', choices: choices.map((choice) => `'${choice}'`) };
  switch (type) {
    case 'bool':
      return name === 'inplace' ? undefined : { kind: 'switch' };
    case 'real':
    case 'scalar':
      return { kind: 'number', ...(usual && { usual }) };
    case 'int':
      return { kind: 'integer' };
    case 'dim':
      return { kind: 'choice', choices: Array.from({ length: Math.max(rank, 1) }, (_, dim) => String(dim)) };
    case 'tensor':
      return optional ? { kind: 'expression' } : undefined;
    default:
      return undefined;
  }
}

function numberOf(value: OpValue | undefined): { readonly value?: number } {
  if (typeof value === 'number') return { value };
  return typeof value === 'object' && value && 'kind' in value ? { value: value.value } : {};
}

/** A default as Python spells it. */
function pythonText(value: OpValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return `'${value}'`;
  return typeof value === 'number' ? String(value) : '';
}
