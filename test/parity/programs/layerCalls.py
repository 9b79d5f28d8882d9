# %% padding layers
import torch
from torch import nn
x = torch.arange(12.0).reshape(1, 1, 3, 4)
for layer in (nn.ZeroPad2d((1, 0, 2, 1)), nn.ConstantPad2d(1, 7.5), nn.ReflectionPad2d((1, 2, 1, 0)), nn.ReplicationPad2d((2, 0, 1, 1)), nn.CircularPad2d((1, 1, 0, 2))):
    print(layer, layer.padding, layer(x))
for layer in (nn.ZeroPad1d(2), nn.ConstantPad1d((1, 0), -1), nn.ReflectionPad1d((2, 1)), nn.ReplicationPad1d((0, 2)), nn.CircularPad1d((1, 2))):
    print(layer, layer(x[0, 0][None]))
for layer in (nn.ZeroPad3d((1, 0, 0, 0, 1, 0)), nn.ConstantPad3d((0, 1, 0, 0, 0, 1), 2.0), nn.ReflectionPad3d((1, 0, 1, 0, 0, 0)), nn.ReplicationPad3d((1, 0, 0, 1, 1, 0)), nn.CircularPad3d((1, 0, 0, 1, 0, 0))):
    print(layer, layer(x[None]))
nn.ReflectionPad2d(4)(x)

# %% convolution layers
import torch
from torch import nn
torch.manual_seed(0)
x = torch.randn(1, 2, 5)
print(nn.Conv1d(2, 3, 2)(x), nn.Conv1d(2, 4, 3, stride=2, padding=1, groups=2, bias=False)(x), nn.Conv1d(2, 2, 3, padding=2, padding_mode='circular'))
y = torch.randn(1, 2, 2, 3, 3)
print(nn.Conv3d(2, 1, 2)(y), nn.Conv3d(2, 2, (1, 2, 2), dilation=(1, 1, 2))(y).shape, nn.ConvTranspose3d(2, 1, (1, 2, 2))(y), nn.ConvTranspose1d(2, 1, 2, stride=2)(x), nn.ConvTranspose2d(2, 1, 2, bias=False)(y[:, :, 0]))
print(nn.Conv3d(2, 4, 3, padding='same', groups=2), nn.ConvTranspose3d(2, 2, 3, stride=2, output_padding=1))
nn.Conv1d(3, 2, 2)(x)

# %% pooling layers
import torch
from torch import nn
x = torch.arange(36.0).reshape(1, 1, 6, 6) * 7 % 11
print(nn.AdaptiveMaxPool1d(2)(x[0]), nn.AdaptiveMaxPool2d((2, 3), return_indices=True)(x), nn.AdaptiveMaxPool3d(1)(x[None]), nn.AdaptiveAvgPool1d(4)(x[0]), nn.AdaptiveAvgPool2d((None, 2))(x), nn.AdaptiveAvgPool3d((1, 2, 2))(x[None]))
print(nn.LPPool1d(2, 3)(x[0]), nn.LPPool2d(1, 3, stride=2)(x), nn.LPPool3d(2, (1, 3, 3))(x[None]), nn.AvgPool1d(2, padding=1)(x[0]), nn.AvgPool2d(3, 2, 1, count_include_pad=False)(x), nn.AvgPool3d((1, 3, 2))(x[None]))
print(nn.MaxPool1d(3, ceil_mode=True)(x[0]), nn.MaxPool3d((1, 2, 2))(x[None]), nn.MaxPool2d(2, return_indices=True)(x), nn.AdaptiveMaxPool3d((None, 1, 2)), nn.LPPool3d(2, 3))
v, i = nn.MaxPool2d(2, return_indices=True)(x)
print(nn.MaxUnpool2d(2)(v, i), nn.MaxUnpool1d(3), nn.MaxUnpool3d((1, 2, 2), stride=(1, 2, 1)))

# %% activation layers
import torch
from torch import nn
x = torch.tensor([[-2.0, -0.5, 0.0, 0.5], [1.0, 3.0, -4.0, 6.5]])
for layer in (nn.CELU(0.5), nn.ELU(2), nn.GLU(), nn.Hardshrink(1), nn.Hardsigmoid(), nn.Hardswish(), nn.Hardtanh(-2, 3), nn.LeakyReLU(0.2), nn.LogSigmoid(), nn.Mish(), nn.PReLU(), nn.PReLU(2, init=0.5), nn.ReLU6(), nn.SELU(), nn.SiLU(), nn.Softplus(2, 5), nn.Softshrink(0.25), nn.Softsign(), nn.Tanhshrink(), nn.Threshold(0.1, -20), nn.Identity(1, a=2), nn.Softmin(dim=0), nn.Softmax2d()):
    try:
        print(layer, layer(x))
    except (RuntimeError, ValueError) as error:
        print(layer, error)
y = x.clone()
print(nn.GELU()(torch.tensor([-1.0, 0.5])), nn.GELU('tanh'), nn.ELU(inplace=True)(y) is y, y, nn.RReLU().eval()(x), nn.Softmax2d()(x[None, None]))

# %% norm layers
import torch
from torch import nn
x = torch.arange(48.0).reshape(2, 3, 2, 2, 2).cos()
b = nn.BatchNorm3d(3, momentum=None)
print(b(x).sum().abs() < 1e-4, b.running_mean, b.num_batches_tracked, b.eval()(x)[0, 0])
print(nn.InstanceNorm3d(3)(x)[1, 2], nn.InstanceNorm3d(3, affine=True, track_running_stats=True), nn.InstanceNorm2d(3)(x[:, :, 0])[0, 1], nn.InstanceNorm1d(3)(x[:, :, 0, 0])[1])
print(nn.LocalResponseNorm(2)(x)[0, 1], nn.RMSNorm(2)(x)[0, 0], nn.RMSNorm((2, 2), elementwise_affine=False), nn.GroupNorm(3, 3, affine=False)(x)[1, 0], nn.LayerNorm([2, 2], elementwise_affine=False)(x)[0, 2], nn.BatchNorm1d(3, affine=False)(x[:, :, 0, 0])[0], nn.BatchNorm2d(3, track_running_stats=False).eval()(x[:, :, 0])[1, 1])
nn.InstanceNorm3d(4, affine=True)(x)

# %% images and shapes
import torch
from torch import nn
x = torch.arange(16.0).reshape(1, 4, 2, 2)
print(nn.ChannelShuffle(2)(x).flatten(), nn.PixelShuffle(2)(x), nn.PixelUnshuffle(2)(nn.PixelShuffle(2)(x)).equal(x), nn.Unflatten(1, (2, 2))(x).shape, nn.Upsample(scale_factor=2, mode='bilinear')(x)[0, 0], nn.UpsamplingNearest2d(scale_factor=2)(x)[0, 3], nn.UpsamplingBilinear2d(size=(3, 3))(x)[0, 1], nn.Fold((2, 3), 2)(torch.ones(1, 4, 2)), nn.Unfold(2)(x)[0, :, 0])
print(nn.ChannelShuffle(2), nn.PixelShuffle(2), nn.Unflatten(1, (2, 2)), nn.Upsample(size=4), nn.UpsamplingBilinear2d(scale_factor=2), nn.Fold((2, 3), 2), nn.Unfold((1, 2), dilation=2))
nn.ChannelShuffle(3)(x)

# %% parameters in lists
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.weights = nn.ParameterList([nn.Parameter(torch.ones(2) * i) for i in range(3)])
        self.named = nn.ParameterDict({'a': nn.Parameter(torch.tensor(2.0)), 'b': nn.Parameter(torch.zeros(1, 2))})
        self.layers = nn.ModuleDict({'one': nn.Linear(2, 2, bias=False), 'act': nn.ReLU()})
    def forward(self, x):
        for w in self.weights:
            x = x * w + self.named['a']
        return self.layers['act'](x + self.named['b'])
net = Net()
y = net(torch.ones(2))
y.sum().backward()
print(net, y, [n for n, _ in net.named_parameters()], net.named['a'].grad, net.weights[1].grad)

# %% bags and pairs
import torch
from torch import nn
torch.manual_seed(2)
e = nn.EmbeddingBag(6, 2, mode='sum', padding_idx=0)
print(e, e(torch.tensor([[1, 2], [0, 5]])), e(torch.tensor([1, 1, 3]), torch.tensor([0, 2])))
print(nn.Bilinear(2, 3, 1)(torch.ones(1, 2), torch.ones(1, 3)), nn.CosineSimilarity(dim=0)(torch.tensor([1.0, 2.0]), torch.tensor([2.0, 1.0])), nn.PairwiseDistance(p=1)(torch.ones(2, 2), torch.zeros(2, 2)))
nn.EmbeddingBag(6, 2)(torch.tensor([1, 2]))

# %% layers in other types
import torch
from torch import nn
torch.manual_seed(0)
c = nn.Conv1d(1, 2, 2, dtype=torch.float64)
print(c.weight, c.bias, c(torch.ones(1, 1, 3, dtype=torch.float64)), torch.rand(1))
b = nn.BatchNorm1d(2, dtype=torch.float64)
print(b.weight, b.running_var, b.num_batches_tracked, nn.PReLU(dtype=torch.float64).weight)
lazy = nn.LazyConv2d(1, 2, dtype=torch.float64)
print(lazy(torch.ones(1, 1, 2, 2, dtype=torch.float64)), nn.Conv2d(1, 1, 1, device='cpu'))

# %% fractional pools
import torch
from torch import nn
import torch.nn.functional as F
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__,e)
torch.manual_seed(0)
x=torch.randn(2,3,9,8,requires_grad=True)
t(lambda: F.fractional_max_pool2d(x,2,output_size=4)); t(lambda: F.fractional_max_pool2d(x,(3,2),output_ratio=(0.5,0.6))); t(lambda: F.fractional_max_pool2d(x[0],3,output_size=(5,1),return_indices=True))
y, i = F.fractional_max_pool2d_with_indices(x, 2, (4, 3)); print(y, i); print(F.fractional_max_pool3d_with_indices(x.detach(), 2, (1, 2, 2))); print(y.grad_fn.name(), torch.rand(2))
y.pow(2).sum().backward(); print(x.grad)
t(lambda: F.fractional_max_pool2d(x.detach().double(),2,output_size=4)); t(lambda: F.fractional_max_pool2d(x.detach().half(),2,output_size=2))
t(lambda: F.fractional_max_pool2d(x.detach(),2,output_size=4,_random_samples=torch.full((2,3,2),0.3)))
t(lambda: F.fractional_max_pool3d(x.detach(),2,output_size=(1,3,4))); t(lambda: F.fractional_max_pool3d(x.detach()[None],2,output_ratio=(0.5,.5,.5),return_indices=True))
t(lambda: F.fractional_max_pool2d(x,2)); t(lambda: F.fractional_max_pool2d(x,9,output_size=4)); t(lambda: F.fractional_max_pool2d(x,2,output_size=9));t(lambda: F.fractional_max_pool2d(x[0,0],2,output_size=9)); t(lambda: F.fractional_max_pool2d(x,2,output_ratio=.5)); t(lambda: F.fractional_max_pool2d(x.long(),2,output_size=2)); t(lambda: F.fractional_max_pool2d(x,2,output_size=2,_random_samples=torch.ones(2,3)))
t(lambda: F.fractional_max_pool2d(x,(2,2,2),output_size=2)); t(lambda: F.fractional_max_pool2d(x[None],2,output_size=2)); t(lambda: F.fractional_max_pool3d(x,9,output_size=2)); t(lambda: F.fractional_max_pool3d(x,(1,9,1),output_size=2)); t(lambda: F.fractional_max_pool3d(x,(1,1,9),output_size=2))
t(lambda: F.fractional_max_pool2d(x,(2,9),output_size=4))
torch.manual_seed(0)
m=nn.FractionalMaxPool2d(2,output_ratio=0.5); print(m,m.kernel_size,m.output_size,m.output_ratio,m.return_indices,m.state_dict()); print(m(x).shape, m(x))
m=nn.FractionalMaxPool3d(2,output_size=(1,2,3),return_indices=True); print(m, m(x)); print(m.kernel_size,m.output_size)
m=nn.FractionalMaxPool2d(2,output_size=3,_random_samples=torch.full((2,3,2),0.3)); print(m(x)); print(m.state_dict())
t(lambda: nn.FractionalMaxPool2d(2)); t(lambda: nn.FractionalMaxPool2d(2,3,.5)); t(lambda: nn.FractionalMaxPool2d(2,output_ratio=1.5)); t(lambda: nn.FractionalMaxPool3d(2)); t(lambda: nn.FractionalMaxPool3d(2,3,.5)); t(lambda: nn.FractionalMaxPool3d(2,output_ratio=(1.5,1,1)))
z=torch.full((1,1,4,4),float('nan')); z[0,0,0,0]=1; t(lambda: F.fractional_max_pool2d(z,2,output_size=2,return_indices=True)); 
t(lambda: F.fractional_max_pool2d(x.detach().transpose(2,3),2,output_size=3))

# %% adaptive log-softmax
import torch
from torch import nn
torch.manual_seed(0)
m=nn.AdaptiveLogSoftmaxWithLoss(16,20,cutoffs=[4,10],div_value=2.)
print(m); print([(n,p.shape) for n,p in m.named_parameters()]); print(m.cutoffs,m.shortlist_size,m.n_clusters,m.head_size,m.div_value,m.head_bias)
x=torch.randn(5,16,requires_grad=True); y=torch.tensor([0,5,11,3,19])
out=m(x,y); print(out); print(out.output, out.loss, type(out).__name__)
out.loss.backward(); print(x.grad); print(m.tail[1][0].weight.grad.abs().sum())
print(m.log_prob(x)); print(m.predict(x)); print(m.log_prob(x).exp().sum(1))
print(m(x[0],y[0])); print(m(x[:1],y[:1]))
m=nn.AdaptiveLogSoftmaxWithLoss(8,10,[2],head_bias=True,dtype=torch.float64); print(m(torch.randn(3,8).double(),torch.tensor([0,1,1]))); print(m.predict(torch.randn(6,8).double()))
o,l=m(torch.randn(3,8).double(),torch.tensor([9,2,5])); print(o,l)
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__,e)
t(lambda: m(torch.randn(3,8).double(),torch.tensor([0,1,10]))); t(lambda: m(torch.randn(2,8).double(),torch.tensor([0,1,1]))); t(lambda: m(torch.randn(3,8,1).double(),torch.tensor([0,1,1]))); t(lambda: m(torch.randn(3,8).double(),torch.tensor(1))); t(lambda: m(torch.randn(3,8).double(),torch.tensor([[0,1,1]])))
t(lambda: nn.AdaptiveLogSoftmaxWithLoss(8,10,[])); t(lambda: nn.AdaptiveLogSoftmaxWithLoss(8,10,[3,2])); t(lambda: nn.AdaptiveLogSoftmaxWithLoss(8,10,[10]))
