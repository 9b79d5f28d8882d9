// torch.utils.checkpoint: computes again in the backward pass what was not kept. Values and gradients are those of the plain
// call, which is what is made of it here.
import { say } from '../../base/text';
import { builtin, unknown, type Value } from '../../python/value';
import { entriesOf, moduleValue } from '../moduleValue';

const own = new Set(['use_reentrant', 'context_fn', 'determinism_check', 'debug', 'early_stop', 'preserve_rng_state']);

/** `checkpoint(function, *args, use_reentrant=False)`; the older way has nodes of its own and other refusals. */
const checkpoint = builtin('checkpoint', function* ({ positional: [target, ...args], keywords }, machine) {
  const given = keywords.get('use_reentrant');
  if (!target || !(given?.kind === 'bool' && !given.value))
    return unknown(say('{0} is not modelled yet', 'torch.utils.checkpoint.checkpoint(use_reentrant=True)'));
  return yield* machine.call(target, args, new Map([...keywords].filter(([name]) => !own.has(name))));
});

export const checkpointModule = (): Value => moduleValue('torch.utils.checkpoint', entriesOf({ checkpoint }));
