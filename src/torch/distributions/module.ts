// torch.distributions, which is written in Python: declared like a module of the standard library that is.

import type { Vm } from '../../python/core/vm';
import { definePython } from '../../python/library/pythonModule';
import type { Machine } from '../../python/machine';
import { defineModule, findStdlibModule } from '../../python/stdlib/modules';
import { none, type Value } from '../../python/value';
import source from './distributions.py';

const path = 'torch.distributions';
const files =
  'bernoulli beta categorical dirichlet distribution exponential gamma independent kl laplace multinomial normal ' +
  'one_hot_categorical poisson uniform';

definePython(path, source);
for (const file of files.split(' ')) defineModule(`${path}.${file}`, (vm) => findStdlibModule(vm, path) ?? none);

/** The module of this run. */
export const distributions = (machine: Machine | undefined): Value =>
  (machine && findStdlibModule(machine as Vm, path)) ?? none;
