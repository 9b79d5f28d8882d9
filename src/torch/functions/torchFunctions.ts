// Functions and constants of the module torch that are no operations: type questions, print options, constants.
import { say } from '../../base/text';
import { bool, builtin, float, int, none, str, unknown, type Value } from '../../python/value';
import { categoryOf, defaultFloat, isFloat, setDefaultFloat } from '../../tensor/dtype';
import { promoteTypes, resultType } from '../../tensor/promote';
import type { Tensor } from '../../tensor/tensor';
import { declare } from '../binding/define';
import { isCpu } from '../deviceObject';
import type { DTypeObjects } from '../dtypeObject';
import { dtypeOf } from '../dtypeObject';
import { isTensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { typeName } from '../typeName';
import { setDefaultType } from './legacyTypes';
import { readPrintOptions } from './printOptionArguments';
import { canCast } from './typeInfo';

/** A tensor, or a number as one that is weak in promotion. */
function operandOf(torch: Torch, value: Value): Tensor | undefined {
  if (isTensorValue(value)) return value.native;
  const kinds = { bool: 'bool', int: 'int64', float: 'float64' } as const;
  if (value.kind !== 'bool' && value.kind !== 'int' && value.kind !== 'float') return undefined;
  return torch.engine.scalar(Number(value.value), kinds[value.kind], true);
}

export function torchFunctions(torch: Torch, dtypes: DTypeObjects): Readonly<Record<string, Value>> {
  const ofTensor = (name: string, answer: (value: Value) => Value): Value =>
    declare(name, 'native', 'input', ({ get }, machine) => {
      const input = get('input');
      if (isTensorValue(input)) return answer(input);
      return machine.raise(
        'TypeError',
        `${name}(): argument 'input' (position 1) must be Tensor, not ${machine.classOf(input).name}`,
      );
    });
  return {
    is_tensor: declare('is_tensor', 'python', 'obj', ({ get }) => {
      const value = get('obj');
      return bool(isTensorValue(value) && value.cls !== torch.classes.ndarray);
    }),
    numel: ofTensor('numel', (input) => int(isTensorValue(input) ? input.native.size : 0)),
    is_floating_point: ofTensor('is_floating_point', (input) =>
      bool(isTensorValue(input) && isFloat(input.native.dtype)),
    ),
    is_complex: ofTensor('is_complex', (input) =>
      bool(isTensorValue(input) && categoryOf(input.native.dtype) === 'complex'),
    ),
    typename: declare('typename', 'python', 'obj', ({ get }, machine) => str(typeName(machine, get('obj')))),
    set_default_dtype: declare('set_default_dtype', 'python', 'd', ({ get }, machine) => {
      const dtype = dtypeOf(get('d'));
      if (!dtype || get('d').kind === 'class')
        return unknown(say('{0} is not modelled yet', 'torch.set_default_dtype'));
      if (!isFloat(dtype))
        return machine.raise('TypeError', `only floating-point types are supported as the default type`);
      torch.defaultFloat = dtype;
      setDefaultFloat(dtype);
      return none;
    }),
    set_default_tensor_type: setDefaultType((dtype) => {
      torch.defaultFloat = dtype;
      setDefaultFloat(dtype);
    }),
    set_default_device: declare('set_default_device', 'python', 'device', ({ get }) =>
      isCpu(get('device')) ? none : unknown(say('{0} is not modelled yet', 'torch.set_default_device')),
    ),
    can_cast: declare('can_cast', 'native', 'from_, to', ({ get }) =>
      canCast(dtypeOf(get('from_')) ?? defaultFloat, dtypeOf(get('to')) ?? defaultFloat),
    ),
    compile: declare(
      'compile',
      'python',
      'model=None, *, fullgraph=False, dynamic=None, backend=None, mode=None, options=None, disable=False',
      // What is compiled computes the same.
      ({ get }) =>
        get('model').kind === 'none' ? builtin('compile', ({ positional: [model = none] }) => model) : get('model'),
    ),
    get_default_dtype: declare('get_default_dtype', 'python', '', () => dtypes.of(defaultFloat)),
    result_type: declare('result_type', 'native', 'tensor1, tensor2', ({ get }) => {
      const [a, b] = [get('tensor1'), get('tensor2')];
      const [first, second] = [a, b].map((value) => operandOf(torch, value));
      if (!first || !second) return unknown(say('{0} of numbers is not modelled yet', 'torch.result_type'));
      return dtypes.of(resultType([first, second]));
    }),
    promote_types: declare('promote_types', 'native', 'type1, type2', ({ get }) =>
      dtypes.of(promoteTypes(dtypeOf(get('type1')) ?? defaultFloat, dtypeOf(get('type2')) ?? defaultFloat)),
    ),
    is_inference_mode_enabled: declare('is_inference_mode_enabled', 'python', '', () => bool(torch.inference)),
    is_grad_enabled: declare('is_grad_enabled', 'python', '', () => bool(torch.gradEnabled)),
    set_num_threads: declare('set_num_threads', 'python', 'int', () => none),
    use_deterministic_algorithms: declare(
      'use_deterministic_algorithms',
      'python',
      'mode, *, warn_only=False',
      () => none,
    ),
    set_printoptions: builtin('set_printoptions', (args, machine) => {
      torch.printOptions = readPrintOptions(torch.printOptions, args, machine);
      return none;
    }),
    pi: float(Math.PI),
    e: float(Math.E),
    inf: float(Number.POSITIVE_INFINITY),
    nan: float(Number.NaN),
    newaxis: none,
    __version__: str('2.13.0+cpu'),
  };
}
