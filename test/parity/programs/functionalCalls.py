# %% margin and embedding losses by their options
import torch
import torch.nn.functional as F
a = torch.tensor([[0.2, -1.0, 0.5], [1.5, 0.0, -0.3]], requires_grad=True)
b = torch.tensor([[0.1, 0.4, -0.5], [1.0, -1.0, 0.3]])
y = torch.tensor([1, -1])
for reduction in ('mean', 'sum', 'none'):
    print(F.cosine_embedding_loss(a, b, y, margin=0.2, reduction=reduction), F.hinge_embedding_loss(a, torch.sign(b), margin=0.5, reduction=reduction), F.margin_ranking_loss(a, b, torch.ones(2, 3), margin=0.1, reduction=reduction), F.soft_margin_loss(a, torch.sign(b), reduction=reduction))
    print(F.triplet_margin_loss(a, b, b.flip(0), p=1, swap=True, reduction=reduction), F.triplet_margin_with_distance_loss(a, b, b.flip(0), reduction=reduction, swap=True, margin=0.5))
loss = F.cosine_embedding_loss(a, b, y) + F.hinge_embedding_loss(a, torch.sign(b)) + F.triplet_margin_loss(a, b, b.flip(0))
loss.backward()
print(a.grad)
print(F.hinge_embedding_loss(torch.tensor(0.5), torch.tensor(-1)), F.hinge_embedding_loss(torch.empty(0), torch.empty(0)))
F.triplet_margin_loss(a, b, b, margin=-1)

# %% losses over several labels
import torch
import torch.nn.functional as F
x = torch.tensor([[0.1, 0.2, 0.4, 0.8], [1.0, -1.0, 0.0, 2.0]], requires_grad=True)
t = torch.tensor([[3, 0, -1, 1], [-1, 2, 2, 0]])
for reduction in ('mean', 'sum', 'none'):
    print(F.multilabel_margin_loss(x, t, reduction=reduction), F.multi_margin_loss(x, torch.tensor([3, 0]), p=2, margin=0.5, weight=torch.tensor([1., 2., 3., 4.]), reduction=reduction), F.multilabel_soft_margin_loss(x, (t > 0).float(), weight=torch.tensor([1., 0., 2., 1.]), reduction=reduction))
(F.multilabel_margin_loss(x, t) + F.multilabel_soft_margin_loss(x, (t > 0).float())).backward()
print(x.grad, F.multi_margin_loss(x[0], torch.tensor(2)), F.multilabel_soft_margin_loss(x[0], torch.ones(4)))
F.multi_margin_loss(x, torch.tensor([3, 0]), p=3)

# %% likelihoods
import torch
import torch.nn.functional as F
x = torch.tensor([0.5, 2.0, 0.0], requires_grad=True)
t = torch.tensor([1.0, 3.0, 0.0])
for full in (False, True):
    print(F.poisson_nll_loss(x, t, full=full), F.poisson_nll_loss(x, t, log_input=False, full=full, reduction='none'), F.gaussian_nll_loss(x, t, torch.tensor([0.5, 2.0, 0.0]), full=full, reduction='sum'), F.gaussian_nll_loss(x, t, 0.25, full=full))
F.gaussian_nll_loss(x, t, torch.tensor([1.0, -1.0, 1.0]))

# %% alignment of sequences
import torch
import torch.nn.functional as F
from torch import nn
torch.manual_seed(3)
logits = torch.randn(6, 2, 4, requires_grad=True)
lp = logits.log_softmax(2)
t = torch.tensor([[1, 2, 2], [3, 1, 0]])
for reduction in ('none', 'mean', 'sum'):
    print(F.ctc_loss(lp, t, torch.tensor([6, 5]), torch.tensor([3, 2]), reduction=reduction))
print(nn.CTCLoss(blank=0, zero_infinity=True)(lp, t, (6, 2), (3, 2)), nn.CTCLoss()(lp, torch.tensor([1, 2, 2, 3, 1]), torch.tensor([6, 6]), torch.tensor([3, 2])))
F.ctc_loss(lp, t, (6, 5), (3, 2)).backward()
print(logits.grad)

# %% activations by name
import torch
import torch.nn.functional as F
x = torch.tensor([-3.5, -1.0, -0.25, 0.0, 0.5, 2.0, 7.0], requires_grad=True)
for f in (F.celu, F.elu, F.hardshrink, F.hardsigmoid, F.hardswish, F.hardtanh, F.leaky_relu, F.logsigmoid, F.mish, F.relu6, F.selu, F.sigmoid, F.silu, F.softplus, F.softshrink, F.softsign, F.tanh, F.tanhshrink):
    y = f(x)
    print(y, torch.autograd.grad(y.sum(), x)[0])
print(F.celu(x, 2), F.elu(x, 0.5), F.hardshrink(x, 1), F.hardtanh(x, -2, 0.25), F.softplus(x, beta=2, threshold=3), F.softshrink(x, 1), F.threshold(x, -0.5, 9), F.prelu(x, torch.tensor([0.1])), F.gelu(x[1:6], approximate='tanh'), F.gelu(x[1:6]), F.glu(x[:6]), F.glu(x[:6].reshape(2, 3), 0))
print(F.sigmoid(torch.tensor(0.0)), F.silu(torch.empty(0)), F.relu6(torch.tensor([7, -1])), F.hardtanh(torch.tensor([3, -1])), F.celu(torch.tensor([-1.0], dtype=torch.float64)))
F.glu(x)

# %% activations that have no integers
import torch
import torch.nn.functional as F
print(F.elu(torch.tensor([1.0, -1.0], dtype=torch.bfloat16)), F.mish(torch.tensor([-1.0], dtype=torch.float16)))
F.elu(torch.tensor([1, -2]))

# %% softplus has no integers
import torch
import torch.nn.functional as F
F.softplus(torch.tensor([1, -2]))

# %% drawn slopes
import torch
import torch.nn.functional as F
torch.manual_seed(0)
x = torch.tensor([[-1.0, 2.0, -3.0, -4.0]])
print(F.rrelu(x), F.rrelu(x, 0.1, 0.3), F.rrelu(x, 0.1, 0.3, training=True), F.rrelu(x, training=True, inplace=True) is x, x, torch.rand(1))
F.rrelu_(x, 0.2, 0.4)
print(x)

# %% dropout of every kind
import torch
import torch.nn.functional as F
from torch import nn
torch.manual_seed(1)
x = torch.ones(2, 3, 4)
print(F.dropout(x, 0.3), F.dropout1d(x, 0.5), F.dropout2d(torch.ones(2, 3, 2, 2), 0.5), F.dropout3d(torch.ones(2, 2, 1, 2, 2), 0.5), F.alpha_dropout(x, 0.2, training=True), F.feature_alpha_dropout(x, 0.4, training=True))
print(F.dropout2d(torch.ones(3, 2, 2), training=False), F.alpha_dropout(x) is x)
torch.manual_seed(1)
print(nn.FeatureAlphaDropout(0.5)(torch.ones(2, 3, 2, 2)), nn.Dropout1d(0.5)(x), nn.Dropout2d(0.5), nn.Dropout3d(0.5)(torch.ones(1, 3, 1, 1, 2)), nn.AlphaDropout(0.3)(torch.ones(4)), nn.FeatureAlphaDropout(0.1).eval()(x).sum())
F.dropout3d(x, 1.5)

# %% norms by name
import torch
import torch.nn.functional as F
x = torch.arange(24.0).reshape(2, 3, 4).sin().requires_grad_()
w, b = torch.tensor([1.0, 2.0, -1.0]), torch.tensor([0.5, 0.0, 1.0])
mean, var = torch.zeros(3), torch.ones(3)
print(F.batch_norm(x, mean, var, w, b, training=True, momentum=0.5), mean, var, F.batch_norm(x, mean, var))
print(F.group_norm(x, 3, w, b), F.instance_norm(x), F.instance_norm(x, mean, var, w, b, use_input_stats=False), F.layer_norm(x, (4,)), F.layer_norm(x, [3, 4], eps=0.1), F.rms_norm(x, (4,), eps=1e-3), F.local_response_norm(x, 2), F.local_response_norm(x, 3, alpha=0.5, beta=0.5, k=2.0), F.normalize(x, p=1, dim=2), F.normalize(x, dim=0))
(F.group_norm(x, 1) * F.local_response_norm(x, 2) * F.rms_norm(x, (3, 4))).sum().backward()
print(x.grad)
F.group_norm(x, 2)

# %% linear maps by name
import torch
import torch.nn.functional as F
x = torch.arange(6.0).reshape(2, 3)
print(F.linear(x, torch.eye(3)[:2], torch.tensor([1.0, -1.0])), F.linear(x[0], torch.ones(3)), F.bilinear(x, x[:, :2], torch.ones(1, 3, 2), torch.tensor([0.5])))
i = torch.arange(8.0).reshape(1, 2, 4)
print(F.conv1d(i, torch.ones(2, 1, 2), groups=2, stride=2), F.conv1d(i, torch.ones(1, 2, 3), padding='same'), F.conv_transpose1d(i, torch.ones(2, 1, 2), stride=2, output_padding=1))
m = torch.arange(9.0).reshape(1, 1, 3, 3)
print(F.conv2d(m, torch.ones(1, 1, 2, 2), torch.tensor([1.0]), dilation=2), F.conv2d(m[0], torch.ones(2, 1, 1, 1)).shape, F.conv_transpose2d(m, torch.ones(1, 1, 2, 2), padding=1), F.conv3d(m[None], torch.ones(1, 1, 1, 2, 2)), F.conv_transpose3d(m[None], torch.ones(1, 1, 1, 1, 2)), F.unfold(m, 2), F.fold(F.unfold(m, 2), (3, 3), 2))
F.conv2d(m, torch.ones(1, 2, 2, 2))

# %% attention by name
import torch
import torch.nn.functional as F
torch.manual_seed(0)
q, k, v = torch.randn(1, 2, 3), torch.randn(1, 4, 3), torch.randn(1, 4, 2)
print(F.scaled_dot_product_attention(q, k, v), F.scaled_dot_product_attention(q, k, v, is_causal=True), F.scaled_dot_product_attention(q, k, v, attn_mask=torch.tensor([[True, False, True, False], [False, True, True, True]]), scale=0.5))

# %% pooling by name
import torch
import torch.nn.functional as F
x = (torch.arange(24.0).reshape(1, 2, 12) * 7 % 5).requires_grad_()
y = x.reshape(1, 2, 3, 4)
z = y.reshape(1, 2, 3, 2, 2)
print(F.avg_pool1d(x, 3, stride=2, padding=1, ceil_mode=True, count_include_pad=False), F.avg_pool2d(y, 2, divisor_override=3), F.avg_pool3d(z, (1, 2, 1)))
print(F.max_pool1d(x, 2, padding=1), F.max_pool2d(y, 2, stride=1, dilation=2), F.max_pool3d(z, (2, 1, 2)), F.max_pool2d(y, (1, 2), return_indices=True))
print(F.adaptive_avg_pool1d(x, 5), F.adaptive_avg_pool2d(y, (2, None)), F.adaptive_avg_pool3d(z, 1), F.adaptive_max_pool1d(x, 3, return_indices=True), F.adaptive_max_pool2d(y, 2), F.adaptive_max_pool3d(z, (1, 2, 1)))
print(F.lp_pool1d(x, 2, 3), F.lp_pool2d(y, 3, 2, stride=1), F.lp_pool3d(z, 1.0, (1, 2, 2)))
v, i = F.max_pool1d(x, 2, return_indices=True)
w, j = F.max_pool2d(y, 2, return_indices=True)
print(F.max_unpool1d(v, i, 2), F.max_unpool2d(w, j, 2, output_size=(3, 4)))
u, k = F.max_pool3d(z, (1, 2, 2), return_indices=True)
print(F.max_unpool3d(u, k, (1, 2, 2)))
(F.lp_pool1d(x, 2, 4).sum() + F.max_unpool2d(w, j, 2, output_size=y.size()).pow(2).sum()).backward()
print(x.grad)
F.max_pool2d(y, 2, padding=2)

# %% functions that give places too
import torch
import torch.nn.functional as F
x = torch.arange(12.0).reshape(1, 1, 3, 4) * 5 % 7
print(F.max_pool2d_with_indices(x, 2), F.max_pool1d_with_indices(x[0], 2, 1), F.max_pool3d_with_indices(x[None], (1, 2, 2)), F.adaptive_max_pool1d_with_indices(x[0], 2), F.adaptive_max_pool2d_with_indices(x, (1, 2)), F.adaptive_max_pool3d_with_indices(x[None], 1))

# %% distances by name
import torch
import torch.nn.functional as F
a = torch.tensor([[1.0, 2.0, 3.0], [0.0, -1.0, 2.0], [4.0, 0.0, 1.0]], requires_grad=True)
print(F.cosine_similarity(a, a.flip(0)), F.cosine_similarity(a, a[:1], dim=-1), F.pairwise_distance(a, a.flip(0)), F.pairwise_distance(a, a.flip(1), p=1, keepdim=True), F.pairwise_distance(a[0], a[1], p=float('inf')))
for p in (2.0, 1, 0, 3, float('inf')):
    print(F.pdist(a, p))
print(torch.autograd.grad(F.pdist(a).sum(), a), torch.pdist(a[:1]), F.pdist(torch.zeros(0, 2)))
F.pdist(a[0])

# %% embeddings by name
import torch
import torch.nn.functional as F
t = torch.arange(10.0).reshape(5, 2).requires_grad_()
i = torch.tensor([[0, 4], [1, 1]])
print(F.embedding(i, t), F.embedding(torch.tensor(3), t, padding_idx=3), F.embedding_bag(i, t), F.embedding_bag(i.flatten(), t, torch.tensor([0, 1]), mode='sum'), F.embedding_bag(i, t, mode='max'), F.embedding_bag(i, t, mode='sum', per_sample_weights=torch.tensor([[0.5, 1.0], [2.0, -1.0]])))
F.embedding(i, t, padding_idx=1, scale_grad_by_freq=True).sum().backward()
print(t.grad, F.one_hot(i, 5), F.one_hot(torch.tensor([2, 0])), F.one_hot(torch.empty(0, dtype=torch.int64), 3).shape)
F.embedding(torch.tensor([5]), t)

# %% pictures by name
import torch
import torch.nn.functional as F
x = torch.arange(16.0).reshape(1, 4, 2, 2)
print(F.pixel_shuffle(x, 2), F.pixel_unshuffle(F.pixel_shuffle(x, 2), 2).equal(x), F.channel_shuffle(x, 2).flatten(), F.native_channel_shuffle(x, 2).flatten(), F.pad(x, (1, 0, 0, 1), value=-1.0)[0, 0], F.pad(x, (1, 1, 1, 0), mode='reflect')[0, 1], F.pad(x, (1, 0, 1, 0), 'replicate')[0, 2], F.pad(x, (1, 1, 0, 0), 'circular')[0, 3])
g = F.affine_grid(torch.tensor([[[1.0, 0.0, 0.2], [0.0, 0.5, 0.0]]]), (1, 4, 2, 3), align_corners=False)
print(g, F.grid_sample(x, g, align_corners=False)[0, 0], F.grid_sample(x, g, mode='nearest', padding_mode='border', align_corners=True)[0, 1])
print(F.interpolate(x, scale_factor=2)[0, 0], F.interpolate(x, size=3, mode='bilinear', align_corners=True)[0, 0], F.upsample(x, scale_factor=2)[0, 1], F.upsample_nearest(x, size=(2, 4))[0, 0], F.upsample_bilinear(x, scale_factor=2)[0, 0])
F.pad(x, (2, 2), mode='reflect')

# %% compiled functions
import torch
@torch.compile(backend="eager")
def f(x):
    return torch.relu(x) * 2
print(f(torch.tensor([-1.0, 2.0])), torch.compile(torch.nn.Linear(1, 1), backend="eager") is not None)
