# %% scores without a batch have no way back from a target with one
import torch
import torch.nn.functional as F
for reduction in ('mean', 'sum', 'none'):
    for loss in (F.cross_entropy, F.nll_loss):
        x = torch.tensor([.1, .2, .7], requires_grad=True)
        y = loss(x, torch.tensor([1]), reduction=reduction)
        print(y)
        try:
            y.sum().backward()
        except RuntimeError as error:
            print(error, x.grad)

# %% zeros keep their sign at the class of a target
import torch
import torch.nn.functional as F
x = torch.tensor([.1, .2, .7], requires_grad=True)
(F.cross_entropy(x, torch.tensor(1), reduction='sum') * 0).backward()
print(x.grad)
weight = torch.tensor([1., 0., 1.])
for loss in (F.cross_entropy, F.nll_loss):
    for reduction in ('mean', 'sum'):
        x = torch.tensor([[.1, .2, .7], [1., 2., 3.], [0., 1., 0.]], requires_grad=True)
        loss(x, torch.tensor([1, 2, -100]), weight=weight, reduction=reduction).backward()
        print(x.grad)

# %% a gradient for each loss
import torch
import torch.nn.functional as F
x = torch.tensor([[.1, .2, .7], [1., 2., 3.], [0., 1., 0.]], requires_grad=True)
loss = F.cross_entropy(x, torch.tensor([1, 2, 0]), weight=torch.tensor([1., 0., 2.]), reduction='none')
loss.backward(torch.tensor([-1., 0., 0.5]))
print(x.grad)

# %% second order
import torch
import torch.nn.functional as F
x = torch.tensor([[.1, .2, .7], [1., 2., 3.]], requires_grad=True)
loss = F.cross_entropy(x, torch.tensor([1, 2]), weight=torch.tensor([1., 3., 2.]))
grad, = torch.autograd.grad(loss, x, create_graph=True)
grad.square().sum().backward()
print(grad.detach(), x.grad)

# %% xlogy of one
import torch
print(torch.xlogy(torch.tensor([-1., 1., -2., 0.]), torch.ones(4)))
