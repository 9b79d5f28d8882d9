// The hover of a tensor: three to six lines and a picture, as Markdown. Knows no editor.
import { say, type Text } from '../base/text';
import type { ThemeKind } from '../protocol/requests';
import type { MessageView, RangeView, Stats } from '../protocol/views';
import { classOf } from '../python/core/lookup';
import type { Place } from '../trace/place';
import { recordedValue, type Trace, type TraceWorld } from '../trace/trace';
import { type Known, know } from './dimsView';
import { repeated } from './lossView';
import { messagesOf } from './messages';
import { brief, shapeText } from './numbers';
import { dataUri, heatmapSvg } from './picture';
import { plainText } from './plainText';
import { rangeOf } from './range';
import type { Say } from './say';
import { dimsThatSumToOne, tensorView } from './tensorView';
import { wayText } from './traceback';

export interface HoverOptions {
  readonly theme: ThemeKind;
  /** Whether links to our commands may be drawn. */
  readonly commands: boolean;
}

export interface HoverText {
  readonly markdown: string;
  readonly range: RangeView;
}

/** Null where there is nothing of ours to say: other hovers have the floor. */
export async function hoverText(
  place: Place,
  world: TraceWorld,
  t: Say,
  options: HoverOptions,
): Promise<HoverText | null> {
  const known = await know(place, world, t);
  if ('tensor' in known) {
    return { markdown: tensorMarkdown(known, place, t, options), range: rangeOf(place.file, known.subject.span) };
  }
  const text = known.seen && (await otherText(known.seen, place.uri, t));
  return known.seen && text ? { markdown: text, range: rangeOf(place.file, known.seen.target) } : null;
}

function tensorMarkdown(known: Known, place: Place, t: Say, options: HoverOptions): string {
  const { tensor, roles, normalised } = known;
  const view = tensorView(known.label, tensor);
  const head = [`**${code(known.label)}**`, shapeText(tensor.shape), tensor.dtype, known.kind && `· ${known.kind}`];
  const lines = [
    head.filter(Boolean).join(' '),
    statsLine(view.stats, tensor.format === 'int' || tensor.format === 'bool', t),
  ];
  const named = tensor.shape.flatMap((size, dim) => {
    const role = roles.find((candidate) => candidate.dim === dim);
    return role ? [`${t(say('dim {0}: {1} ({2})', dim, role.name, size))}`] : [];
  });
  if (named.length) lines.push(named.join(' · '));
  const why = roles.find((role) => role.name === t(say('class'))) ?? roles[0];
  if (why) lines.push(`_${escapeMarkdown(why.why)}_`);
  for (const dim of dimsThatSumToOne(tensor)) lines.push(`✓ ${t(sumsSentence(tensor.shape.length, dim))}`);
  if (normalised) lines.push(t(say('{0} normalises dim {1}', code(normalised.source), normalised.dim)));
  lines.push(...runsLine(known.seen, t));
  for (const assumed of known.seen.recorder.assumptions) lines.push(`⚠ ${escapeMarkdown(t(assumed))}`);
  if (tensor.values.length > 1) {
    const picture = heatmapSvg(view, { theme: options.theme, maxWidth: 320, maxHeight: 140 });
    lines.push(`![${escapeMarkdown(t(say('heatmap of {0}', known.label)))}](${dataUri(picture)})`);
  }
  if (options.commands) lines.push(links(place, known, t));
  return lines.join('\n\n');
}

/** Says that the value is one of several. */
function runsLine(seen: Trace, t: Say): readonly string[] {
  const runs = repeated(seen);
  return runs ? [t(say('last of {0} evaluations', runs))] : [];
}

function statsLine(stats: Stats, counts: boolean, t: Say): string {
  if (stats.count === 0) return t(say('empty'));
  const bad = [
    stats.nan && t(say('{0} nan', stats.nan)),
    stats.posInf && t(say('{0} inf', stats.posInf)),
    stats.negInf && t(say('{0} −inf', stats.negInf)),
  ].filter((part) => typeof part === 'string');
  const range = t(say('min {0} · max {1} · mean {2}', brief(stats.min), brief(stats.max), brief(stats.mean)));
  if (bad.length) return `${range} · **${bad.join(', ')}**`;
  return counts ? range : `${range} · ${t(say('no nan, no inf'))}`;
}

export function sumsSentence(rank: number, dim: number): Text {
  if (rank === 1) return say('sums to 1');
  if (rank === 2) return dim === 1 ? say('rows sum to 1 (dim 1)') : say('columns sum to 1 (dim 0)');
  return say('sums to 1 along dim {0}', dim);
}

function links(place: Place, known: Known, t: Say): string {
  const target = encodeURIComponent(JSON.stringify([place.uri, rangeOf(place.file, known.subject.span)]));
  return [
    `[${t(say('Softmax along every dim'))}](command:tensorInspector.openSoftmax?${target})`,
    `[${t(say('Show dims'))}](command:tensorInspector.showDims?${target})`,
  ].join(' · ');
}

/** Python's text of a value that is no tensor, or the reason why there is none. */
async function otherText(seen: Trace, home: string, t: Say): Promise<string | undefined> {
  const value = recordedValue(seen);
  const text = await plainText(seen, value);
  const type = value.kind === 'unknown' ? '' : classOf(value).name;
  const [message] = messagesOf(seen, value, home, t);
  const lines =
    value.kind === 'unknown'
      ? message && reason(message, t)
      : [text === undefined ? t(say('{0}, of which not all is known', type)) : shown(text, type)];
  if (!lines) return undefined;
  const assumed = seen.recorder.assumptions.map((what) => `⚠ ${escapeMarkdown(t(what))}`);
  return [...lines, ...runsLine(seen, t), ...assumed].join('\n\n');
}

/** A short text beside its type, a long one in a block of its own. */
const shown = (text: string, type: string): string =>
  text.includes('\n') || text.length > 100 ? `${type}\n\n${block(text)}` : `${code(text)} ${type}`;

function reason(message: MessageView, t: Say): readonly string[] {
  const { type, traceback, line } = message;
  if (!type) return [`${t(say('Not known:'))} ${escapeMarkdown(message.message)}`];
  const said = `${code(type)}: ${escapeMarkdown(message.message)}`;
  if (traceback) return [said, block(wayText(traceback))];
  return line === undefined ? [said] : [`${said} · ${line}`];
}

const code = (text: string): string => `\`${text.replace(/`/g, 'ˋ')}\``;
const block = (text: string): string => `\`\`\`text\n${text.replace(/`{3}/g, 'ˋˋˋ')}\n\`\`\``;
const escapeMarkdown = (text: string): string => text.replace(/[\\`*_{}[\]()#+!|<>~]/g, '\\$&');
