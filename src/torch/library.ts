// The Library of an evaluation: torch, torch.nn, torch.nn.functional and what stands around them, put together.
import type { Library, Machine } from '../python/machine';
import { type BuiltinValue, type ClassValue, type ModuleValue, none, unknown, type Value } from '../python/value';
import { setDefaultFloat } from '../tensor/dtype';
import type { Engine } from '../tensor/engine';
import { cudaModule, deviceModules } from './accelerators';
import { ampFunctions } from './amp/ampFunctions';
import { ampModules } from './amp/ampModules';
import { newAutocast } from './amp/autocastState';
import { anomalyModes, anomalyQuestions } from './autograd/anomaly';
import { checkpointModule } from './autograd/checkpoint';
import { functionClass } from './autograd/customFunction';
import { autogradFunctions } from './autograd/functions';
import { fillNodeClass, nodeClass } from './autograd/graphNode';
import { setInference } from './autograd/inference';
import { parsedFunction, parsedFunctions } from './binding/parseCall';
import { dataModule } from './data/dataModule';
import { DeviceObjects } from './deviceObject';

import { DTypeObjects, dtypeClass } from './dtypeObject';
import { creationFunctions } from './functions/creation';
import { dropoutFunctions, plainDropout } from './functions/dropout';
import { fractionalPools } from './functions/fractionalPool';
import { interpolateFunctions } from './functions/interpolate';
import { legacyTypes, newTensor } from './functions/legacyTypes';
import { modes } from './functions/modes';
import { tensorQuestions } from './functions/tensorQuestions';
import { torchFunctions } from './functions/torchFunctions';
import { tripletDistance } from './functions/tripletDistance';
import { typeInfo } from './functions/typeInfo';
import { variable } from './functions/variable';
import { inPython, nameInPython } from './inPython';
import { makeClass } from './makeClass';
import { memoryFormats } from './memoryFormat';
import { type Entries, entriesOf, moduleValue } from './moduleValue';
import { named } from './namedOps';
import { isKnownModule, isKnownName } from './names/knownNames';
import { adaptiveSoftmaxLayer } from './nn/adaptiveSoftmax';
import { attentionLayers } from './nn/attentionLayers';
import { cellLayers } from './nn/cellLayers';
import { containerClasses } from './nn/containers';
import { dataParallel } from './nn/dataParallel';
import { drawnLayers } from './nn/drawnLayers';
import { droppedAttention } from './nn/droppedAttention';
import { gradientFunctions } from './nn/gradientFunctions';
import { initFunctions } from './nn/init';
import { classesOf } from './nn/layerClass';
import { layerClasses } from './nn/layers';
import { lazyLayers } from './nn/lazyLayers';
import { linearCrossEntropy, linearCrossEntropyLayer } from './nn/linearCrossEntropy';
import { fillModuleClass } from './nn/moduleClass';
import { opModules } from './nn/opModules';
import { sequenceFunctions } from './nn/packedSequences';
import { paddingLayers } from './nn/paddingLayers';
import { newParameter } from './nn/parameter';
import { parameterLayers } from './nn/parameterLayers';
import { poolingLayers } from './nn/poolingLayers';
import { recurrentLayers } from './nn/recurrentLayers';
import { resizingLayers } from './nn/resizingLayers';
import { transformers } from './nn/transformers';
import { unmodelledLayers } from './nn/unmodelledLayers';
import { numpyModule } from './numpy/numpyModule';
import { newLegacyStream } from './numpy/randomModule';
import { loseOptimizer } from './optim/group';
import { optimModules } from './optim/optimModule';
import { defaultPrintOptions } from './print/printOptions';
import { givesNew, isPure, mayDraw } from './purity';
import { caughtInPython, linAlgError } from './raise';
import { fillGeneratorClass } from './random/generatorObject';
import { randomFunctions } from './random/randomFunctions';
import { defaultGenerator, randomSubmodule } from './random/randomSubmodule';
import { sizeClass } from './sizeObject';
import { fillTensorClass } from './tensor/tensorClass';
import { isTensorValue, lostValues } from './tensorValue';
import type { Torch, TorchClasses } from './torch';

/** The modules that a program may import, over an engine. One per evaluation: seeds and options start afresh. */
export function createTorchLibrary(engine: Engine, assume: Torch['assume'] = () => undefined): Library {
  let built: { readonly torch: Torch; readonly modules: ReadonlyMap<string, Value> } | undefined;
  let running: Machine | undefined;
  return {
    module: (path) => {
      built ??= build(engine, assume, () => running);
      return (
        built.modules.get(path) ??
        submodule(built.modules, path) ??
        reexported(built.modules, path) ??
        (isKnownModule(path) ? moduleValue(path, new Map()) : undefined)
      );
    },
    begin: (machine) => {
      running = machine;
      setDefaultFloat('float32');
      setInference(false);
      const end = engine.meter.bind(machine);
      return () => {
        setDefaultFloat('float32');
        setInference(false);
        end();
      };
    },
    resumed: () => {
      setDefaultFloat(built?.torch.defaultFloat ?? 'float32');
      setInference(built?.torch.inference ?? false);
    },
    caught: (error, machine) => caughtInPython(machine, error),
    knows: isKnownName,
    isPure,
    givesNew,
    identityOf: (value) => (isTensorValue(value) ? value.native.storage : undefined),
    assumed: assume,
    unknownIn: (value) => (isTensorValue(value) ? lostValues(value.native) : undefined),
    skipped: (dottedName, reason) => {
      if (!built) return;
      if (mayDraw(dottedName)) built.torch.generator = unknown(reason);
      if (dottedName.startsWith('numpy.random')) built.torch.legacyStream.lose(unknown(reason));
      if (dottedName.endsWith('.backward')) built.torch.lostGradients = unknown(reason);
      // A scaler's or an accelerator's step takes the optimizer's.
      if (dottedName.endsWith('.step') && !dottedName.startsWith('torch.optim.')) {
        for (const optimizer of built.torch.optimizers) loseOptimizer(optimizer, unknown(reason));
      }
    },
  };
}

function build(
  engine: Engine,
  assume: Torch['assume'],
  running: () => Machine | undefined,
): { readonly torch: Torch; readonly modules: ReadonlyMap<string, Value> } {
  const dtypes = new DTypeObjects(dtypeClass());
  const devices = new DeviceObjects();
  const classes = torchClasses(dtypes.cls, devices.cls);
  const torch: Torch = {
    engine,
    classes,
    generator: undefined,
    legacyStream: newLegacyStream(assume),
    assume,
    printOptions: defaultPrintOptions,
    gradEnabled: true,
    inference: false,
    autocast: newAutocast(),
    anomaly: { on: false, checksNan: true },
    matmulPrecision: 'highest',
    defaultFloat: 'float32',
    optimizers: new Set(),
  };
  fillTensorClass(torch, classes.tensor, dtypes, devices);
  classes.tensor.attrs.set('__new__', newTensor(torch));
  classes.parameter.attrs.set('__new__', newParameter(torch));
  fillModuleClass(torch, classes.module);
  fillNodeClass(torch, classes.node);
  fillGeneratorClass(torch, devices);

  const gradModes = modes(torch);
  const amp = ampModules(torch, dtypes);
  // What `from torch.nn.functional import *` brings along.
  const self = { torch: (): Value => root };
  const functional = moduleValue(
    'torch.nn.functional',
    entriesOf(
      ...functionalOps(torch),
      dropoutFunctions(torch),
      fractionalPools(torch),
      interpolateFunctions(torch),
      tripletDistance(torch),
      linearCrossEntropy(torch),
      self,
    ),
  );
  const init = moduleValue('torch.nn.init', () => entriesOf(initFunctions(torch), self));
  const nnUtils = moduleValue('torch.nn.utils', () =>
    entriesOf(gradientFunctions(torch), {
      rnn: () => moduleValue('torch.nn.utils.rnn', () => entriesOf(sequenceFunctions(torch), self)),
      ...Object.fromEntries(
        ['weight_norm', 'remove_weight_norm', 'spectral_norm', 'remove_spectral_norm'].map((name) => [
          name,
          () => nameInPython(running(), 'torch.nn.utils._norms', name),
        ]),
      ),
      prune: () => inPython(running(), 'torch.nn.utils.prune'),
      parametrize: () => inPython(running(), 'torch.nn.utils.parametrize'),
      parametrizations: () => inPython(running(), 'torch.nn.utils.parametrizations'),
    }),
  );
  const layer = (name: string): Value => nn.get(name) ?? none;
  const nn: ModuleValue = moduleValue('torch.nn', () =>
    entriesOf(
      unmodelledLayers(torch),
      opModules(torch),
      parameterLayers(torch),
      classesOf(torch, [linearCrossEntropyLayer(() => layer('Linear')), adaptiveSoftmaxLayer(layer)]),
      poolingLayers(torch),
      paddingLayers(torch),
      recurrentLayers(torch),
      cellLayers(torch),
      resizingLayers(torch),
      attentionLayers(torch, layer),
      transformers(torch, layer),
      layerClasses(torch),
      containerClasses(torch),
      drawnLayers(torch),
      lazyLayers(torch, layer),
      dataParallel(torch),
      {
        functional,
        init,
        utils: nnUtils,
        Module: classes.module,
        Parameter: classes.parameter,
      },
    ),
  );
  const optim = optimModules(torch);
  const autograd = moduleValue(
    'torch.autograd',
    entriesOf({
      ...gradModes,
      functional: () => inPython(running(), 'torch.autograd.functional'),
      gradcheck: () => nameInPython(running(), 'torch.autograd.gradcheck', 'gradcheck'),
      gradgradcheck: () => nameInPython(running(), 'torch.autograd.gradcheck', 'gradgradcheck'),
      graph: () => moduleValue('torch.autograd.graph', entriesOf({ Node: classes.node })),
      ...anomalyModes(torch),
      ...autogradFunctions(torch),
      Variable: variable(torch),
      Function: functionClass(torch),
    }),
  );
  const cuda = cudaModule(amp.cuda);
  const special = moduleValue('torch.special', named(torch, 'torch.special.'));
  const linalg = moduleValue('torch.linalg', entriesOf(named(torch, 'torch.linalg.'), { LinAlgError: linAlgError }));
  const data = dataModule(torch);
  const numpy = numpyModule(torch);
  const utils = moduleValue('torch.utils', entriesOf({ data, checkpoint: checkpointModule }));
  const drawing = randomFunctions(torch);
  const random = randomSubmodule(torch, drawing);
  const root: ModuleValue = moduleValue(
    'torch',
    entriesOf(
      named(torch, 'torch.'),
      parsedFunctions('torch', creationFunctions(torch)),
      parsedFunctions('torch', drawing),
      parsedFunctions('torch', torchFunctions(torch, dtypes)),
      parsedFunctions('torch', tensorQuestions(torch, devices)),
      anomalyQuestions(torch),
      ampFunctions(torch, dtypes),
      legacyTypes(torch, dtypes),
      typeInfo(),
      gradModes,
      memoryFormats(),
      Object.fromEntries(dtypes.names().map((name) => [name, dtypes.named(name) ?? none])),
      {
        nn,
        optim: optim.get('torch.optim') ?? none,
        autograd,
        distributions: () => inPython(running(), 'torch.distributions'),
        func: () => inPython(running(), 'torch.func'),
        testing: () => inPython(running(), 'torch.testing'),
        save: () => nameInPython(running(), 'torch.serialization', 'save'),
        load: () => nameInPython(running(), 'torch.serialization', 'load'),
        vmap: () => nameInPython(running(), 'torch.func', 'vmap'),
        cuda,
        ...deviceModules(amp.cpu),
        special,
        linalg,
        utils,
        Tensor: classes.tensor,
        Size: classes.size,
        dtype: classes.dtype,
        device: classes.device,
        Generator: classes.generator,
        dropout: parsedFunction('torch.dropout', plainDropout(torch)),
        autocast: amp.own.get('autocast') ?? none,
        GradScaler: amp.own.get('GradScaler') ?? none,
        amp: amp.own,
        functional: () => modules.get('torch.functional') ?? none,
        default_generator: () => defaultGenerator(torch),
        random,
      },
    ),
  );
  const modules = new Map<string, Value>([
    ['torch', root],
    ['torch.nn', nn],
    ['torch.nn.functional', functional],
    ['torch.nn.init', init],
    ['torch.nn.utils', nnUtils],
    ['torch.nn.parameter', moduleValue('torch.nn.parameter', entriesOf({ Parameter: classes.parameter }))],
    ...optim,
    ['torch.autograd', autograd],
    ['torch.cuda', cuda],
    ['torch.special', special],
    ['torch.linalg', linalg],
    ['torch.functional', moduleValue('torch.functional', named(torch, 'torch.functional.'))],
    ['torch.random', random],
    ['torch.amp', amp.own],
    ['torch.cuda.amp', amp.cuda],
    ['torch.cpu.amp', amp.cpu],
    ['torch.utils', utils],
    ['torch.utils.data', data],
    ['numpy', numpy],
  ]);
  return { torch, modules };
}

function torchClasses(dtype: ClassValue, device: ClassValue): TorchClasses {
  const tensor = makeClass('Tensor', 'torch', [], {});
  return {
    tensor,
    parameter: makeClass('Parameter', 'torch.nn.parameter', [tensor], {}),
    size: sizeClass(),
    dtype,
    device,
    node: nodeClass(),
    module: makeClass('Module', 'torch.nn.modules.module', [], {}),
    ndarray: makeClass('ndarray', 'numpy', [], {}),
    generator: makeClass('Generator', 'torch._C', [], {}),
  };
}

/** A module that is an attribute of the one above it: `numpy.random`. */
function submodule(modules: ReadonlyMap<string, Value>, path: string): Value | undefined {
  const dot = path.lastIndexOf('.');
  const parent = dot < 0 ? undefined : modules.get(path.slice(0, dot));
  const found = parent?.kind === 'module' ? parent.get(path.slice(dot + 1)) : undefined;
  return found?.kind === 'module' ? found : undefined;
}

/** Packages whose classes are written in modules below them: `torch.nn.modules.loss`, `torch.utils.data.dataset`. */
const packages = ['torch.nn', 'torch.utils.data', 'torch.optim'];

/** A module of a package by the classes that say they come from it. */
function reexported(modules: ReadonlyMap<string, Value>, path: string): Value | undefined {
  const parent = packages.map((name) => (path.startsWith(`${name}.`) ? modules.get(name) : undefined)).find(Boolean);
  if (parent?.kind !== 'module') return undefined;
  const found = parent.names().flatMap((name): [string, Value][] => {
    const value = parent.get(name);
    return value?.kind === 'class' && (value.module === path || value.module.startsWith(`${path}.`))
      ? [[name, value]]
      : [];
  });
  return found.length > 0 ? moduleValue(path, entriesOf(Object.fromEntries(found))) : undefined;
}

/** The ops of torch.nn.functional; one of them may draw. */
function functionalOps(torch: Torch): readonly Entries[] {
  const ops = named(torch, 'torch.nn.functional.');
  const name = 'scaled_dot_product_attention';
  const whole = ops.get(name) as () => BuiltinValue;
  return [ops, new Map([[name, () => droppedAttention(torch, whole())]])];
}
