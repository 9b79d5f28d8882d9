// A loss with other arguments than the code's: the edits that say so, and the view of the program that they make. Writes nothing.
import type { Span } from '../base/span';
import type { WhatIfParams } from '../protocol/requests';
import type { DocumentEdit } from '../protocol/textEdits';
import type { CodeChange, WhatIfView } from '../protocol/views';
import { positionIn } from '../syntax/layout';
import type { Call, Expression } from '../syntax/nodes';
import type { SourceFile } from '../syntax/sourceFile';
import { type ArgumentSite, argumentSites } from '../trace/callSites';
import type { Place } from '../trace/place';
import type { NotedCall } from '../trace/recorder';
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
  { changes, ...asked }: Pick<WhatIfParams, 'changes' | 'sample'>,
  world: TraceWorld,
  t: Say,
  edited: (edits: readonly DocumentEdit[]) => Place | undefined,
): Promise<WhatIfView | null> {
  const trace = await runTrace(place.file, targetOf(place), world);
  const call = mainCall(trace);
  const change = call && changeOf(trace, call, changes, place.uri);
  const other = change && edited(change.edits);
  return other ? { view: await lossView(other, world, t, asked), ...change } : null;
}

/** Gives a call other arguments. Undefined where one of them has no known place; what would stay as it is makes no edit. */
export function changeOf(
  trace: Trace,
  call: NotedCall,
  changes: WhatIfParams['changes'],
  home: string,
): CodeChange | undefined {
  const { file } = trace;
  const found = editsOf(trace, call, changes);
  const edits = found?.map(({ span, text }): DocumentEdit => {
    const uri = file.layout?.uri(span.start) ?? home;
    return { uri, range: rangeOf(file, span), text };
  });
  return found && edits && { edits, lines: changedLines(file, found) };
}

function editsOf(trace: Trace, call: NotedCall, changes: WhatIfParams['changes']): readonly SpanEdit[] | undefined {
  const sites = argumentSites(trace, call);
  const edits: SpanEdit[] = [];
  const added = new Map<Call, string>();
  for (const [name, given] of Object.entries(changes)) {
    const text = given.replace(/\s+/g, ' ').trim();
    const site = name === temperature ? logitsSite(call, sites) : sites.find(({ param }) => param.name === name);
    if (!site || !text) return undefined;
    if (name === temperature) edits.push(...divided(trace.file, site, text));
    else if (site.value) edits.push({ span: site.value.span, text });
    else added.set(site.call, `${added.get(site.call) ?? ''}, ${name}=${text}`);
  }
  for (const [call, text] of added) edits.push(inserted(call, text));
  return edits.filter(({ span, text }) => trace.file.text.slice(span.start, span.end) !== text);
}

function divided({ text }: SourceFile, { value, call }: ArgumentSite, by: string): readonly SpanEdit[] {
  const divisor = value && divisorIn(value);
  if (divisor) return [{ span: divisor.span, text: by }];
  if (!value || Number(by) === 1) return [];
  const own = text.slice(value.span.start, value.span.end);
  const binds = primary.has(value.kind);
  const quotient = `${binds ? own : `(${own})`} / ${by}`;
  // A method's tensor that is an operation stands in parentheses already, outside of its span.
  const isOwner = call.func.kind === 'Attribute' && call.func.value === value;
  return [{ span: value.span, text: isOwner && binds ? `(${quotient})` : quotient }];
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
