// What torch.autocast switches: whether inputs are cast on the CPU, to what, and the casts that are kept. Knows no operation.
import type { DType } from '../../tensor/dtype';
import type { TensorValue } from '../tensorValue';

export interface AutocastState {
  /** The types of devices whose inputs are cast now; all that is computed here is the CPU's. */
  readonly enabled: Set<string>;
  /** What `torch.get_autocast_dtype` gives for each type of device. */
  readonly dtypes: Map<string, DType>;
  caches: boolean;
  /** How many contexts are open, of whatever device. */
  depth: number;
  /** Casts of leaves, by their attribute table, which a copy of the object shares; gone where the outermost context ends. */
  readonly kept: Map<TensorValue['attrs'], TensorValue>;
}

export const newAutocast = (): AutocastState => ({
  enabled: new Set(),
  dtypes: new Map<string, DType>([
    ['cpu', 'bfloat16'],
    ['cuda', 'float16'],
  ]),
  caches: true,
  depth: 0,
  kept: new Map(),
});

/** The type that inputs are cast to on the CPU. */
export const castType = ({ dtypes }: AutocastState): DType => dtypes.get('cpu') ?? 'bfloat16';

export const clearKept = ({ kept }: AutocastState): void => kept.clear();
