// The padding layers: sizes as a tuple, the mode by the class. Knows no arithmetic.

import { float, none, str, tuple, type Value } from '../../python/value';
import { attribute } from '../makeClass';
import type { Entries } from '../moduleValue';
import type { Torch } from '../torch';
import { classesOf, type Layer } from './layerClass';

/** One size stands for both sides of each dim. */
const bothSides = (given: Value, rank: number): Value =>
  given.kind === 'int' ? tuple(new Array<Value>(2 * rank).fill(given)) : given;

const layer = (name: string, rank: number, mode: string, value?: Value): Layer => ({
  name: `${name}Pad${rank}d`,
  file: 'padding',
  params: name === 'Constant' ? 'padding, value' : 'padding',
  defaults: value ? { value } : {},
  make: ({ self }) => void self.attrs.set('padding', bothSides(attribute(self, 'padding'), rank)),
  shown: name === 'Constant' ? ['padding', 'value'] : ['padding!'],
  forward: [
    'torch.nn.functional.pad',
    ['padding', () => str(mode), (self) => (mode === 'constant' ? attribute(self, 'value') : none)],
  ],
});

const layers: readonly Layer[] = [1, 2, 3].flatMap((rank) => [
  layer('Constant', rank, 'constant'),
  layer('Zero', rank, 'constant', float(0)),
  layer('Reflection', rank, 'reflect'),
  layer('Replication', rank, 'replicate'),
  layer('Circular', rank, 'circular'),
]);

/** Classes by their name under torch.nn. */
export const paddingLayers = (torch: Torch): Entries => classesOf(torch, layers);
