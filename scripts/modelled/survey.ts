// Asks the evaluator itself what it models: every known name is looked up by a program, every construct is run. Knows no text form.
import { render } from '../../src/base/text';
import { attributeNames, builtinNameList } from '../../src/python/core/knownNames';
import { evaluate } from '../../src/python/run';
import { stdlibNames } from '../../src/python/stdlib/modules';
import { isRun, type Value } from '../../src/python/value';
import { createParser } from '../../src/syntax/parser';
import { createRouter } from '../../src/tensor/router';
import { createTorchLibrary } from '../../src/torch/library';
import { knownNames, knownPaths } from '../../src/torch/names/knownNames';
import { isPlaceholder } from '../../src/torch/placeholder';
import { programLimits, runProgram } from '../../src/torch/runProgram';
import { checklist, type ListedSection } from './checklist';
import constructs from './constructs.json';

/** Names of one place, sorted by whether they have a value here. */
export interface Surveyed {
  readonly path: string;
  readonly modelled: readonly string[];
  readonly missing: readonly string[];
}

/** A construct of the grammar; `why` it does not run, where it does not. */
export interface Construct {
  readonly name: string;
  readonly example: string;
  readonly why?: string;
}

export interface Survey {
  readonly constructs: readonly Construct[];
  readonly builtins: Surveyed;
  readonly types: readonly Surveyed[];
  readonly stdlib: readonly Surveyed[];
  readonly libraries: readonly Surveyed[];
  readonly checklist: readonly ListedSection[];
}

/** A value of each builtin type, to ask for its attributes. */
const types: Readonly<Record<string, string>> = {
  int: '(1)',
  float: '(1.5)',
  complex: '(1j)',
  bool: 'True',
  str: "'a'",
  bytes: "b'a'",
  list: '[1]',
  tuple: '(1,)',
  dict: '{1: 2}',
  set: '{1}',
  frozenset: 'frozenset([1])',
  range: 'range(3)',
  slice: 'slice(1, 2)',
};

/** How a program reaches the classes among the paths. */
const holders: Readonly<Record<string, string>> = {
  'torch.Tensor': 'import torch\nholder = torch.ones(2, 2)',
  'numpy.ndarray': 'import numpy\nholder = numpy.ones((2, 2))',
  'torch.nn.Module': 'import torch\nholder = torch.nn.Module()',
};

/** The whole survey; `programs` are those whose results are recorded. */
export async function survey(files: Parameters<typeof createParser>[0], programs: readonly string[]): Promise<Survey> {
  const parser = await createParser(files);
  const router = createRouter({ setting: 'cpu' });
  const engine = await router.engine();
  const world = {
    limits: programLimits,
    now: () => performance.now(),
    pause: () => new Promise<void>((resolve) => setImmediate(resolve)),
    signal: new AbortController().signal,
  };
  const run = async (code: string): Promise<ReadonlyMap<string, Value> | string> => {
    const { globals, error } = await runProgram(parser.parse(code), { ...world, engine });
    return error && error.type !== 'Unknown' ? `${error.type}: ${error.message}` : globals;
  };
  /** Which of these expressions have a value, asked one by one so that none stands in another's way. */
  const sorted = async (
    path: string,
    setup: string,
    names: readonly string[],
    expression: (name: string) => string,
  ): Promise<Surveyed> => {
    const lines = names.map((name, i) => `try:\n    v${i} = ${expression(name)}\nexcept Exception:\n    v${i} = 0`);
    const globals = await run([setup, ...lines].join('\n'));
    if (typeof globals === 'string') throw new Error(`${path}: ${globals}`);
    const isModelled = (i: number): boolean => {
      const value = globals.get(`v${i}`);
      return value !== undefined && value.kind !== 'unknown' && !isPlaceholder(value) && !isRun(value);
    };
    return {
      path,
      modelled: names.filter((_, i) => isModelled(i)),
      missing: names.filter((_, i) => !isModelled(i)),
    };
  };
  const isPublic = (name: string): boolean => /^[A-Za-z]/.test(name);
  const found: Construct[] = [];
  for (const { name, example } of constructs) {
    const globals = await run(example);
    const value = typeof globals === 'string' ? undefined : globals.get('result');
    const why =
      typeof globals === 'string'
        ? globals
        : value?.kind === 'unknown'
          ? render(value.reason)
          : value
            ? undefined
            : 'no result';
    found.push({ name, example, ...(why === undefined ? {} : { why }) });
  }
  const typed: Surveyed[] = [];
  for (const [type, value] of Object.entries(types))
    typed.push(await sorted(type, '', attributeNames(type).filter(isPublic), (name) => `${value}.${name}`));
  const stdlib: Surveyed[] = [];
  for (const path of stdlibNames()) {
    const globals = await run(`import ${path}\nresult = dir(${path})`);
    const names = typeof globals === 'string' ? undefined : globals.get('result');
    const listed =
      names?.kind === 'list' ? names.items.flatMap((item) => (item.kind === 'str' ? [item.value] : [])) : [];
    stdlib.push({ path, modelled: listed.filter(isPublic), missing: [] });
  }
  const libraries: Surveyed[] = [];
  for (const path of knownPaths) {
    const setup = holders[path] ?? `import ${path} as holder`;
    libraries.push(await sorted(path, setup, knownNames(path).filter(isPublic), (name) => `holder.${name}`));
  }
  const listed = await checklist({
    programs,
    parse: (code) => parser.parse(code),
    run: (file, observer) =>
      evaluate(file, { ...world, library: createTorchLibrary(engine), mode: 'program', observer }),
    modelled: async (path, names) => {
      const setup = holders[path] ?? `import ${path} as holder`;
      return new Set((await sorted(path, setup, names, (name) => `holder.${name}`)).modelled);
    },
  });
  await router.close();
  return {
    constructs: found,
    builtins: await sorted('builtins', '', builtinNameList.filter(isPublic), (name) => name),
    types: typed,
    stdlib,
    libraries,
    checklist: listed,
  };
}
