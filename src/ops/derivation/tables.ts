// The arguments of a call as derivations read them, each read from its engine once. Knows no op.
import type { DType } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { Tensor } from '../../tensor/tensor';
import type { BoundArgs } from '../op';
import type { Cells } from './derivation';
import { Table } from './table';

/** `dtype` is that of the losses. */
export async function cellsOf(args: BoundArgs, dtype: DType, engine: Engine): Promise<Cells> {
  const tables = new Map<string, Table>();
  for (const [param, value] of Object.entries(args)) {
    if (value instanceof Tensor) tables.set(param, new Table(param, value.shape, await engine.read(value)));
  }
  return {
    dtype,
    of: (param) => {
      const table = tables.get(param);
      if (!table) throw new Error(`${param} is no tensor`);
      return table;
    },
  };
}
