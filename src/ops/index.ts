// Every op that is modelled, and the tables in which bindings find them.

import { compareOps } from './comparison/compare';
import { creations } from './creation/create';
import { spaced } from './creation/spaced';
import { distances } from './distance/distances';
import { countings } from './indexing/counts';
import { flatPlaces } from './indexing/flatPlaces';
import { gathers } from './indexing/gather';
import { masks } from './indexing/masks';
import { nonzeroOps } from './indexing/nonzero';
import { picks } from './indexing/picks';
import { lookups } from './indexing/searches';
import { sliceOps } from './indexing/slices';
import { sorts } from './indexing/sort';
import { uniques } from './indexing/unique';
import { affineGrids } from './layer/affineGrid';
import { attentions } from './layer/attention';
import { normalisations } from './layer/batchNorm';
import { bilinears } from './layer/bilinear';
import { convolutions } from './layer/convolution';
import { embeddings } from './layer/embedding';
import { embeddingBags } from './layer/embeddingBag';
import { gridSamples } from './layer/gridSample';
import { layerNorms } from './layer/layerNorms';
import { unpoolings } from './layer/maxUnpool';
import { packings } from './layer/packing';
import { paddings } from './layer/padding';
import { poolings } from './layer/pooling';
import { rearrangements } from './layer/rearrange';
import { transposedConvolutions } from './layer/transposedConvolution';
import { weightNorms } from './layer/weightNorm';
import { determinants } from './linalg/determinants';
import { inverses } from './linalg/inverses';
import { luOps } from './linalg/luOps';
import { matrixProducts } from './linalg/products';
import { pseudoinverses } from './linalg/pseudo';
import { spectra } from './linalg/spectra';
import { tensorSolves } from './linalg/tensorSolves';
import { triangulars } from './linalg/triangular';
import { binaryCrossEntropy } from './loss/binaryCrossEntropy';
import { binaryCrossEntropyWithLogits } from './loss/binaryCrossEntropyWithLogits';
import { classMargins } from './loss/classMargins';
import { crossEntropy } from './loss/crossEntropy';
import { ctcLosses } from './loss/ctcLoss';
import { klDiv } from './loss/klDiv';
import { likelihoods } from './loss/likelihoods';
import { marginLosses } from './loss/marginLosses';
import { nativeForms } from './loss/nativeForms';
import { nllLoss } from './loss/nllLoss';
import { regressionLosses } from './loss/regression';
import { addedProducts } from './matrix/addedProducts';
import { crossProducts } from './matrix/crossProducts';
import { einsums } from './matrix/einsum';
import { matrixOps } from './matrix/matmul';
import { vectorProducts } from './matrix/vectorProducts';
import type { Op } from './op';
import { activations } from './pointwise/activation';
import { activationRows } from './pointwise/activationTable';
import { arithmetic } from './pointwise/arithmetic';
import { choices } from './pointwise/choice';
import { combinings } from './pointwise/combining';
import { elementFunctions } from './pointwise/functions';
import { gatedActivations } from './pointwise/gatedActivations';
import { geluOps } from './pointwise/gelu';
import { logic } from './pointwise/logic';
import { signs } from './pointwise/signs';
import { specialFunctions } from './pointwise/special';
import { specialPairs } from './pointwise/specialPairs';
import { unaryOps } from './pointwise/unary';
import { covariances } from './reduction/covariance';
import { differences } from './reduction/differences';
import { extremes } from './reduction/extremes';
import { linalgNorms } from './reduction/linalgNorm';
import { normalizes } from './reduction/normalize';
import { norms } from './reduction/norms';
import { products } from './reduction/products';
import { quantiles } from './reduction/quantiles';
import { runnings } from './reduction/running';
import { scans } from './reduction/scans';
import { slopes } from './reduction/slopes';
import { spreads } from './reduction/spreads';
import { sums } from './reduction/sums';
import { softmaxOps } from './softmax/softmax';
import { choosings } from './view/choices';
import { diagonals } from './view/diagonals';
import { grids } from './view/grids';
import { interleavings } from './view/interleave';
import { joins } from './view/joins';
import { scatteredViews } from './view/scattered';
import { shapeOps } from './view/shapes';
import { splits } from './view/splits';

export const ops: readonly Op[] = [
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  crossEntropy,
  nllLoss,
  klDiv,
  ...regressionLosses,
  ...marginLosses,
  ...nativeForms,
  ...classMargins,
  ...likelihoods,
  ...distances,
  ...softmaxOps,
  ...unaryOps,
  ...activations,
  ...activationRows,
  ...geluOps,
  ...gatedActivations,
  ...arithmetic,
  ...elementFunctions,
  ...specialFunctions,
  ...specialPairs,
  ...signs,
  ...combinings,
  ...logic,
  ...choices,
  ...compareOps,
  ...nonzeroOps,
  ...sums,
  ...products,
  ...spreads,
  ...norms,
  ...linalgNorms,
  ...extremes,
  ...scans,
  ...runnings,
  ...quantiles,
  ...covariances,
  ...differences,
  ...slopes,
  ...creations,
  ...spaced,
  ...shapeOps,
  ...joins,
  ...interleavings,
  ...splits,
  ...scatteredViews,
  ...choosings,
  ...grids,
  ...diagonals,
  ...gathers,
  ...sliceOps,
  ...flatPlaces,
  ...lookups,
  ...countings,
  ...uniques,
  ...masks,
  ...sorts,
  ...picks,
  ...matrixOps,
  ...addedProducts,
  ...crossProducts,
  ...inverses,
  ...determinants,
  ...triangulars,
  ...luOps,
  ...tensorSolves,
  ...spectra,
  ...pseudoinverses,
  ...matrixProducts,
  ...vectorProducts,
  ...convolutions,
  ...normalisations,
  ...layerNorms,
  ...poolings,
  ...embeddings,
  ...embeddingBags,
  ...bilinears,
  ...affineGrids,
  ...gridSamples,
  ...unpoolings,
  ...packings,
  ...einsums,
  ...paddings,
  ...attentions,
  ...transposedConvolutions,
  ...normalizes,
  ...ctcLosses,
  ...rearrangements,
  ...weightNorms,
];

/** Ops under each key, in the order in which their signatures are tried. */
function tableOf(keys: (op: Op) => readonly string[]): ReadonlyMap<string, readonly Op[]> {
  const table = new Map<string, Op[]>();
  for (const op of ops) {
    for (const key of keys(op)) table.set(key, [...(table.get(key) ?? []), op]);
  }
  return table;
}

/** By dotted name: `torch.max` has several ops, one for each signature. */
export const functions = tableOf((op) => op.names);
/** By the name of a Tensor method, whose `self` is the first parameter. */
export const methods = tableOf((op) => op.methods ?? []);
/** By the dotted name of an `nn.Module`. */
export const modules: ReadonlyMap<string, Op> = new Map(ops.flatMap((op) => (op.module ? [[op.module.name, op]] : [])));
