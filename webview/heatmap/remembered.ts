// Work that is done once per view, however often the page is drawn. Knows nothing of what it remembers.

/** `work`, with its answers kept as long as the objects that they are about. */
export function remembered<K extends object, R>(work: (key: K) => R): (key: K) => R {
  const answers = new WeakMap<K, { readonly answer: R }>();
  return (key) => {
    const known = answers.get(key) ?? { answer: work(key) };
    answers.set(key, known);
    return known.answer;
  };
}
