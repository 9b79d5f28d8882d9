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
import type { Flows, GradNode } from './gradState';
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
  const compute = (engine: Engine, inputs: readonly Tensor[]) => {
    const incoming = grads.map((_, output) => {
      const at = given.findIndex((flow) => flow.output === output);
      return at < 0 ? undefined : inputs[count + at];
    });
    return pullBack(engine, node.compute!, inputs.slice(0, count), wanted, incoming);
  };
  const all = [
    ...node.sources.map(({ edge }, i) => ({ tensor: sources[i]!, ...(edge && { edge }) })),
    ...given.map(({ tensor, edge }) => ({ tensor, ...(edge && { edge }) })),
  ];
  const tape = new Tape(
    torch.engine,
    all.flatMap(({ tensor, edge }) => (edge ? [tensor] : [])),
  );
  const started = compute(
    tape.engine,
    all.map(({ tensor }) => tensor),
  );
  const found = started instanceof Promise ? yield* machine.wait(started) : started;
  const present = (engine: Engine, inputs: readonly Tensor[]) =>
    andThen(compute(engine, inputs), (made) => made.map((tensor, i) => tensor ?? zerosLike(sources[i]!)));
  const first = found.findIndex((tensor) => tensor && tape.reaches(tensor));
  const reached = found[first];
  if (!reached) return found.map((tensor) => tensor && { tensor });
  const next = newNode({
    name: backwardName(node, first, given[0]?.tensor, tape.maker(reached)),
    sources: all,
    saved: [],
    compute: present,
  });
  return found.map((tensor, output) =>
    tensor && tape.reaches(tensor) ? { tensor, edge: { kind: 'node', node: next, output } } : tensor && { tensor },
  );
}

/** What PyTorch calls the node of a derivative: as recorded, or by the last step of our own. */
function backwardName(node: GradNode, source: number, grad: Tensor | undefined, maker: string | undefined): string {
  const last = maker ? maker[0]!.toUpperCase() + maker.slice(1) : 'Unknown';
  return gradientName(node, source, grad?.shape ?? []) ?? `${last}Backward0`;
}
