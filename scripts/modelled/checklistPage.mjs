// The text of docs/checklist.md, and what is wrong with its claims. Knows nothing but what the survey found.

const states = { done: 'done', part: 'in part', not: 'not' };
const casesOf = ({ values, errors, programs }) => values + errors + programs;

/** A name is done where it has a value and at least one recorded case holds it to PyTorch's. */
function stateOf(entry) {
  if (!entry.isModelled || casesOf(entry) === 0) return states.not;
  return entry.except === undefined ? states.done : states.part;
}

/** Claims without a case, and names without a reason: each a sentence. */
export function complaints(sections) {
  return sections.flatMap(({ holder, names }) =>
    names.flatMap((entry) => {
      const dotted = `${holder}.${entry.name}`;
      const isNot = stateOf(entry) === states.not;
      if (isNot && entry.reason === undefined)
        return [
          `${dotted} ${entry.isModelled ? 'has no recorded case' : 'is not modelled'}, and names.json has no reason`,
        ];
      if (!isNot && entry.reason !== undefined) return [`${dotted} is modelled, but names.json says why it is not`];
      return [];
    }),
  );
}

const cell = (count) => (count === 0 ? '' : String(count));
function row(entry) {
  const { name, values, gradients, errors, programs, reason, except } = entry;
  const state = stateOf(entry);
  const said = state === states.not ? reason : except;
  const counts = [values, gradients, errors, programs].map(cell).join(' | ');
  return `| \`${name}\` | ${said === undefined ? state : `${state}: ${said}`} | ${counts} |`;
}

/** The page: a table for each section. */
export function checklistPage(sections) {
  const all = sections.flatMap(({ names }) => names);
  const having = (state) => all.filter((entry) => stateOf(entry) === state).length;
  const lines = [
    '# Checklist',
    '',
    'The functions, layers and methods that PyTorch tutorials and textbooks use, and what holds each of them to PyTorch 2.13. Made by',
    '`node scripts/modelled.mjs` from the registry and the recorded answers; nothing here is typed by hand but the reasons.',
    'Values, gradients and errors count the recorded samples of its operation, programs the recorded programs that use the name',
    'itself. Every sample and every program runs on the CPU and on WebGPU. A name counts as done only where a case was recorded.',
    '',
    `Of ${all.length} names ${having(states.done)} are done, ${having(states.part)} in part, ${having(states.not)} not.`,
    '',
  ];
  let above = '';
  for (const { title, holder, names } of sections) {
    if (holder !== above) lines.push(`## ${holder}`, '');
    above = holder;
    const done = names.filter((entry) => stateOf(entry) !== states.not).length;
    lines.push(`### ${title}: ${done} of ${names.length}`, '');
    lines.push('| Name | State | Values | Gradients | Errors | Programs |', '|---|---|---|---|---|---|');
    lines.push(...names.map(row), '');
  }
  return lines.join('\n');
}
