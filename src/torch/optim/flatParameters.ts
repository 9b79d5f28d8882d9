// The parameters of an optimizer as one vector: gradients gathered, parameters moved along it. Knows no formula.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import { type Run, type UnknownValue, unknown, type Value } from '../../python/value';
import type { DType } from '../../tensor/dtype';
import { handInto, valuesOf } from '../../tensor/host';
import { bringToHost } from '../hostValues';
import { isTensorValue, lostValues, type TensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { type Arithmetic, arithmeticOf, type Floats } from './arithmetic';
import { visible } from './group';
import { gradientOf } from './updateParameter';

/** Parameters of one dtype. */
export class FlatParameters {
  readonly m: Arithmetic;
  readonly dtype: DType;
  private readonly size: number;

  private constructor(
    private readonly torch: Torch,
    private readonly machine: Machine,
    private readonly params: readonly TensorValue[],
    m: Arithmetic,
    dtype: DType,
  ) {
    this.m = m;
    this.dtype = dtype;
    this.size = params.reduce((sum, { native }) => sum + native.size, 0);
  }

  /** Unknown where a parameter is, or where their types differ. */
  static of(torch: Torch, machine: Machine, values: readonly Value[]): FlatParameters | UnknownValue {
    const params = values.filter(isTensorValue);
    const dtype = params[0]?.native.dtype ?? 'float32';
    const m = arithmeticOf(dtype);
    if (!m || params.length !== values.length || params.some(({ native }) => native.dtype !== dtype)) {
      return unknown(say('a step of this tensor is not modelled yet'));
    }
    return new FlatParameters(torch, machine, params, m, dtype);
  }

  /** All gradients, zeros where there is none. */
  *gradient(): Run<Floats | UnknownValue> {
    const flat = this.zeros();
    let offset = 0;
    for (const param of this.params) {
      const grad = visible(this.machine, gradientOf(this.torch, param));
      const seen = visible(this.machine, param);
      if (grad.kind === 'unknown') return grad;
      if (seen.kind === 'unknown') return seen;
      if (isTensorValue(grad)) {
        const lost = lostValues(grad.native) ?? lostValues(param.native);
        if (lost) return lost;
        flat.set(valuesOf(yield* bringToHost(this.torch, this.machine, grad.native)) as Floats, offset);
      }
      offset += param.native.size;
    }
    return flat;
  }

  /** Adds `step * direction` to the parameters. */
  *move(direction: Floats, step: number): Run<void> {
    let offset = 0;
    for (const { native } of this.params) {
      const values = (valuesOf(yield* bringToHost(this.torch, this.machine, native)) as Floats).slice();
      this.m.add(values, direction.subarray(offset, offset + native.size), step);
      handInto(native, values);
      offset += native.size;
    }
  }

  /** Where the parameters are. */
  *values(): Run<Floats> {
    const flat = this.zeros();
    let offset = 0;
    for (const { native } of this.params) {
      flat.set(valuesOf(yield* bringToHost(this.torch, this.machine, native)) as Floats, offset);
      offset += native.size;
    }
    return flat;
  }

  *put(values: Floats): Run<void> {
    let offset = 0;
    for (const { native } of this.params) {
      yield* bringToHost(this.torch, this.machine, native);
      handInto(native, values.slice(offset, offset + native.size));
      offset += native.size;
    }
  }

  private zeros(): Floats {
    return this.dtype === 'float64' ? new Float64Array(this.size) : new Float32Array(this.size);
  }
}
