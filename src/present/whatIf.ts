// A loss with other arguments than the code's: the edits that say so, and the view of the program that they make. Writes nothing.
import type { Span } from '../base/span';
import type { WhatIfParams } from '../protocol/requests';
import type { DocumentEdit } from '../protocol/textEdits';
import type { WhatIfView } from '../protocol/views';
import { positionIn } from '../syntax/layout';
import type { Call, Expression } from '../syntax/nodes';
import type { SourceFile } from '../syntax/sourceFile';
import { argumentSites } from '../trace/callSites';
import type { Place } from '../trace/place';
import { trace as runTrace, type Trace, type TraceWorld } from '../trace/trace';
import { divisorIn, logitsSite, temperature } from './controls';
import { lossView, mainCall, targetOf } from './lossView';
import { rangeOf } from './range';
import type { Say } from './say';

interface SpanEdit {
  readonly span: Span;
  readonly text: string;
}

/** `edited` gives the place again after edits of its program. Null where there is no call that takes the arguments. */
export async function whatIf(
  place: Place,
  { changes }: Pick<WhatIfParams, 'changes'>,
  world: TraceWorld,
  t: Say,
  edited: (edits: readonly DocumentEdit[]) => Place | undefined,
): Promise<WhatIfView | null> {
  const { file } = place;
  const trace = await runTrace(file, targetOf(place), world);
  const found = editsOf(trace, changes);
  const edits = found?.map(({ span, text }): DocumentEdit => {
    const uri = file.layout?.uri(span.start) ?? place.uri;
    return { uri, range: rangeOf(file, span), text };
  });
  const other = edits && edited(edits);
  if (!found || !edits || !other) return null;
  return { view: await lossView(other, world, t), edits, lines: changedLines(file, found) };
}

/** Undefined where one of the arguments has no known place. What would stay as it is makes no edit. */
function editsOf(trace: Trace, changes: WhatIfParams['changes']): readonly SpanEdit[] | undefined {
  const call = mainCall(trace);
  if (!call) return undefined;
  const sites = argumentSites(trace, call);
  const edits: SpanEdit[] = [];
  const added = new Map<Call, string>();
  for (const [name, given] of Object.entries(changes)) {
    const text = given.replace(/\s+/g, ' ').trim();
    const site = name === temperature ? logitsSite(call, sites) : sites.find(({ param }) => param.name === name);
    if (!site || !text) return undefined;
    if (name === temperature) edits.push(...divided(trace.file, site.value!, text));
    else if (site.value) edits.push({ span: site.value.span, text });
    else added.set(site.call, `${added.get(site.call) ?? ''}, ${name}=${text}`);
  }
  for (const [call, text] of added) edits.push(inserted(call, text));
  return edits.filter(({ span, text }) => trace.file.text.slice(span.start, span.end) !== text);
}

function divided({ text }: SourceFile, value: Expression, by: string): readonly SpanEdit[] {
  const divisor = divisorIn(value);
  if (divisor) return [{ span: divisor.span, text: by }];
  if (Number(by) === 1) return [];
  const own = text.slice(value.span.start, value.span.end);
  return [{ span: value.span, text: `${primary.has(value.kind) ? own : `(${own})`} / ${by}` }];
}
/** What binds closer than a division. */
const primary: ReadonlySet<Expression['kind']> = new Set(['Name', 'Attribute', 'Subscript', 'Call', 'Constant']);

/** Keywords behind the last argument of a call, or where its first would be. */
function inserted({ span, args, keywords }: Call, text: string): SpanEdit {
  const ends = [...args, ...keywords].map((argument) => argument.span.end);
  const at = ends.length ? Math.max(...ends) : span.end - 1;
  return { span: { start: at, end: at }, text: ends.length ? text : text.slice(2) };
}

/** Each line that an edit begins in, before and after. */
function changedLines(file: SourceFile, edits: readonly SpanEdit[]): WhatIfView['lines'] {
  const lineOf = (offset: number): number => file.lineStarts.findLastIndex((start) => start <= offset);
  const lines = new Set(edits.map(({ span }) => lineOf(span.start)));
  return [...lines]
    .sort((a, b) => a - b)
    .map((line) => {
      const start = file.lineStarts[line]!;
      const end = file.lineStarts[line + 1] ?? file.text.length;
      const own = edits.filter(({ span }) => lineOf(span.start) === line).sort((a, b) => b.span.start - a.span.start);
      const before = file.text.slice(start, end);
      const after = own.reduce(
        (text, { span, text: by }) =>
          text.slice(0, span.start - start) + by + text.slice(Math.max(0, span.end - start)),
        before,
      );
      return { line: positionIn(file, start).line + 1, before: before.trim(), after: after.trim() };
    });
}
