// Taking texts apart: strip, split, partition, and the part between two bounds. Knows no methods.
import { classOf } from '../core/lookup';
import { intOf } from '../core/numbers';
import { typeError, valueError } from '../core/pyError';
import { pointLength, pointSlice, points } from '../text/codePoints';
import { spaces, word } from '../text/whiteSpace';
import { list, none, str, tuple, type Value } from '../value';

export const text = (v: Value | undefined): string => (v?.kind === 'str' ? v.value : '');

export function needText(v: Value | undefined, message: (name: string) => string): string {
  if (v?.kind !== 'str') throw typeError(message(classOf(v ?? none).name));
  return v.value;
}

export function stripped(name: string, value: string, chars: Value | undefined, left: boolean, right: boolean): string {
  const set =
    chars && chars.kind !== 'none'
      ? new Set(points(needText(chars, () => `${name} arg must be None or str`)))
      : undefined;
  const all = points(value);
  const drop = (c: string) => (set ? set.has(c) : spaces.test(c));
  let start = 0;
  let end = all.length;
  while (left && start < end && drop(all[start] ?? '')) start++;
  while (right && end > start && drop(all[end - 1] ?? '')) end--;
  return all.slice(start, end).join('');
}

/** `split` at white space, at most `limit` times. */
function splitBlank(value: string, limit: number, fromRight: boolean): string[] {
  const words = [...value.matchAll(word)];
  const texts = words.map(([text]) => text);
  if (limit < 0 || words.length <= limit) return texts;
  if (!fromRight) return [...texts.slice(0, limit), value.slice(words[limit]?.index)];
  const last = words[words.length - limit - 1];
  return [value.slice(0, last ? last.index + last[0].length : 0), ...texts.slice(texts.length - limit)];
}

export function split(value: string, separator: Value | undefined, max: Value | undefined, fromRight: boolean): Value {
  const limit = max ? Number(intOf(max) ?? -1n) : -1;
  if (!separator || separator.kind === 'none') return list(splitBlank(value, limit, fromRight).map(str));
  const by = needText(separator, (n) => `must be str or None, not ${n}`);
  if (!by) throw valueError('empty separator');
  let parts = value.split(by);
  if (limit >= 0 && parts.length > limit + 1)
    parts = fromRight
      ? [parts.slice(0, parts.length - limit).join(by), ...parts.slice(parts.length - limit)]
      : [...parts.slice(0, limit), parts.slice(limit).join(by)];
  return list(parts.map(str));
}

export function partition(value: string, by: string, last: boolean): Value {
  if (!by) throw valueError('empty separator');
  const at = last ? value.lastIndexOf(by) : value.indexOf(by);
  const parts =
    at < 0 ? (last ? ['', '', value] : [value, '', '']) : [value.slice(0, at), by, value.slice(at + by.length)];
  return tuple(parts.map(str));
}

const bound = (v: Value | undefined, length: number, fallback: number): number => {
  const n = v && v.kind !== 'none' ? intOf(v) : undefined;
  if (n === undefined) return fallback;
  const at = n < 0n ? n + BigInt(length) : n;
  return at < 0n ? 0 : at > BigInt(length) ? length : Number(at);
};

/** The part between optional bounds, and where it begins, in code points. */
export function window(
  self: Value | undefined,
  start: Value | undefined,
  end: Value | undefined,
): { part: string; from: number; beyond: boolean } {
  const value = text(self);
  const length = pointLength(value);
  const from = bound(start, length, 0);
  const to = bound(end, length, length);
  const n = start && start.kind !== 'none' ? intOf(start) : 0n;
  return { part: from < to ? pointSlice(value, from, to) : '', from, beyond: from > to || (n ?? 0n) > BigInt(length) };
}
