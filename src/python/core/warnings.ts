// `warnings.warn` and its filters, with Python's default rules for a script. Knows no syntax.
import type { Span } from '../../base/span';
import type { ClassValue } from '../value';
import { builtinClass } from './classes';
import { isSubclass } from './lookup';

export type Action = 'default' | 'always' | 'ignore' | 'error' | 'once' | 'module';

export interface Filter {
  readonly action: Action;
  readonly category: ClassValue;
  readonly message: RegExp | undefined;
}

/** Filters in order of precedence, and which warnings were shown. */
export class Warnings {
  filters: Filter[] = [
    // `__main__` shows DeprecationWarning; libraries' are hidden. Warnings here come from libraries or `warnings.warn` in the file.
    { action: 'ignore', category: builtinClass('PendingDeprecationWarning'), message: undefined },
    { action: 'ignore', category: builtinClass('ImportWarning'), message: undefined },
    { action: 'ignore', category: builtinClass('ResourceWarning'), message: undefined },
  ];
  /** Set by `catch_warnings(record=True)`. */
  recorder: ((category: ClassValue, message: string) => void) | undefined;
  private readonly shown = new Set<string>();

  /** What is to be done with a warning from this place. */
  decide(category: ClassValue, message: string, span: Span): 'show' | 'ignore' | 'error' {
    const filter = this.filters.find(
      (f) => isSubclass(category, f.category) && (!f.message || f.message.test(message)),
    );
    const action = filter?.action ?? 'default';
    if (action === 'ignore' || action === 'error') return action;
    if (action === 'always') return 'show';
    const place = action === 'default' ? `${span.start}` : '';
    const key = `${category.name}\n${message}\n${place}`;
    if (this.shown.has(key)) return 'ignore';
    this.shown.add(key);
    return 'show';
  }

  add(filter: Filter, append = false): void {
    if (append) this.filters = [...this.filters, filter];
    else this.filters = [filter, ...this.filters];
    this.shown.clear();
  }
}
