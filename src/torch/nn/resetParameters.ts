// `reset_parameters` of layers: their tensors as a new layer made with the same arguments has them. Knows no layer.
import type { Machine } from '../../python/machine';
import { type ClassValue, type InstanceValue, none, type Run, str, tuple, type Value } from '../../python/value';
import { attribute } from '../makeClass';
import { isTensorValue } from '../tensorValue';
import type { ModuleMethod } from './moduleClass';

/** Arguments as they were given, kept among the attributes under what is no name in Python. */
const madeWith = ' made with';

/** Layers whose parameters PyTorch makes in a method of this name. */
const resettable =
  /^(?:Linear|Bilinear|Conv(?:Transpose)?[123]d|(?:Batch|Instance)Norm[123]d|LayerNorm|GroupNorm|RMSNorm|Embedding(?:Bag)?|PReLU|(?:RNN|LSTM|GRU)(?:Cell)?)$/;
const withStatistics = /^(?:Batch|Instance)Norm/;

type Methods = Readonly<Record<string, ModuleMethod>>;

/** The methods of a layer, and those that make its tensors anew where it has such; `cls` is the class that they become. */
export function withReset(name: string, methods: Methods, cls: () => ClassValue): Methods {
  const make = methods.__init__;
  if (!make || !resettable.test(name)) return methods;
  const reset =
    (which: RegExp): ModuleMethod =>
    (self, _, machine) =>
      remade(self, cls(), which, machine);
  return {
    ...methods,
    __init__: function* (self, args, machine, keywords) {
      const names = [...keywords.keys()].map(str);
      const answer = make(self, args, machine, keywords);
      const made = 'kind' in answer ? answer : yield* answer;
      self.attrs.set(madeWith, tuple([tuple([...args]), tuple(names), tuple([...keywords.values()])]));
      return made;
    },
    reset_parameters: reset(/./),
    ...(withStatistics.test(name) && { reset_running_stats: reset(/^(?:running_|num_batches)/) }),
  };
}

function* remade(self: InstanceValue, cls: ClassValue, which: RegExp, machine: Machine): Run<Value> {
  const given = attribute(self, madeWith);
  const [args, names, values] = given.kind === 'tuple' ? given.items.map(itemsOf) : [];
  const keywords = (names ?? []).map((key, i) => [key.kind === 'str' ? key.value : '', values?.[i] ?? none] as const);
  const fresh = yield* machine.call(cls, args ?? [], new Map(keywords));
  if (fresh.kind !== 'instance') return fresh;
  for (const [name, made] of fresh.attrs) {
    const own = self.attrs.get(name);
    if (!which.test(name) || !own || !isTensorValue(own) || !isTensorValue(made)) continue;
    const data = yield* machine.getAttr(own, 'data');
    yield* machine.call(yield* machine.getAttr(data, 'copy_'), [yield* machine.getAttr(made, 'data')]);
  }
  return none;
}

const itemsOf = (value: Value): readonly Value[] => (value.kind === 'tuple' ? value.items : []);
