// Layers that are no operation of their own: Linear, Identity, Flatten.

import { bool, type InstanceValue, int, none, str, type Value } from '../../python/value';
import { defaultFloat } from '../../tensor/dtype';
import { bindArguments } from '../binding/bindArguments';
import { callee } from '../binding/define';
import { callFunction } from '../callFunction';
import { requireCpu } from '../deviceObject';
import { dtypeOf } from '../dtypeObject';
import { attribute, attributeOrProperty } from '../makeClass';
import type { Entries, Entry } from '../moduleValue';
import { loseGenerator } from '../random/generatorObject';
import type { Torch } from '../torch';
import { checkFactory, sizesOfEmpty, takingInput } from './layerArguments';
import { type ModuleMethod, subclassOf } from './moduleClass';
import { kaimingBound, uniformParameter } from './parameter';

type Rows = Readonly<Record<string, ModuleMethod>>;

/** Classes by their name under torch.nn. */
export function layerClasses(torch: Torch): Entries {
  const make = (name: string, file: string, rows: () => Rows): readonly [string, Entry] => [
    name,
    () => subclassOf(torch.classes.module, name, `torch.nn.modules.${file}`, takingInput(name, rows())),
  ];
  return new Map([
    make('Linear', 'linear', () => linear(torch)),
    make('Identity', 'linear', () => ({ __init__: start, forward: (_, [input = none]) => input })),
    make('Flatten', 'flatten', () => flatten(torch)),
  ]);
}

const start: ModuleMethod = (self) => {
  self.attrs.set('training', bool(true));
  return none;
};

/** Keeps the bound arguments of a constructor as attributes. */
function keepArguments(
  self: InstanceValue,
  bound: ReadonlyMap<string, Value>,
  defaults: Readonly<Record<string, Value>>,
): void {
  self.attrs.set('training', bool(true));
  for (const [name, value] of Object.entries(defaults)) self.attrs.set(name, bound.get(name) ?? value);
  for (const [name, value] of bound) self.attrs.set(name, value);
}

function linear(torch: Torch): Rows {
  const target = callee(
    'Linear.__init__',
    'python',
    'in_features, out_features, bias=True, device=None, dtype=None',
    true,
  );
  return {
    __init__: (self, args, machine, keywords) => {
      const bound = bindArguments(machine, target, { positional: args, keywords });
      const doubt = [...bound.values()].find((value) => value.kind === 'unknown');
      if (doubt) {
        loseGenerator(torch, 'torch.nn.Linear');
        return doubt;
      }
      checkFactory(machine, bound);
      requireCpu(bound.get('device'), machine);
      const sizes = ['out_features', 'in_features'].map((name) => bound.get(name) ?? none);
      const [outputs = 0, inputs = 0] = sizesOfEmpty(machine, sizes);
      keepArguments(self, new Map(), { in_features: int(inputs), out_features: int(outputs) });
      const bias = bound.get('bias');
      const hasBias = !(bias?.kind === 'bool' && !bias.value);
      const dtype = dtypeOf(bound.get('dtype') ?? none) ?? defaultFloat;
      const limit = inputs > 0 ? 1 / Math.sqrt(inputs) : 0;
      self.attrs.set('weight', uniformParameter(torch, machine, [outputs, inputs], kaimingBound(inputs), dtype));
      self.attrs.set('bias', hasBias ? uniformParameter(torch, machine, [outputs], limit, dtype) : none);
      return none;
    },
    forward: function* (self, [input = none], machine) {
      const weight = yield* attributeOrProperty(machine, self, 'weight');
      const bias = yield* attributeOrProperty(machine, self, 'bias');
      return yield* callFunction(torch, machine, 'torch.nn.functional.linear', [input, weight, bias]);
    },
    extra_repr: function* (self, _, machine) {
      const inputs = yield* machine.repr(attribute(self, 'in_features'));
      const outputs = yield* machine.repr(attribute(self, 'out_features'));
      const bias = (yield* attributeOrProperty(machine, self, 'bias')).kind === 'none' ? 'False' : 'True';
      return str(`in_features=${inputs}, out_features=${outputs}, bias=${bias}`);
    },
  };
}

function flatten(torch: Torch): Rows {
  const target = callee('Flatten.__init__', 'python', 'start_dim=1, end_dim=-1', true);
  return {
    __init__: (self, args, machine, keywords) => {
      keepArguments(self, bindArguments(machine, target, { positional: args, keywords }), {
        start_dim: int(1),
        end_dim: int(-1),
      });
      return none;
    },
    forward: (self, [input = none], machine) =>
      callFunction(torch, machine, 'torch.flatten', [input, attribute(self, 'start_dim'), attribute(self, 'end_dim')]),
    extra_repr: function* (self, _, machine) {
      const from = yield* machine.repr(attribute(self, 'start_dim'));
      return str(`start_dim=${from}, end_dim=${yield* machine.repr(attribute(self, 'end_dim'))}`);
    },
  };
}
