// torch.autograd.detect_anomaly and its kin: a backward pass that stops where a gradient becomes NaN (torch/autograd/
// anomaly_mode.py). Knows no operation.
import type { Machine } from '../../python/machine';
import { bool, type ClassValue, type InstanceValue, none, type Run, type Value } from '../../python/value';
import { bindArguments } from '../binding/bindArguments';
import { callee, declare } from '../binding/define';
import { modeClass } from '../functions/modes';
import type { Entry } from '../moduleValue';
import { tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import type { Flow } from './gradState';

const detects = callee('detect_anomaly.__init__', 'python', 'check_nan=True', true);
const sets = callee('set_detect_anomaly.__init__', 'python', 'mode, check_nan=True', true);

/** Switched on, also where nothing is said. */
const isOn = (value: Value | undefined): boolean => !(value?.kind === 'bool' && !value.value);

/** The two classes of `torch.autograd`. */
export function anomalyModes(torch: Torch): Readonly<Record<string, ClassValue>> {
  const back = (): (() => void) => {
    const { anomaly } = torch;
    return () => {
      torch.anomaly = anomaly;
    };
  };
  const checks = new WeakMap<InstanceValue, boolean>();
  const restores = new WeakMap<InstanceValue, () => void>();
  return {
    detect_anomaly: modeClass(
      'detect_anomaly',
      'torch.autograd.anomaly_mode',
      (self, positional, machine, keywords) => {
        checks.set(self, isOn(bindArguments(machine, detects, { positional, keywords }).get('check_nan')));
        machine.warn(
          'UserWarning',
          'Anomaly Detection has been enabled. This mode will increase the runtime and should only be enabled for debugging.',
        );
      },
      (self) => {
        const restore = back();
        torch.anomaly = { on: true, checksNan: checks.get(self) ?? true };
        return restore;
      },
    ),
    // Switches at once; as a context manager it switches back.
    set_detect_anomaly: modeClass(
      'set_detect_anomaly',
      'torch.autograd.anomaly_mode',
      (self, positional, machine, keywords) => {
        const given = bindArguments(machine, sets, { positional, keywords });
        restores.set(self, back());
        torch.anomaly = { on: isOn(given.get('mode')), checksNan: isOn(given.get('check_nan')) };
      },
      (self) => restores.get(self) ?? (() => {}),
    ),
  };
}

/** What the module torch answers of it. */
export const anomalyQuestions = (torch: Torch): Readonly<Record<string, Entry>> => ({
  is_anomaly_enabled: declare('is_anomaly_enabled', 'python', '', () => bool(torch.anomaly.on)),
  is_anomaly_check_nan_enabled: declare('is_anomaly_check_nan_enabled', 'python', '', () =>
    bool(torch.anomaly.checksNan),
  ),
  set_anomaly_enabled: declare('set_anomaly_enabled', 'python', 'mode, check_nan=True', ({ get, has }) => {
    torch.anomaly = { on: isOn(get('mode')), checksNan: !has('check_nan') || isOn(get('check_nan')) };
    return none;
  }),
});

/** Raises RuntimeError where a node passes on a gradient with a NaN in it. */
export function* refuseNan(
  torch: Torch,
  machine: Machine,
  node: string,
  flows: readonly (Flow | undefined)[],
): Run<void> {
  if (!torch.anomaly.on || !torch.anomaly.checksNan) return;
  for (const [output, flow] of flows.entries()) {
    if (!flow) continue;
    const asked = tensorValue(torch.classes.tensor, flow.tensor);
    const nans = yield* machine.call(yield* machine.getAttr(asked, 'isnan'), []);
    const any = yield* machine.truth(yield* machine.call(yield* machine.getAttr(nans, 'any'), []));
    if (any !== true) continue;
    machine.warn('UserWarning', `Error detected in ${node}. Traceback of forward call that caused the error:`);
    machine.raise('RuntimeError', `Function '${node}' returned nan values in its ${output}th output.`);
  }
}
