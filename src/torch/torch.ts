// What one evaluation's torch consists of: the engine, the classes, and the state that a program can change.
// Declares only; knows no operation.
import type { Text } from '../base/text';
import type { ClassValue, InstanceValue, UnknownValue } from '../python/value';
import type { DType } from '../tensor/dtype';
import type { Engine } from '../tensor/engine';
import type { AutocastState } from './amp/autocastState';
import type { LegacyStream } from './numpy/legacyStream';
import type { PrintOptions } from './print/printOptions';
import type { Generator } from './random/generator';

/** The classes that the rest of this room makes instances of. */
export interface TorchClasses {
  readonly tensor: ClassValue;
  readonly parameter: ClassValue;
  readonly size: ClassValue;
  readonly dtype: ClassValue;
  readonly device: ClassValue;
  readonly node: ClassValue;
  readonly module: ClassValue;
  readonly ndarray: ClassValue;
  readonly generator: ClassValue;
}

export interface Torch {
  readonly engine: Engine;
  readonly classes: TorchClasses;
  /** The generator that `torch.manual_seed` seeds; undefined until a seed is set or assumed; why its numbers cannot be known where something not modelled drew from it. */
  generator: Generator | UnknownValue | undefined;
  /** NumPy's own generator, behind `numpy.random`. */
  readonly legacyStream: LegacyStream;
  /** Told what was assumed because the program does not say it. */
  readonly assume: (what: Text) => void;
  printOptions: PrintOptions;
  gradEnabled: boolean;
  /** Inference mode of this run, as `defaultFloat`. */
  inference: boolean;
  readonly autocast: AutocastState;
  /** `torch.autograd.detect_anomaly`. */
  anomaly: { readonly on: boolean; readonly checksNan: boolean };
  /** `torch.set_float32_matmul_precision`, which changes nothing on the CPU. */
  matmulPrecision: string;
  /** `torch.set_default_dtype` of this run: the one that counts while it goes on. */
  defaultFloat: DType;
  /** The optimizers of the program: what steps in code that is not run loses their parameters. */
  readonly optimizers: Set<InstanceValue>;
  /** Set where a backward pass was not run: no gradient is known any more. */
  lostGradients?: UnknownValue;
}
