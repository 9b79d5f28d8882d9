# %% the function with each option, and gradients
import torch
import torch.nn.functional as F
torch.set_printoptions(precision=3, sci_mode=False)
torch.manual_seed(0)
x, w = torch.randn(3, 5, requires_grad=True), torch.randn(4, 5, requires_grad=True)
y = torch.tensor([0, 1, 2])
for options in (
    {}, {'linear_bias': torch.arange(4.)}, {'weight': torch.tensor([1., 2., 3., 4.])}, {'reduction': 'sum'},
    {'reduction': 'none'}, {'ignore_index': 1}, {'label_smoothing': 0.1},
):
    loss = F.linear_cross_entropy(x, w, y, **options)
    print(loss)
    print(*torch.autograd.grad(loss.sum(), [x, w]))
print(F.linear_cross_entropy(x, w, torch.softmax(torch.randn(3, 4), 1)), F.linear_cross_entropy(x[0], w, y[0]))
print(F.linear_cross_entropy(x, torch.randn(4, 2, 5), torch.tensor([[0, 1], [2, 3], [1, 1]])))

# %% the layer
import torch
from torch import nn
torch.manual_seed(0)
layer = nn.LinearCrossEntropyLoss(5, 4, out_features=(2,))
print(layer, layer(torch.randn(3, 5), torch.randint(0, 4, (3, 2))))
layer = nn.LinearCrossEntropyLoss(5, 4, bias=True, reduction='sum', weight=torch.ones(4))
print(layer, list(layer.state_dict()), layer(torch.randn(2, 5), torch.tensor([1, 3])))

# %% what it refuses
import torch
from torch import nn
import torch.nn.functional as F
x, w, y = torch.ones(3, 5), torch.ones(4, 5), torch.tensor([0, 1, 2])
for call in (
    lambda: F.linear_cross_entropy(x, w),
    lambda: F.linear_cross_entropy(x, w, y, None),
    lambda: F.linear_cross_entropy([1], w, y),
    lambda: F.linear_cross_entropy(x[None], w, y),
    lambda: F.linear_cross_entropy(x, w[0], y),
    lambda: F.linear_cross_entropy(x, w[:, :2], y),
    lambda: F.linear_cross_entropy(x, w, y, linear_bias=torch.ones(3)),
    lambda: F.linear_cross_entropy(x[0], torch.ones(2, 2, 5), y),
    lambda: F.linear_cross_entropy(x, w, torch.ones(3, 4), ignore_index=1),
    lambda: F.linear_cross_entropy(x, w, y, reduction='foo'),
    lambda: F.linear_cross_entropy(x, w, y.int()),
    lambda: F.linear_cross_entropy(x, w, y + 2),
    lambda: F.linear_cross_entropy(x, w, y[:2]),
    lambda: F.linear_cross_entropy(x.double(), w, y),
    lambda: nn.LinearCrossEntropyLoss(5, 4, weight=torch.ones(3)),
    lambda: nn.LinearCrossEntropyLoss(5, 4, label_smoothing=2.),
):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
