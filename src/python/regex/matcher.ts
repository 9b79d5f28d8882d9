// Matches a regular expression by backtracking, each part a function that knows what comes after it. Counts its steps, so
// that an expression that would take for ever ends with the run's limits. Knows no syntax and no values.
import { type CharTest, eitherCase, lower, wordTest } from './characters';
import type { ParsedRegex } from './pattern';
import type { Regex } from './tree';

/** Begin and end of the whole and of each group; -1 where a group took no part; the group that closed last. */
export interface Found {
  readonly spans: readonly number[];
  readonly last: number;
}
export type How = 'match' | 'search' | 'fullmatch';

/** The end of the match that begins here, or -1. */
type Step = (at: number) => number;

/** Steps of matching that count as one of the program's. */
const stepsPerStep = 16;
/** Repetitions of a group nest; beyond this the stack would not hold. */
const deepest = 2500;

/** Thrown where a match nests too deep. */
export class TooDeep extends Error {}

export class Matcher {
  #text: Int32Array = new Int32Array();
  #end = 0;
  #spans: number[] = [];
  #last = 0;
  #full = false;
  /** A match that is empty and begins here does not count; -1: any does. */
  #notEmptyAt = -1;
  #steps = 0;
  #depth = 0;
  #spend: (steps: number) => void = () => undefined;
  readonly #start: Step;

  constructor(readonly parsed: ParsedRegex) {
    this.#start = this.#compile(parsed.tree, (at) => {
      if (this.#full && at !== this.#end) return -1;
      return at === this.#notEmptyAt && at === this.#from ? -1 : at;
    });
  }
  #from = 0;

  /** The first match from `from` on; `notEmpty`: one that is empty there does not count. */
  find(
    text: Int32Array,
    from: number,
    end: number,
    how: How,
    spend: (steps: number) => void,
    notEmpty = false,
  ): Found | undefined {
    this.#text = text;
    this.#end = end;
    this.#full = how === 'fullmatch';
    this.#spend = spend;
    this.#notEmptyAt = notEmpty ? from : -1;
    const last = how === 'search' ? end : from;
    for (let at = from; at <= last; at++) {
      this.#spans = new Array<number>(2 * (this.parsed.groups + 1)).fill(-1);
      this.#last = 0;
      this.#depth = 0;
      this.#from = at;
      const stop = this.#start(at);
      if (stop < 0) {
        this.#count();
        continue;
      }
      this.#spans[0] = at;
      this.#spans[1] = stop;
      return { spans: this.#spans, last: this.#last };
    }
    return undefined;
  }

  #count(): void {
    if (++this.#steps % stepsPerStep === 0) this.#spend(1);
  }

  #compile(tree: Regex, next: Step): Step {
    switch (tree.kind) {
      case 'empty':
        return next;
      case 'char':
      case 'set': {
        const test = testOf(tree);
        return (at) => {
          this.#count();
          return at < this.#end && test(this.#text[at] as number) ? next(at + 1) : -1;
        };
      }
      case 'sequence':
        return tree.parts.reduceRight((after, part) => this.#compile(part, after), next);
      case 'choice': {
        const ways = tree.parts.map((part) => this.#compile(part, next));
        return (at) => {
          for (const way of ways) {
            const stop = way(at);
            if (stop >= 0) return stop;
          }
          return -1;
        };
      }
      case 'group':
        return this.#group(tree.index, tree.body, next);
      case 'atomic': {
        const body = this.#compile(tree.body, (at) => at);
        return (at) =>
          this.#kept(() => {
            const stop = body(at);
            return stop < 0 ? -1 : next(stop);
          });
      }
      case 'look': {
        const body = this.#compile(tree.body, (at) => at);
        const { behind = 0, negative } = tree;
        return (at) =>
          this.#kept(() => {
            const saved = [...this.#spans];
            const last = this.#last;
            const found = at >= behind && body(at - behind) >= 0;
            if (negative) {
              this.#spans = saved;
              this.#last = last;
            }
            return found === negative ? -1 : next(at);
          });
      }
      case 'back': {
        const same = (a: number, b: number): boolean => a === b || (tree.ignoreCase && lower(a) === lower(b));
        return (at) => {
          const [from = -1, to = -1] = [this.#spans[2 * tree.index], this.#spans[2 * tree.index + 1]];
          if (from < 0 || at + to - from > this.#end) return -1;
          for (let i = 0; i < to - from; i++) {
            this.#count();
            if (!same(this.#text[from + i] as number, this.#text[at + i] as number)) return -1;
          }
          return next(at + to - from);
        };
      }
      case 'at':
        return (at) => (this.#stands(tree.where, at) ? next(at) : -1);
      case 'boundary': {
        const isWord = wordTest(tree.ascii);
        const word = (at: number): boolean => at >= 0 && at < this.#end && isWord(this.#text[at] as number);
        return (at) => ((word(at - 1) !== word(at)) !== tree.negative && this.#end > 0 ? next(at) : -1);
      }
      case 'repeat':
        return tree.body.kind === 'char' || tree.body.kind === 'set'
          ? this.#characters(testOf(tree.body), tree, next)
          : this.#repeat(tree, next);
    }
  }

  /** Runs something that may set groups; where it fails they are as before. */
  #kept(work: () => number): number {
    const saved = [...this.#spans];
    const last = this.#last;
    const stop = work();
    if (stop < 0) {
      this.#spans = saved;
      this.#last = last;
    }
    return stop;
  }

  #stands(where: 'start' | 'end' | 'lineStart' | 'lineEnd' | 'lastLineEnd', at: number): boolean {
    switch (where) {
      case 'start':
        return at === 0;
      case 'end':
        return at === this.#end;
      case 'lineStart':
        return at === 0 || this.#text[at - 1] === 10;
      case 'lineEnd':
        return at === this.#end || this.#text[at] === 10;
      case 'lastLineEnd':
        return at === this.#end || (at === this.#end - 1 && this.#text[at] === 10);
    }
  }

  #group(index: number, tree: Regex, next: Step): Step {
    const starts: number[] = [];
    const body = this.#compile(tree, (at) => {
      const [from, to, last] = [this.#spans[2 * index] ?? -1, this.#spans[2 * index + 1] ?? -1, this.#last];
      const start = starts.pop() ?? 0;
      this.#spans[2 * index] = start;
      this.#spans[2 * index + 1] = at;
      this.#last = index;
      const stop = next(at);
      if (stop >= 0) return stop;
      this.#spans[2 * index] = from;
      this.#spans[2 * index + 1] = to;
      this.#last = last;
      starts.push(start);
      return -1;
    });
    return (at) => {
      const { length } = starts;
      starts.push(at);
      const stop = body(at);
      starts.length = length;
      return stop;
    };
  }

  /** Repetitions of one character: as many as there are, then fewer; or the other way round. */
  #characters(test: CharTest, { least, most, greedy }: Regex & { kind: 'repeat' }, next: Step): Step {
    return (at) => {
      const limit = Math.min(this.#end, at + most);
      let stop = at;
      const first = greedy ? limit : Math.min(limit, at + least);
      while (stop < first && test(this.#text[stop] as number)) {
        this.#count();
        stop++;
      }
      if (stop < at + least) return -1;
      for (;;) {
        this.#count();
        const found = next(stop);
        if (found >= 0) return found;
        if (greedy) {
          if (--stop < at + least) return -1;
        } else {
          if (stop >= limit || !test(this.#text[stop] as number)) return -1;
          stop++;
        }
      }
    };
  }

  #repeat({ body: tree, least, most, greedy }: Regex & { kind: 'repeat' }, next: Step): Step {
    let count = 0;
    let begun = -1;
    const leave: Step = (at) => {
      const [n, from] = [count, begun];
      const stop = next(at);
      count = n;
      begun = from;
      return stop;
    };
    const turn: Step = (at) => {
      if (count >= most || (count >= least && at === begun)) return -1;
      const [n, from] = [count, begun];
      count++;
      begun = at;
      if (++this.#depth > deepest) throw new TooDeep();
      const stop = body(at);
      this.#depth--;
      count = n;
      begun = from;
      return stop;
    };
    const go: Step = (at) => {
      this.#count();
      if (count < least) return turn(at);
      const stop = greedy ? turn(at) : leave(at);
      if (stop >= 0) return stop;
      return greedy ? leave(at) : turn(at);
    };
    const body = this.#compile(tree, go);
    return (at) => {
      const [n, from] = [count, begun];
      count = 0;
      begun = -1;
      const stop = go(at);
      count = n;
      begun = from;
      return stop;
    };
  }
}

function testOf(tree: Regex & { kind: 'char' | 'set' }): CharTest {
  if (tree.kind === 'set') return tree.ignoreCase ? eitherCase(tree.test) : tree.test;
  const { code } = tree;
  if (!tree.ignoreCase) return (c) => c === code;
  const small = lower(code);
  return (c) => c === code || lower(c) === small;
}
