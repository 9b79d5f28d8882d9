// For each name that tutorials and textbooks use: whether it has a value, and the recorded cases that hold it to PyTorch's.
// Counts come from the registry and the recorded answers; knows no text form.
import { functions, methods, modules } from '../../src/ops/index';
import type { Op } from '../../src/ops/op';
import type { Observer } from '../../src/python/machine';
import type { SourceFile } from '../../src/syntax/sourceFile';
import golden from '../../test/parity/golden/ops.json';
import names from './names.json';
import { usesIn } from './uses';

/** How many recorded cases a name has: samples of its operation by what they hold, and programs that use it. */
export interface Evidence {
  readonly values: number;
  readonly gradients: number;
  readonly errors: number;
  readonly programs: number;
}
export interface Listed extends Evidence {
  readonly name: string;
  readonly holder: string;
  readonly isModelled: boolean;
  /** Why it is not modelled, and what of it is not. */
  readonly reason?: string;
  readonly except?: string;
}
export interface ListedSection {
  readonly title: string;
  readonly holder: string;
  readonly names: readonly Listed[];
}

/** The operations behind a name; several where it has several signatures. */
function opsOf(holder: string, name: string): readonly Op[] {
  if (holder === 'torch.Tensor') return methods.get(name) ?? [];
  const module = modules.get(`${holder}.${name}`);
  return module ? [module] : (functions.get(`${holder}.${name}`) ?? []);
}

function samplesOf(holder: string, name: string): Omit<Evidence, 'programs'> {
  const keys = new Set(opsOf(holder, name).map((op) => op.names[0]));
  const cases: readonly object[] = golden.cases.filter(({ op }) => keys.has(op));
  const having = (field: string): number => cases.filter((entry) => field in entry).length;
  return { values: having('result'), gradients: having('gradients'), errors: having('error') };
}

/** What the checklist needs from outside: runs of programs, and which names have a value. */
export interface ChecklistWorld {
  readonly programs: readonly string[];
  readonly parse: (code: string) => SourceFile;
  readonly run: (file: SourceFile, observer: Observer) => Promise<unknown>;
  readonly modelled: (holder: string, names: readonly string[]) => Promise<ReadonlySet<string>>;
}

/** The sections of names.json with what is known about each name. */
export async function checklist(world: ChecklistWorld): Promise<readonly ListedSection[]> {
  const uses = new Map<string, number>();
  for (const code of world.programs) {
    const file = world.parse(code);
    const used = new Set<string>();
    await world.run(file, usesIn(file, used));
    for (const name of used) uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  const reasons: Readonly<Record<string, string>> = names.missing;
  const exceptions: Readonly<Record<string, string>> = names.except;
  const known = new Set(
    names.sections.flatMap((part) => part.names.split(' ').map((name) => `${part.holder}.${name}`)),
  );
  const stray = [...Object.keys(reasons), ...Object.keys(exceptions)].filter((name) => !known.has(name));
  if (stray.length > 0)
    throw new Error(`names.json gives reasons for names that it does not list: ${stray.join(', ')}`);
  const sections: ListedSection[] = [];
  for (const { holder, title, names: listed } of names.sections) {
    const own = listed.split(' ');
    const present = await world.modelled(holder, own);
    sections.push({
      title,
      holder,
      names: own.map((name) => {
        const dotted = `${holder}.${name}`;
        const [reason, except] = [reasons[dotted], exceptions[dotted]];
        return {
          name,
          holder,
          isModelled: present.has(name),
          ...samplesOf(holder, name),
          programs: uses.get(dotted) ?? 0,
          ...(reason !== undefined && { reason }),
          ...(except !== undefined && { except }),
        };
      }),
    });
  }
  return sections;
}
