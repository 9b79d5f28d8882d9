// Tracebacks in Python's words, made of the user's own frames; in a notebook each names its cell as Jupyter does. Knows no
// page and no terminal.
import type { CallSite, Traceback } from '../base/problem';
import { repeatedText } from '../protocol/texts';
import type { FrameView, TracebackView } from '../protocol/views';
import { namedOffset } from '../python/namedOffset';
import { lineIn } from '../syntax/layout';
import type { SourceFile } from '../syntax/sourceFile';
import { rangeOf } from './range';

export type { TracebackView };

/** The document by the name that a traceback calls it: an editor's addresses by their last part, paths as they are. */
function documentName(uri: string): string {
  if (!/^[\w+.-]+:/.test(uri)) return uri;
  const last = uri.split(/[:/]/).at(-1) || uri;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/** The exception and those that it followed, the first one first; `uri` is the document where the program is only one. */
export function tracebackViews(traceback: Traceback, file: SourceFile, uri: string): readonly TracebackView[] {
  const { python, path, notes, after } = traceback;
  const own: TracebackView = { frames: collapsed(path.map((site) => frameView(site, file, uri))), notes, ...python };
  if (!after) return [own];
  const earlier = tracebackViews(after.traceback, file, uri);
  const last = earlier.at(-1) as TracebackView;
  return [...earlier.slice(0, -1), { ...last, next: { how: after.how, sentence: sentences[after.how] } }, own];
}

const sentences = {
  cause: 'The above exception was the direct cause of the following exception:',
  context: 'During handling of the above exception, another exception occurred:',
} as const;

function frameView({ name, span }: CallSite, file: SourceFile, uri: string): FrameView {
  const document = file.layout?.uri(span.start) ?? uri;
  const cell = file.layout?.cell(span.start);
  const at = namedOffset(file, span);
  const line = lineIn(file, at);
  const inModule = name === '<module>';
  const place =
    cell === undefined
      ? `File "${documentName(document)}", line ${line}, in ${name}`
      : `Cell In[${cell}], line ${line}${inModule ? '' : `, in ${name}`}`;
  return { name, place, line, source: sourceLine(file, at), uri: document, range: rangeOf(file, span) };
}

/** The whole line around an offset, without what it is indented by. */
function sourceLine({ text }: SourceFile, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = /[\r\n]|$/.exec(text.slice(offset))?.index ?? 0;
  return text.slice(start, offset + end).trim();
}

/** Python shows a frame three times in a row, and how often more it was there. */
const shownRepeats = 3;

function collapsed(frames: readonly FrameView[]): readonly FrameView[] {
  const shown: FrameView[] = [];
  let count = 0;
  for (const [i, frame] of frames.entries()) {
    count = frame.place === frames[i - 1]?.place ? count + 1 : 1;
    const last = shown.at(-1);
    if (count > shownRepeats && last) shown[shown.length - 1] = { ...last, repeated: count - shownRepeats };
    else shown.push(frame);
  }
  return shown;
}

/** The lines that Python would print. */
export const tracebackText = (views: readonly TracebackView[]): string =>
  views.flatMap((view) => [...wayOf(view), ...wordsOf(view)]).join('\n');

/** The same without the words of the last exception, for where they stand above. */
export const wayText = (views: readonly TracebackView[]): string =>
  views.flatMap((view, i) => [...wayOf(view), ...(i < views.length - 1 ? wordsOf(view) : view.notes)]).join('\n');

function wayOf({ frames }: TracebackView): readonly string[] {
  return [
    ...(frames.length ? ['Traceback (most recent call last):'] : []),
    ...frames.flatMap(({ place, source, repeated }) => [
      `  ${place}`,
      `    ${source}`,
      ...(repeated ? [`  ${repeatedText(repeated)}`] : []),
    ]),
  ];
}

const wordsOf = ({ type, message, notes, next }: TracebackView): readonly string[] => [
  message ? `${type}: ${message}` : type,
  ...notes,
  ...(next ? ['', next.sentence, ''] : []),
];
