// What stands at the line's end after an evaluation, and when it must go. Knows no editor.
import type { LossView, RangeView } from '../protocol/views';
import type { Words } from './words';

export interface LineEnd {
  readonly text: string;
  readonly tone: 'value' | 'error' | 'unknown';
}

const longest = 160;

/** `● 0.12723307  ⌁ WebGPU · worst [1, 0] 0.46`, or what Python would raise, or why there is no value. */
export function lineEnd(view: LossView, l10n: Words): LineEnd {
  const error = view.messages.find(({ severity }) => severity === 'error');
  if (view.value || view.repr !== undefined) {
    const backend = view.backend.name === 'webgpu' ? 'WebGPU' : 'CPU';
    const { worst } = view;
    const details = worst ? [l10n.t('worst [{0}] {1}', worst.index.join(', '), worst.text)] : [];
    return { text: cut(`● ${view.valueText}  ⌁ ${[backend, ...details].join(' · ')}`), tone: 'value' };
  }
  if (error) return { text: cut(error.type ? `${error.type}: ${error.message}` : error.message), tone: 'error' };
  const unknown = view.messages.find(({ severity }) => severity === 'unknown');
  return { text: cut(unknown?.message ?? view.valueText), tone: 'unknown' };
}

/** One line of a text, and no more than fits beside code. */
export function cut(text: string): string {
  const line = text.replace(/\s*\n\s*/g, ' ');
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

/** One edit of a document: what it replaced. */
export interface Edit {
  readonly range: RangeView;
}

/**
 * The value may have changed: an edit touched the evaluated lines or stands above them, or, for code inside a
 * function or a loop, anywhere: its parameters come from calls that stand below.
 */
export function outdates(edit: Edit, evaluated: RangeView, indented: boolean): boolean {
  return indented || edit.range.start.line <= evaluated.end.line;
}
