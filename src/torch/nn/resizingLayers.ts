// Layers that only move or repeat elements: Upsample, PixelShuffle, ChannelShuffle, Unfold, Fold, Unflatten. Knows no arithmetic.

import { float, type InstanceValue, int, none, pyTrue, type Run, str, tuple, type Value } from '../../python/value';
import { callFunction } from '../callFunction';
import { interpolateFunctions } from '../functions/interpolate';
import { attribute } from '../makeClass';
import type { Entries } from '../moduleValue';
import type { Torch } from '../torch';
import { classesOf, type Layer, type Making } from './layerClass';

const upsampling = (name: string, mode: string, params: string, aligns: Value): Layer => ({
  name,
  file: 'upsampling',
  params,
  defaults: {
    size: none,
    scale_factor: none,
    mode: str(mode),
    align_corners: aligns,
    recompute_scale_factor: none,
  },
  make: ({ self }) => {
    self.attrs.set('name', str(name));
    const factor = attribute(self, 'scale_factor');
    const real = (value: Value): Value => (value.kind === 'int' ? float(Number(value.value)) : value);
    self.attrs.set('scale_factor', factor.kind === 'tuple' ? tuple(factor.items.map(real)) : real(factor));
  },
  shown: ['scale_factor?', 'size?', 'mode'],
  usual: { scale_factor: 'None', size: 'None' },
  methods: (torch) => {
    const { interpolate } = interpolateFunctions(torch);
    return {
      *forward(self, [input = none], machine): Run<Value> {
        const names = ['size', 'scale_factor', 'mode', 'align_corners', 'recompute_scale_factor'];
        return yield* machine.call(interpolate ?? none, [input, ...names.map((key) => attribute(self, key))]);
      },
    };
  },
});

const moving = (name: string, file: string, call: string, parameter: string): Layer => ({
  name,
  file,
  params: parameter,
  defaults: {},
  make: () => undefined,
  shown: [parameter],
  forward: [`torch.nn.functional.${call}`, [parameter]],
});

const sliding = ['kernel_size', 'dilation', 'padding', 'stride'];
const slid = (name: string, extra: readonly string[]): Layer => ({
  name,
  file: 'fold',
  params: `${[...extra, 'kernel_size'].join(', ')}, dilation=1, padding=0, stride=1`,
  defaults: { dilation: int(1), padding: int(0), stride: int(1) },
  make: () => undefined,
  shown: [...extra, ...sliding],
  forward: [`torch.nn.functional.${name.toLowerCase()}`, [...extra, ...sliding]],
});

function checkSizes({ self, machine }: Making): void {
  const sizes = attribute(self, 'unflattened_size');
  if (sizes.kind !== 'tuple' && sizes.kind !== 'list')
    machine.raise(
      'TypeError',
      `unflattened_size must be a tuple of ints, but found type ${machine.classOf(sizes).name}`,
    );
  if (sizes.kind !== 'tuple' && sizes.kind !== 'list') return;
  const at = sizes.items.findIndex((item) => item.kind !== 'int');
  if (at >= 0)
    machine.raise(
      'TypeError',
      `unflattened_size must be tuple of ints, but found element of type ${machine.classOf(sizes.items[at]!).name} at pos ${at}`,
    );
}

const layers: readonly Layer[] = [
  upsampling(
    'Upsample',
    'nearest',
    "size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None",
    none,
  ),
  upsampling('UpsamplingNearest2d', 'nearest', 'size=None, scale_factor=None', none),
  upsampling('UpsamplingBilinear2d', 'bilinear', 'size=None, scale_factor=None', pyTrue),
  moving('PixelShuffle', 'pixelshuffle', 'pixel_shuffle', 'upscale_factor'),
  moving('PixelUnshuffle', 'pixelshuffle', 'pixel_unshuffle', 'downscale_factor'),
  moving('ChannelShuffle', 'channelshuffle', 'channel_shuffle', 'groups'),
  slid('Unfold', []),
  slid('Fold', ['output_size']),
  {
    name: 'Unflatten',
    file: 'flatten',
    params: 'dim, unflattened_size',
    defaults: {},
    make: checkSizes,
    shown: ['dim', 'unflattened_size'],
    methods: (torch) => ({
      forward: (self: InstanceValue, [input = none], machine) =>
        callFunction(torch, machine, 'torch.unflatten', [
          input,
          attribute(self, 'dim'),
          attribute(self, 'unflattened_size'),
        ]),
    }),
  },
];

/** Classes by their name under torch.nn. */
export const resizingLayers = (torch: Torch): Entries => classesOf(torch, layers);
