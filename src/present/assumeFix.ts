// The quick fix that writes down what to assume of a name without a value. Knows no editor and no protocol.
import { sameSpan } from '../base/span';
import { say } from '../base/text';
import type { RangeView } from '../protocol/views';
import { elsewhere } from '../syntax/layout';
import type { SourceFile } from '../syntax/sourceFile';
import { commentOn, lineEnd, lineOf, marker, spotsBehind } from '../trace/inputs/comments';
import { boundAt, type Definition, definitionsIn } from '../trace/inputs/definitions';
import { guessSpec } from '../trace/inputs/guessSpec';
import { type Place, subjectAt } from '../trace/place';
import { type TraceWorld, trace } from '../trace/trace';
import { rangeOf } from './range';
import type { Say } from './say';

/** A text to be inserted, and what to call that. */
export interface AssumeFix {
  readonly title: string;
  /** The document, where it is another than the one asked about: an earlier cell. */
  readonly uri?: string;
  readonly range: RangeView;
  readonly newText: string;
}

/** Null where the place is about no name, or where its name has a value or a comment already. */
export async function assumeFix(place: Place, world: TraceWorld, t: Say): Promise<AssumeFix | null> {
  const { file } = place;
  const definition = definitionAt(place);
  const spot = definition && spotsBehind(file, definition)[0];
  if (!spot || commentOn(file, definition) || !(await isUnknown(file, definition, world))) return null;
  const spec = await guessSpec(file, definition, world);
  const end = lineEnd(file, lineOf(file, spot.from));
  const entry = spot.names.length > 1 ? `${definition.name} = ${spec}` : spec;
  const uri = elsewhere(file, definition.span, place.selection);
  const another = marker.test(file.text.slice(spot.from, end));
  return {
    title: t(say('Assume a shape for `{0}`…', definition.name)),
    ...(uri === undefined ? {} : { uri }),
    range: rangeOf(file, { start: end, end }),
    newText: another ? `, ${entry}` : `  # tensor: ${entry}`,
  };
}

/** Where the name at the place got its value: in the innermost function that defines it, the last time before the place. */
function definitionAt(place: Place): Definition | undefined {
  const { file, selection } = place;
  const subject = subjectAt(place);
  const name = subject?.name;
  if (!subject || name === undefined) return undefined;
  const scopes = [undefined, ...file.path(selection.start).filter((node) => node.kind === 'FunctionDef')].reverse();
  const all = [...definitionsIn(file).values()].filter((definition) => definition.name === name);
  for (const scope of scopes) {
    const inScope = all.filter((definition) => definition.scope === scope);
    const found = inScope.findLast((definition) => {
      const { span, statement } = definition;
      const value = 'value' in statement ? statement.value : undefined;
      return (
        [span, value?.span].some((own) => own && sameSpan(own, subject.span)) ||
        boundAt(definition) <= subject.span.start
      );
    });
    if (found) return found;
  }
  return undefined;
}

/** Whether the definition was run and came to nothing. */
async function isUnknown(file: SourceFile, definition: Definition, world: TraceWorld): Promise<boolean> {
  const { span, statement } = definition;
  const { recorder } = await trace(file, span, world, { scope: { start: span.start, end: boundAt(definition) } });
  const recorded = recorder.value(span) ?? (statement.kind === 'For' ? recorder.value(statement.iter.span) : undefined);
  if (recorded) return recorded.value.kind === 'unknown';
  return recorder.raised.some((raised) => sameSpan(raised.span, statement.span));
}
