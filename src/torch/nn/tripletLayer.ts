// The triplet loss of the user's own distance, as a layer. Knows no formula.

import { shortest } from '../../base/numberText';
import { bool, float, none, str } from '../../python/value';
import { tripletDistance } from '../functions/tripletDistance';
import { attribute } from '../makeClass';
import type { Torch } from '../torch';
import { initialiser, numberOf, type Rows } from './initialiser';
import { opModules } from './opModules';

export function tripletWithDistance(torch: Torch): Rows {
  const name = 'TripletMarginWithDistanceLoss';
  const loss = tripletDistance(torch).triplet_margin_with_distance_loss ?? none;
  const params = "*, distance_function=None, margin=1.0, swap=False, reduction='mean'";
  const defaults = { distance_function: none, margin: float(1), swap: bool(false), reduction: str('mean') };
  return {
    __init__: initialiser(torch, name, params, defaults, function* (self, bound, machine) {
      const margin = numberOf(bound.get('margin'));
      if (margin !== undefined && margin <= 0) {
        const text = bound.get('margin')?.kind === 'float' ? shortest(margin) : String(margin);
        machine.raise('ValueError', `${name}: expected margin to be greater than 0, got ${text} instead`);
      }
      const pairwise = opModules(torch).get('PairwiseDistance');
      if (attribute(self, 'distance_function').kind === 'none' && typeof pairwise === 'function') {
        self.attrs.set('distance_function', yield* machine.call(pairwise(), []));
      }
      return none;
    }),
    forward: (self, args, machine, keywords) => {
      const own = Object.keys(defaults).map((key) => [key, attribute(self, key)] as const);
      return machine.call(loss, args, new Map([...keywords, ...own]));
    },
  };
}
