// The places of dims in words. Knows no DOM; words go through the page's language.
import { say } from '../../src/protocol/texts';
import { words } from '../page/words';
import type { Place } from './places';

/** Drawn before the names. */
export const placeSigns: Readonly<Record<Place, string>> = { rows: '↓', cols: '→', facets: '⊞', steps: '⇄' };

export const placeName = (place: Place): string =>
  words(
    {
      rows: say('rows'),
      cols: say('columns'),
      facets: say('facets'),
      steps: say('steps'),
    }[place],
  );

/** Said where a pointer rests. */
export const placeMeaning = (place: Place): string =>
  words(
    {
      rows: say('Down the page'),
      cols: say('Across the page'),
      facets: say('Side by side: a picture for each index'),
      steps: say('One index at a time'),
    }[place],
  );
