// The arguments of torch.set_printoptions. Knows no tensor.
import type { Machine } from '../../python/machine';
import type { Args, Value } from '../../python/value';
import { bindGiven, callee } from '../binding/define';
import { type PrintOptions, printProfiles } from '../print/printOptions';

const target = callee(
  'set_printoptions',
  'python',
  'precision=None, threshold=None, edgeitems=None, linewidth=None, profile=None, sci_mode=None',
);

/** The options after the call. sci_mode is set anew by every call, as in PyTorch. */
export function readPrintOptions(before: PrintOptions, args: Args, machine: Machine): PrintOptions {
  const given = bindGiven(machine, target, args);
  const profile = given.get('profile');
  const base = (profile.kind === 'str' ? printProfiles[profile.value] : undefined) ?? before;
  const mode = given.get('sci_mode');
  return {
    precision: number(given.get('precision'), base.precision),
    threshold: number(given.get('threshold'), base.threshold),
    edgeItems: number(given.get('edgeitems'), base.edgeItems),
    lineWidth: number(given.get('linewidth'), base.lineWidth),
    sciMode: mode.kind === 'bool' ? mode.value : undefined,
  };
}

const number = (value: Value, fallback: number): number =>
  value.kind === 'int' || value.kind === 'float' ? Number(value.value) : fallback;
