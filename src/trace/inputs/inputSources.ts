// The sources of inputs that a file itself holds, in order: comments, then annotations. Knows no evaluator.
import type { Span } from '../../base/span';
import { say, type Text } from '../../base/text';
import type { AskedInput, InputSource, Library } from '../../python/machine';
import { type UnknownValue, unknown, type Value } from '../../python/value';
import { lineText } from '../../syntax/layout';
import type { SourceFile } from '../../syntax/sourceFile';
import { Tensor } from '../../tensor/tensor';
import { tensorValue } from '../../torch/tensorValue';
import { commentOn } from './comments';
import { type Definition, definitionsIn } from './definitions';
import { drawTensor } from './drawTensor';
import { annotatedShape } from './jaxtyping';
import { ofType, readSpec } from './tensorSpec';

/** What a source looked at beside the statement that defines a name: see `Asked`. */
type Looks = (at: 'lines' | 'program') => void;

/** A value that was supplied, and the place of the name that it was supplied for. */
export interface Supplied {
  readonly value: Value;
  readonly span: Span;
}

/** Sources for one run of `file`; `assume` is told once of each input that they supply. */
export function inputSources(
  file: SourceFile,
  library: Library,
  assume: (what: Text, supplied?: Supplied) => void,
  looks: Looks = () => undefined,
): readonly InputSource[] {
  const told = new Set<Definition>();
  const supply = (definition: Definition, tensor: Tensor, how: Text): Value | undefined => {
    const torch = library.module('torch');
    const cls = torch?.kind === 'module' ? torch.get('Tensor') : undefined;
    if (cls?.kind !== 'class') return undefined;
    const value = tensorValue(cls, tensor);
    if (!told.has(definition)) assume(how, { value, span: definition.span });
    told.add(definition);
    return value;
  };
  const source = (answer: (definition: Definition, asked: AskedInput) => Value | undefined): InputSource => ({
    value: (asked) => {
      const definition = definitionsIn(file).get(asked.span.start);
      return definition && answer(definition, asked);
    },
  });
  const comment = source((definition, { why }) => {
    const said = commentOn(file, definition);
    if (!said) return undefined;
    looks('lines');
    const spec = readSpec(said.text);
    const tensor = spec && drawTensor(spec, definition.name);
    if (!(tensor instanceof Tensor)) return notUnderstood(said.text, said.line, tensor, why);
    const how = say('{0}: assumed {1} by the comment on {2}', definition.name, said.text, said.line);
    return supply(definition, tensor, how);
  });
  const annotation = source((definition, { peer }) => {
    const annotated = annotatedShape(file, definition, peer);
    if (definition.annotation) looks('program');
    looks('lines');
    const tensor = annotated && drawTensor(ofType(annotated.dtype, annotated.shape), definition.name);
    if (!annotated || !(tensor instanceof Tensor)) return undefined;
    const text = `${annotated.dtype}[${annotated.shape.join(', ')}]`;
    const line = lineText(file, definition.span.start);
    return supply(definition, tensor, say('{0}: assumed {1} by its annotation on {2}', definition.name, text, line));
  });
  return [comment, annotation];
}

/** A comment that says nothing usable is told together with the reason for which it was needed. */
function notUnderstood(text: string, line: Text, large: UnknownValue | undefined, why: UnknownValue): UnknownValue {
  const reason = large
    ? say('{0}; the comment on {1} cannot help: {2}', why.reason, line, large.reason)
    : say('{0}; the comment on {1} is not understood: {2}', why.reason, line, text);
  return unknown(reason, why.span);
}
