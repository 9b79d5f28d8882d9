// Which names of PyTorch a program uses, as seen while it runs: `x.relu` of a tensor, `F.relu` of the module. Knows no list of names.
import type { Span } from '../../src/base/span';
import type { Observer } from '../../src/python/machine';
import type { Value } from '../../src/python/value';
import type { SourceFile } from '../../src/syntax/sourceFile';
import { walk } from '../../src/syntax/walk';
import { isTensorValue } from '../../src/torch/tensorValue';

const key = ({ start, end }: Span): string => `${start}:${end}`;

/** Where an attribute of this object is declared: `torch.nn.functional`, `torch.Tensor`; undefined for what is not PyTorch's. */
function holderOf(value: Value): string | undefined {
  if (value.kind === 'module') return value.name;
  const cls = value.kind === 'class' ? value : isTensorValue(value) ? value.cls : undefined;
  return cls?.mro.some(({ name }) => name === 'Tensor') ? 'torch.Tensor' : undefined;
}

/** Sees a run of `file` and collects into `used` the dotted names that it reached. */
export function usesIn(file: SourceFile, used: Set<string>): Observer {
  const attributes = new Map<string, string[]>();
  const imported = new Map<string, string>();
  walk(file.module, (node) => {
    if (node.kind === 'Attribute') {
      const at = key(node.value.span);
      attributes.set(at, [...(attributes.get(at) ?? []), node.attr]);
    } else if (node.kind === 'ImportFrom') {
      for (const { name, asname } of node.names) imported.set(asname ?? name, `${node.module}.${name}`);
    }
    return undefined;
  });
  return {
    onValue: (span, value) => {
      const holder = holderOf(value);
      for (const attr of (holder && attributes.get(key(span))) || []) used.add(`${holder}.${attr}`);
      const name = imported.get(file.text.slice(span.start, span.end));
      if (name) used.add(name);
    },
  };
}
