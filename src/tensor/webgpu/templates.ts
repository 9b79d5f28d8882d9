// Which WGSL texts a kernel consists of, by its template, the form of its reduction and how it reads. Knows no expression.
import { Library } from './fourfold';
import type { Kernel, Template } from './graph';
import type { Axis } from './inputs';
import carried from './kernels/carried.wgsl';
import classLoss from './kernels/classLoss.wgsl';
import classLossByFours from './kernels/classLossByFours.wgsl';
import columns from './kernels/columns.wgsl';
import contract from './kernels/contract.wgsl';
import contractByFours from './kernels/contractByFours.wgsl';
import contractSingly from './kernels/contractSingly.wgsl';
import elements from './kernels/elements.wgsl';
import elementsByFours from './kernels/elementsByFours.wgsl';
import elementsSingly from './kernels/elementsSingly.wgsl';
import foursums from './kernels/foursums.wgsl';
import gatherAlone from './kernels/gatherAlone.wgsl';
import gatherHalves from './kernels/gatherHalves.wgsl';
import gatherPairs from './kernels/gatherPairs.wgsl';
import gatherShuffle from './kernels/gatherShuffle.wgsl';
import joinStates from './kernels/joinStates.wgsl';
import keepNothing from './kernels/keepNothing.wgsl';
import lanesByFours from './kernels/lanesByFours.wgsl';
import lanesSingly from './kernels/lanesSingly.wgsl';
import lossTerms from './kernels/lossTerms.wgsl';
import map from './kernels/map.wgsl';
import mapByFours from './kernels/mapByFours.wgsl';
import merges from './kernels/merges.wgsl';
import normalise from './kernels/normalise.wgsl';
import numerics from './kernels/numerics.wgsl';
import partials from './kernels/partials.wgsl';
import powers from './kernels/powers.wgsl';
import probabilityLoss from './kernels/probabilityLoss.wgsl';
import probabilityLossByFours from './kernels/probabilityLossByFours.wgsl';
import products from './kernels/products.wgsl';
import quick from './kernels/quick.wgsl';
import reduce from './kernels/reduce.wgsl';
import reduceColumns from './kernels/reduceColumns.wgsl';
import rowByFours from './kernels/rowByFours.wgsl';
import rowOneStage from './kernels/rowOneStage.wgsl';
import rowSingly from './kernels/rowSingly.wgsl';
import rowTwoStages from './kernels/rowTwoStages.wgsl';
import runs from './kernels/runs.wgsl';
import scan from './kernels/scan.wgsl';
import scatter from './kernels/scatter.wgsl';
import shares from './kernels/shares.wgsl';
import softmax from './kernels/softmax.wgsl';
import softmaxByFours from './kernels/softmaxByFours.wgsl';
import softmaxCarefully from './kernels/softmaxCarefully.wgsl';
import softmaxColumns from './kernels/softmaxColumns.wgsl';
import softmaxSingly from './kernels/softmaxSingly.wgsl';
import states from './kernels/states.wgsl';
import subgroups from './kernels/subgroups.wgsl';
import sums from './kernels/sums.wgsl';
import sumsByFours from './kernels/sumsByFours.wgsl';
import sumsSingly from './kernels/sumsSingly.wgsl';
import surveyBefore from './kernels/surveyBefore.wgsl';
import surveyHere from './kernels/surveyHere.wgsl';
import traits from './kernels/traits.wgsl';
import wary from './kernels/wary.wgsl';
import type { ReductionForm } from './reductionForm';

const gathers = { pairs: gatherPairs, halves: gatherHalves, shuffle: gatherShuffle } as const;
/** Functions of numbers and of losses, for one element and for four. */
export const library = new Library(`${numerics}\n${lossTerms}`, quick, wary);

/** What a template consists of; threads that share a row follow the form, and read single elements or four at once. */
export function partsOf(
  { template, flags }: Kernel,
  { shape, stages }: ReductionForm,
  axis: Axis | undefined,
): readonly string[] {
  if (axis === 'o' && template !== 'map') return columnsOf(template);
  const fours = axis !== undefined;
  const lanes = fours ? [foursums, lanesByFours] : [lanesSingly];
  const shared = [states, gathers[shape], ...lanes];
  const sum = fours ? sumsByFours : sumsSingly;
  /** `kept`: what is done with powers of logits. */
  const row = (kept: string): readonly string[] =>
    stages === 1
      ? [...shared, sums, normalise, rowOneStage]
      : [...shared, sums, normalise, joinStates, rowTwoStages, ...(fours ? [powers, kept, rowByFours] : [rowSingly])];
  const lossRow = [...row(keepNothing), sum];
  const parts: Readonly<Record<Template, readonly string[]>> = {
    map: [fours ? mapByFours : map],
    reduce: [...shared, joinStates, sums, sum, elements, fours ? elementsByFours : elementsSingly, reduce],
    merge: [...shared, joinStates, partials, reduce],
    softmax: [...row(shares), softmaxCarefully, fours ? softmaxByFours : softmaxSingly, softmax],
    contract: [
      products,
      flags.SURVEYED ? surveyBefore : surveyHere,
      fours ? contractByFours : contractSingly,
      contract,
    ],
    scan: [states, carried, scan],
    runs: [states, runs],
    merges: [merges],
    scatter: [states, ...lanes, sums, sum, scatter],
    classLoss: [...lossRow, ...(fours ? [classLossByFours] : []), classLoss],
    probabilityLoss: [...lossRow, ...(fours ? [probabilityLossByFours] : []), probabilityLoss],
    traits: [traits],
    subgroups: [subgroups],
  };
  return parts[template];
}

/** What a template that reads four columns at once consists of. */
function columnsOf(template: Template): readonly string[] {
  const careful = [states, gatherAlone, lanesSingly, joinStates, sums];
  return template === 'softmax'
    ? [
        ...careful,
        normalise,
        rowTwoStages,
        rowSingly,
        foursums,
        columns,
        powers,
        shares,
        softmaxCarefully,
        softmaxColumns,
      ]
    : [...careful, sumsSingly, elements, elementsSingly, foursums, columns, reduceColumns];
}

/** Shuffles stand in loops whose length the compiler does not know to be the same for all threads. */
const subgroupDirectives = ['enable subgroups;', 'diagnostic(off, subgroup_uniformity);'];

/** What has to come before the parts. */
export const directivesOf = (parts: readonly string[]): readonly string[] =>
  parts.includes(gatherShuffle) || parts.includes(subgroups) ? subgroupDirectives : [];
