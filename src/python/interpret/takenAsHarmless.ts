// A call that stands alone is made for what it does. Where that is not known, what it is given is taken to stay as it is,
// and that is said; what a missing part of PyTorch is given becomes Unknown. Knows no other statement.
import { say, type Text } from '../../base/text';
import type { Call, Expression } from '../../syntax/nodes';
import type { Frame } from '../core/frame';
import type { UnknownValue } from '../value';
import { dottedName } from './dottedName';
import { reach, unrun } from './reach';

/** Packages and functions that draw, log and report: their calls leave the program's objects alone. */
const onlyShowing = new Set(
  `matplotlib seaborn plotly bokeh altair wandb mlflow tensorboard tensorboardX comet_ml neptune clearml tqdm rich loguru
  logging pprint IPython torchsummary torchinfo torchviz torchvision PIL cv2 os sys shutil pathlib json pickle csv yaml
  requests gc psutil subprocess signal warnings torch.save torch.onnx torch.jit torch.profiler torch.utils.tensorboard
  numpy.save numpy.savez numpy.savetxt`.split(/\s+/),
);

/** Tells what a call that gave Unknown is assumed to have left alone. */
export function takenAsHarmless(node: Call, why: UnknownValue, frame: Frame): void {
  const { library } = frame.vm.options;
  const origin = dottedName(node.func, frame) ?? originIn(why.reason) ?? '';
  const steps = origin.split('.');
  if (!library.assumed || steps.some((_, i) => onlyShowing.has(steps.slice(0, i + 1).join('.')))) return;
  const code = unrun([], frame);
  const owner = changedOwner(node.func, originIn(why.reason));
  for (const value of owner ? reach(owner, code) : []) if (value.kind === 'instance') frame.vm.forgetObject(value, why);
  const callees = [...reach(node.func, code)];
  // What is known was called with something that is not.
  if (callees.length && !callees.some(({ kind }) => kind === 'unknown')) return;
  const given = [...node.args, ...node.keywords.map(({ value }) => value)].filter((part) =>
    [...reach(part, code)].some(
      ({ kind }) => kind === 'list' || kind === 'dict' || kind === 'set' || kind === 'instance',
    ),
  );
  // What is there in PyTorch and not modelled here is no stranger: its effect is missing.
  if (steps[0] === 'torch' || steps[0] === 'numpy') {
    for (const part of given) for (const value of reach(part, code)) frame.vm.forgetObject(value, why);
    return;
  }
  const names = [...new Set(given.map(pathText))].filter((name) => name !== undefined);
  const called = pathText(node.func);
  if (names.length && called)
    library.assumed(say('{0} is not known: it is taken not to change {1}.', `${called}()`, names.join(', ')));
}

/** The object that a method which is not modelled changes, by its name: it writes in place, or registers what is called later. */
function changedOwner(func: Expression, missing: string | undefined): Expression | undefined {
  if (func.kind !== 'Attribute' || !/^(?:register_\w+|[a-z]\w*[^_]_)$/.test(func.attr)) return undefined;
  return missing?.endsWith(`.${func.attr}`) ? func.value : undefined;
}

/** `model.fc` as it is written; undefined for what is no path. */
function pathText(node: Expression): string | undefined {
  if (node.kind === 'Name') return node.id;
  if (node.kind !== 'Attribute') return undefined;
  const owner = pathText(node.value);
  return owner && `${owner}.${node.attr}`;
}

/** The dotted name in a reason: `the module 'matplotlib.pyplot' is not modelled`. */
function originIn({ args }: Text): string | undefined {
  for (const arg of args) {
    const found = typeof arg === 'object' ? originIn(arg) : /^[A-Za-z_][\w.]*$/.exec(String(arg))?.[0];
    if (found) return found;
  }
  return undefined;
}
