// Numbers among an op's arguments as tensors. Knows no op.
import type { Engine } from '../tensor/engine';
import { Tensor } from '../tensor/tensor';
import type { Scalar } from './op';

const scalarTypes = { bool: 'bool', int: 'int64', float: 'float64' } as const;

/** A bound Scalar or Tensor as a tensor; Python numbers stay weak in promotion. */
export const toTensor = (engine: Engine, x: Scalar | Tensor): Tensor =>
  x instanceof Tensor ? x : engine.scalar(x.value, scalarTypes[x.kind], true);
