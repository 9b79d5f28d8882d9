// As much of a machine as binding needs: names of types, and exceptions as JavaScript errors. Knows no evaluator.
import { builtinClass } from '../../../src/python/core/classes';
import type { Machine } from '../../../src/python/machine';
import type { Value } from '../../../src/python/value';

const pythonNames: Partial<Record<Value['kind'], string>> = { none: 'NoneType' };

const parts: Pick<Machine, 'classOf' | 'raise'> = {
  classOf: (value) => (value.kind === 'instance' ? value.cls : builtinClass(pythonNames[value.kind] ?? value.kind)),
  raise: (type, message) => {
    throw new Error(`${typeof type === 'string' ? type : type.name}: ${message}`);
  },
};

export const fakeMachine = parts as Machine;
