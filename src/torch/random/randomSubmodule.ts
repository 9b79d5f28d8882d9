// The module torch.random: the seeds and states of the default generator under their second names.
import type { ModuleValue, Value } from '../../python/value';
import { forkRng } from '../functions/modes';
import { entriesOf, moduleValue } from '../moduleValue';
import type { Torch } from '../torch';
import { generatorOf, generatorValue } from './generatorObject';

const shared = ['manual_seed', 'seed', 'initial_seed', 'get_rng_state', 'set_rng_state'] as const;

/** `torch.random`, over the functions of torch that it shares. */
export function randomSubmodule(torch: Torch, functions: Readonly<Record<string, Value>>): ModuleValue {
  const own = Object.fromEntries(shared.flatMap((name) => (functions[name] ? [[name, functions[name]]] : [])));
  return moduleValue(
    'torch.random',
    entriesOf(own, { fork_rng: () => forkRng(torch), default_generator: () => defaultGenerator(torch) }),
  );
}

/** `torch.default_generator`. */
export function defaultGenerator(torch: Torch): Value {
  const generator = generatorOf(torch);
  return 'kind' in generator ? generator : generatorValue(torch, generator);
}
