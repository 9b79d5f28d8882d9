// String literals, implicit concatenation and f-strings. Knows no statement.
import { type Cst, child, has, named } from '../cst';
import type { Constant, Expression, FormattedValue, JoinedStr } from '../nodes';
import { expression } from './expression';
import { normalLines, stringPrefix, unescaped } from './literal';
import type { Source } from './source';

type Piece = Constant | FormattedValue;

/** A `string` or a `concatenated_string`. */
export function stringExpression(node: Cst, source: Source): Expression {
  const parts = node.type === 'concatenated_string' ? named(node).filter((c) => c.type === 'string') : [node];
  const prefixes = parts.map((part) => stringPrefix(source.of(part.children[0] ?? part)));
  const bytes = prefixes.some((p) => p.bytes);
  if (bytes && !prefixes.every((p) => p.bytes)) return source.fail(node, 'cannot mix bytes and nonbytes literals');
  const span = source.span(node);
  if (bytes) {
    const text = parts.map((part, i) => plainText(part, source, prefixes[i]?.raw ?? false, true)).join('');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins at NUL
    if (!/^[\x00-\xff]*$/.test(text)) return source.fail(node, 'bytes can only contain ASCII literal characters');
    return { kind: 'Constant', span, value: { type: 'bytes', value: Uint8Array.from(text, (c) => c.charCodeAt(0)) } };
  }
  if (!prefixes.some((p) => p.formatted)) {
    const text = parts.map((part, i) => plainText(part, source, prefixes[i]?.raw ?? false, false)).join('');
    return { kind: 'Constant', span, value: { type: 'str', value: text } };
  }
  const pieces = parts.flatMap((part, i) =>
    formattedPieces(part, source, prefixes[i]?.raw ?? false, prefixes[i]?.formatted ?? false),
  );
  return { kind: 'JoinedStr', span, values: merged(pieces) };
}

/** Where the content stands. The token of the closing quotes begins early where a raw string holds nothing but backslashes. */
const inside = (node: Cst, source: Source): { start: number; end: number } => {
  const opening = node.children[0];
  const closing = node.children.at(-1);
  const quotes = opening ? (/(?:'''|""")$/.test(source.of(opening)) ? 3 : 1) : 0;
  return {
    start: opening?.type === 'string_start' ? opening.end : node.start,
    end: closing?.type === 'string_end' ? closing.end - quotes : node.end,
  };
};

function plainText(node: Cst, source: Source, raw: boolean, bytes: boolean): string {
  const { start, end } = inside(node, source);
  return decoded(source.between(start, end), node, source, raw, bytes);
}

function decoded(text: string, node: Cst, source: Source, raw: boolean, bytes = false): string {
  const lines = normalLines(text);
  const value = raw ? lines : unescaped(lines, bytes);
  if (value === undefined)
    return source.fail(node, "(unicode error) 'unicodeescape' codec can't decode bytes: malformed escape");
  return value;
}

const constant = (value: string, start: number, end: number, source: Source): Constant => ({
  kind: 'Constant',
  span: source.span({ start, end }),
  value: { type: 'str', value },
});

function formattedPieces(node: Cst, source: Source, raw: boolean, formatted: boolean): Piece[] {
  const { start, end } = inside(node, source);
  if (!formatted) return [constant(plainText(node, source, raw, false), start, end, source)];
  const pieces: Piece[] = [];
  let at = start;
  const textUpTo = (to: number) => {
    if (to > at) {
      const text = decoded(source.between(at, to), node, source, raw);
      pieces.push(constant(text.replaceAll('{{', '{').replaceAll('}}', '}'), at, to, source));
    }
  };
  for (const part of node.children.filter((c) => c.type === 'interpolation')) {
    textUpTo(part.start);
    pieces.push(...interpolation(part, source));
    at = part.end;
  }
  textUpTo(end);
  return pieces;
}

/** One `{...}`; the `=` form brings its own text before it. */
function interpolation(node: Cst, source: Source): Piece[] {
  const body = child(node, 'expression');
  if (!body) return source.fail(node, "f-string: valid expression required before '}'");
  const typed = child(node, 'type_conversion');
  const conversion = typed ? source.of(typed).slice(1).trim() : undefined;
  if (conversion !== undefined && conversion !== 's' && conversion !== 'r' && conversion !== 'a')
    return source.fail(node, `f-string: invalid conversion character '${conversion}': expected 's', 'r', or 'a'`);
  const spec = child(node, 'format_specifier');
  const formatSpec = spec && formatSpecifier(spec, source);
  const debug = has(node, '=');
  const shown = conversion ?? (debug && !spec ? 'r' : undefined);
  const value: FormattedValue = {
    kind: 'FormattedValue',
    span: source.span(node),
    value: expression(body, source),
    ...(shown ? { conversion: shown } : {}),
    ...(formatSpec ? { formatSpec } : {}),
  };
  if (!debug) return [value];
  const equals = node.children.findIndex((c) => c.type === '=');
  const end = node.children[equals + 1]?.start ?? node.end - 1;
  return [constant(source.between(node.start + 1, end), node.start + 1, end, source), value];
}

function formatSpecifier(node: Cst, source: Source): JoinedStr {
  const values: Piece[] = [];
  let at = node.start + 1;
  for (const part of node.children.filter((c) => c.type === 'format_expression')) {
    if (part.start > at) values.push(constant(source.between(at, part.start), at, part.start, source));
    values.push(...interpolation(part, source));
    at = part.end;
  }
  if (node.end > at) values.push(constant(source.between(at, node.end), at, node.end, source));
  return { kind: 'JoinedStr', span: source.span(node), values };
}

/** Neighbouring texts as one. */
function merged(pieces: readonly Piece[]): Piece[] {
  const out: Piece[] = [];
  for (const piece of pieces) {
    const last = out.at(-1);
    if (
      piece.kind === 'Constant' &&
      last?.kind === 'Constant' &&
      piece.value.type === 'str' &&
      last.value.type === 'str'
    )
      out[out.length - 1] = {
        kind: 'Constant',
        span: { start: last.span.start, end: piece.span.end },
        value: { type: 'str', value: last.value.value + piece.value.value },
      };
    else out.push(piece);
  }
  return out;
}
