// In which order to compute what a value needs. Knows no device.
import { argsOf, type Expression, expressionsOf, type Value } from './graph';

/** The values that a value is computed from, each once. */
export function sourcesOf(value: Value): readonly Value[] {
  if (value.recipe.kind !== 'kernel') return [];
  const sources = new Set<Value>();
  const seen = new Set<Expression>();
  const visit = (expression: Expression): void => {
    if (seen.has(expression)) return;
    seen.add(expression);
    if ('value' in expression) sources.add(expression.value);
    argsOf(expression).forEach(visit);
  };
  expressionsOf(value.recipe.kernel).forEach(visit);
  return [...sources];
}

export const isResident = (value: Value): boolean => value.lease?.buffers !== undefined;

/** Values and all that they need and that is not on the device, sources first. Takes no stack: chains may be long. */
export function plan(values: readonly Value[]): readonly Value[] {
  const order: Value[] = [];
  const state = new Map<Value, 'open' | 'done'>();
  const stack = [...values];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    if (state.get(top) === 'open') {
      order.push(top);
      state.set(top, 'done');
    }
    if (state.has(top) || isResident(top)) {
      stack.pop();
      continue;
    }
    state.set(top, 'open');
    stack.push(...sourcesOf(top).filter((source) => !state.has(source)));
  }
  return order;
}

/** The last step that needs each value; `sources`: what each step needs, in order. */
export const lastUsesOf = (sources: ReadonlyMap<Value, readonly Value[]>): ReadonlyMap<Value, Value> =>
  new Map([...sources].flatMap(([step, needed]) => needed.map((source) => [source, step] as const)));
