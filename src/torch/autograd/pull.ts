// The gradient of one node's sources from that of its results, with a history of its own where higher orders are wanted.
// Knows neither the graph nor `.grad`.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import { type Run, unknown } from '../../python/value';
import type { Engine } from '../../tensor/engine';
import { pullBack, Tape } from '../../tensor/gradient/tape';
import { compact, zerosLike } from '../../tensor/gradient/window';
import { andThen } from '../../tensor/hostValues';
import type { Tensor } from '../../tensor/tensor';
import { NotModelled } from '../../tensor/tensorError';
import { raiseInPython } from '../raise';
import { loseValues, lostValues } from '../tensorValue';
import type { Torch } from '../torch';
import { gradientName } from './gradientNames';
import type { Edge, Flows, GradNode } from './gradState';
import { newNode } from './record';

/** Flows into each source from those out of each result; unknown where the gradient is not known. */
export function* pull(torch: Torch, machine: Machine, node: GradNode, grads: Flows, create: boolean): Run<Flows> {
  const { compute, name } = node;
  if (node.pull) return yield* node.pull(machine, grads, create);
  const wanted = node.sources.map(({ edge }) => edge !== undefined);
  const lost = [...node.sources, ...grads].map((flow) => flow && lostValues(flow.tensor)).find(Boolean);
  if (lost || !compute)
    return unknownFlows(node, lost ?? unknown(say('the gradient of {0} is not modelled yet', name)));
  const { engine } = torch;
  const sources = node.sources.map(({ tensor, edge }) => (edge ? compact(engine, tensor) : tensor));
  const given = grads.map((flow) => flow?.tensor);
  try {
    if (create) return yield* pullWithHistory(torch, machine, node, sources, grads);
    const found = pullBack(engine, compute, sources, wanted, given);
    const tensors = found instanceof Promise ? yield* machine.wait(found) : found;
    return tensors.map((tensor) => tensor && { tensor });
  } catch (error) {
    if (!(error instanceof NotModelled)) raiseInPython(machine, error);
    return unknownFlows(node, unknown(say('the gradient of {0} is not modelled yet', name)));
  }
}

/** Gradients of what is not known have the shapes of the sources. */
function unknownFlows({ sources }: GradNode, why: ReturnType<typeof unknown>): Flows {
  return sources.map(({ tensor, edge }) => {
    if (!edge) return undefined;
    const flow = { tensor: zerosLike(tensor) };
    loseValues(flow.tensor, why);
    return flow;
  });
}

/** The same on a tape over sources and gradients: its results are nodes in their turn. */
function* pullWithHistory(
  torch: Torch,
  machine: Machine,
  node: GradNode,
  sources: readonly Tensor[],
  grads: Flows,
): Run<Flows> {
  const flows = grads.map((flow, output) => flow && { ...flow, tensor: compact(torch.engine, flow.tensor), output });
  const given = flows.filter((flow) => flow !== undefined);
  const count = sources.length;
  const wanted = node.sources.map(({ edge }) => edge !== undefined);
  const pulled = (engine: Engine, inputs: readonly Tensor[], which: readonly boolean[]) => {
    const incoming = grads.map((_, output) => {
      const at = given.findIndex((flow) => flow.output === output);
      return at < 0 ? undefined : inputs[count + at];
    });
    return pullBack(engine, node.compute!, inputs.slice(0, count), which, incoming);
  };
  const all = [
    ...node.sources.map(({ edge }, i) => ({ tensor: sources[i]!, ...(edge && { edge }) })),
    ...given.map(({ tensor, edge }) => ({ tensor, ...(edge && { edge }) })),
  ];
  const tape = new Tape(
    torch.engine,
    all.flatMap(({ tensor, edge }) => (edge ? [tensor] : [])),
  );
  const started = pulled(
    tape.engine,
    all.map(({ tensor }) => tensor),
    wanted,
  );
  const found = started instanceof Promise ? yield* machine.wait(started) : started;
  /** The node of one gradient; one that is handed on as it is stays what it was. */
  const edgeOf = (tensor: Tensor, source: number): Edge => {
    const same = given.find((flow) => isSameView(flow.tensor, tensor))?.edge;
    if (same) return same;
    const compute = (engine: Engine, inputs: readonly Tensor[]) =>
      andThen(
        pulled(
          engine,
          inputs,
          wanted.map((_, i) => i === source),
        ),
        (made) => [made[source] ?? zerosLike(sources[source]!)],
      );
    const name = backwardName(node, source, given[0]?.tensor, tape.maker(tensor));
    const derivativeOf = `${node.name}@${source}`;
    return { kind: 'node', node: newNode({ name, derivativeOf, sources: all, saved: [], compute }), output: 0 };
  };
  return found.map(
    (tensor, source) => tensor && { tensor, ...(tape.reaches(tensor) && { edge: edgeOf(tensor, source) }) },
  );
}

const isSameView = (a: Tensor, b: Tensor): boolean =>
  a.storage === b.storage && a.offset === b.offset && `${a.shape};${a.strides}` === `${b.shape};${b.strides}`;

/** What PyTorch calls the node of a derivative: as recorded, or by the last step of our own. */
function backwardName(node: GradNode, source: number, grad: Tensor | undefined, maker: string | undefined): string {
  const last = maker ? maker[0]!.toUpperCase() + maker.slice(1) : 'Unknown';
  return gradientName(node, source, grad?.shape ?? []) ?? `${last}Backward0`;
}
