# %% interpolate in every mode
import torch
import torch.nn.functional as F

torch.set_printoptions(precision=3, sci_mode=False)
line = (torch.arange(5.0) ** 2 / 4).reshape(1, 1, 5)
image = (torch.arange(12.0) ** 1.5 / 4).reshape(1, 1, 3, 4)
block = torch.arange(8.0).reshape(1, 1, 2, 2, 2)
for mode, x in (("nearest", line), ("nearest-exact", line), ("linear", line), ("area", line), ("nearest", image), ("nearest-exact", image), ("bilinear", image), ("bicubic", image), ("area", image), ("nearest", block), ("trilinear", block)):
    for options in ({"size": 3}, {"scale_factor": 2}, {"scale_factor": 1.7}, {"scale_factor": 1.2}, {"scale_factor": 0.6}, {"scale_factor": 1.7, "recompute_scale_factor": True}):
        y = F.interpolate(x, mode=mode, **options)
        print(mode, options, y.shape, y)
for mode, x in (("linear", line), ("bilinear", image), ("bicubic", image), ("trilinear", block)):
    print(F.interpolate(x, size=4, mode=mode, align_corners=True))
    print(F.interpolate(x, size=1, mode=mode, align_corners=True))
print(F.interpolate(image, size=(2, 7), mode="bilinear"))
print(F.interpolate(image, scale_factor=(2.0, 0.5), mode="nearest"))
print(F.interpolate(image.double(), size=(2, 7), mode="bicubic"))

# %% gradients of resized images
import torch
import torch.nn.functional as F

x = (torch.arange(12.0) / 8).reshape(1, 1, 3, 4).requires_grad_()
for mode in ("nearest", "bilinear", "bicubic", "area"):
    x.grad = None
    y = F.interpolate(x, size=(5, 3), mode=mode)
    print(y)
    (y**2).sum().backward()
    print(x.grad)
for y in (F.pixel_shuffle(x.reshape(1, 4, 1, 3), 2), F.unfold(x, 2), F.channel_shuffle(x.reshape(1, 4, 1, 3), 2), F.fold(x.reshape(4, 3), (2, 4), 2), F.pixel_unshuffle(x.reshape(1, 1, 2, 6), 2)):
    print(y)
    x.grad = None
    (y**2).sum().backward()
    print(x.grad)

# %% the layers
import torch
from torch import nn

x = torch.arange(16.0).reshape(1, 4, 2, 2)
for layer in (
    nn.Upsample(scale_factor=2),
    nn.Upsample(3),
    nn.Upsample(size=3, mode="bilinear", align_corners=True),
    nn.Upsample(scale_factor=(2, 3)),
    nn.Upsample(scale_factor=2, mode="bicubic"),
    nn.UpsamplingNearest2d(scale_factor=2),
    nn.UpsamplingBilinear2d(size=(3, 4)),
    nn.PixelShuffle(2),
    nn.PixelUnshuffle(2),
    nn.ChannelShuffle(2),
    nn.Unfold(2),
    nn.Unfold((1, 2), padding=1, stride=(2, 1)),
    nn.Unflatten(1, (2, 2)),
    nn.Unflatten(1, [2, -1]),
):
    print(layer)
    y = layer(x)
    print(y.shape, y)
for layer in (nn.Fold((2, 2), 1), nn.Fold(3, 2, padding=1, stride=2), nn.Fold(output_size=(2, 2), kernel_size=1)):
    print(layer)
    print(layer(x.reshape(1, 4, 4)))
columns = nn.Unfold(2)(x)
print(torch.equal(nn.Fold((2, 2), 2)(columns), x))

# %% what is refused of sizes
import torch
import torch.nn.functional as F
from torch import nn


def tried(call):
    try:
        print(call().shape)
    except Exception as error:
        print(type(error).__name__, error)


x = torch.ones(1, 4, 2, 2)
for mode in ("nearest", "linear", "bilinear", "bicubic", "trilinear", "area", "foo"):
    for shape in ((1, 4), (1, 1, 4), (1, 1, 2, 2), (1, 1, 2, 2, 2)):
        tried(lambda: F.interpolate(torch.ones(shape), scale_factor=2, mode=mode))
tried(lambda: F.interpolate(x))
tried(lambda: F.interpolate(x, size=3, scale_factor=2))
tried(lambda: F.interpolate(x, size=(1, 2, 3)))
tried(lambda: F.interpolate(x, size=(1.5, 2)))
tried(lambda: F.interpolate(x, size=0))
tried(lambda: F.interpolate(x, scale_factor=(1, 2, 3)))
tried(lambda: F.interpolate(x, scale_factor=2, align_corners=True))
tried(lambda: F.interpolate(x, size=3, recompute_scale_factor=True))
tried(lambda: nn.Upsample()(x))
tried(lambda: nn.Unflatten(1, (2.0, 2)))
tried(lambda: nn.Unflatten(1, 2))
tried(lambda: nn.Unflatten(1, (3, 2))(x))
tried(lambda: nn.PixelShuffle(3)(x))
tried(lambda: nn.PixelShuffle(0)(x))
tried(lambda: F.unfold(x, 3))
tried(lambda: F.fold(torch.ones(1, 4, 2), 2, 2))
