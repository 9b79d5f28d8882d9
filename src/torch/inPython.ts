// The parts of PyTorch that are written in Python here: declared like modules of the standard library that are.
import { say, type Text } from '../base/text';
import type { Vm } from '../python/core/vm';
import { definePython } from '../python/library/pythonModule';
import type { Machine } from '../python/machine';
import { defineModule, findStdlibModule } from '../python/stdlib/modules';
import { none, unknown, type Value } from '../python/value';
import functional from './autograd/functional.py';
import gradcheck from './autograd/gradcheck.py';
import distributions from './distributions/distributions.py';
import func from './func/func.py';
import { entriesOf, moduleValue } from './moduleValue';
import backwardHook from './nn/backwardHook.py';
import { hookFunctions } from './nn/hooks';
import normHooks from './nn/reparametrize/normHooks.py';
import parametrizations from './nn/reparametrize/parametrizations.py';
import parametrize from './nn/reparametrize/parametrize.py';
import prune from './nn/reparametrize/prune.py';
import saving from './saving.py';
import testing from './testing/testing.py';

definePython('torch.distributions', distributions);
definePython('torch.autograd.functional', functional);
definePython('torch.autograd.gradcheck', gradcheck);
// A batch draws its numbers together, which no loop over it can repeat.
defineUnknowns('torch.func', { _different: say('{0} is not modelled yet', "vmap(…, randomness='different')") });
definePython('torch.func', func);
defineUnknowns('torch.serialization', {
  _missing: say('files are not read, and the program saved nothing under this name'),
  _bytes: say('the bytes of a file are not modelled'),
  _refused: say('{0} is not modelled yet', 'torch.load(…, weights_only=True)'),
});
definePython('torch.serialization', saving);
for (const [name, source] of [
  ['_norms', normHooks],
  ['prune', prune],
] as const) {
  defineValues(`torch.nn.utils.${name}`, hookFunctions);
  definePython(`torch.nn.utils.${name}`, source);
}
definePython('torch.utils.hooks', backwardHook);
definePython('torch.testing', testing);
definePython('torch.nn.utils.parametrize', parametrize);
definePython('torch.nn.utils.parametrizations', parametrizations);

const files =
  'bernoulli beta categorical dirichlet distribution exponential gamma independent kl laplace multinomial normal ' +
  'one_hot_categorical poisson uniform';
for (const file of files.split(' '))
  defineModule(`torch.distributions.${file}`, (vm) => findStdlibModule(vm, 'torch.distributions') ?? none);

/** What a module written in Python finds among its own names. */
function defineValues(name: string, values: Readonly<Record<string, Value>>): void {
  defineModule(name, () => {
    const module = moduleValue(name, entriesOf({}));
    for (const [key, value] of Object.entries(values)) module.attrs.set(key, value);
    return module;
  });
}

/** What it gives where it does not know. */
function defineUnknowns(name: string, reasons: Readonly<Record<string, Text>>): void {
  defineValues(name, Object.fromEntries(Object.entries(reasons).map(([key, reason]) => [key, unknown(reason)])));
}

/** A module of this run by its name. */
export const inPython = (machine: Machine | undefined, name: string): Value =>
  (machine && findStdlibModule(machine as Vm, name)) ?? none;

/** One of its functions. */
export function nameInPython(machine: Machine | undefined, module: string, name: string): Value {
  const found = inPython(machine, module);
  return (found.kind === 'module' ? (found.attrs.get(name) ?? found.get(name)) : undefined) ?? none;
}
