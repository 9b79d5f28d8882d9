# %% kl, every reduction
import torch
import torch.nn.functional as F
x = torch.log_softmax(torch.tensor([[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]]), 1)
t = torch.tensor([[0.3, 0.4, 0.3], [0.1, 0.5, 0.4]])
result = [F.kl_div(x, t, reduction=r) for r in ('none', 'sum', 'batchmean', 'mean')]

# %% kl with log_target
import torch
import torch.nn.functional as F
x = torch.log_softmax(torch.tensor([[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]]), 1)
t = torch.tensor([[0.3, 0.4, 0.3], [0.1, 0.5, 0.4]]).log()
result = [F.kl_div(x, t, reduction='batchmean', log_target=True), F.kl_div(x, t, reduction='none', log_target=True)]

# %% kl with a zero target
import torch
import torch.nn.functional as F
print(F.kl_div(torch.tensor([[-0.7, -0.7]]), torch.tensor([[0.0, 1.0]]), reduction='none'))

# %% kl of logits by mistake
import torch
import torch.nn.functional as F
result = F.kl_div(torch.tensor([[0.5, 1.0, 0.8]]), torch.tensor([[0.3, 0.4, 0.3]]), reduction='batchmean')

# %% kl as a module
import torch
from torch import nn
c = nn.KLDivLoss(reduction='batchmean', log_target=False)
print(c, c.log_target)
result = c(torch.tensor([[0.25, 0.75]]).log(), torch.tensor([[0.5, 0.5]]))

# %% kl default warns
import torch
from torch import nn
result = nn.KLDivLoss()(torch.tensor([[0.25, 0.75]]).log(), torch.tensor([[0.5, 0.5]]))

# %% kl bad reduction
import torch
import torch.nn.functional as F
F.kl_div(torch.zeros(2), torch.zeros(2), reduction='avg')

# %% mse and l1
import torch
import torch.nn.functional as F
x, t = torch.tensor([[0.5, 1.0], [0.2, 0.4]]), torch.tensor([[0.3, 1.5], [0.0, 2.0]])
result = [f(x, t, reduction=r) for f in (F.mse_loss, F.l1_loss) for r in ('none', 'mean', 'sum')]

# %% smooth l1 and huber
import torch
import torch.nn.functional as F
x, t = torch.tensor([0.5, 1.0, 4.0]), torch.tensor([0.3, 3.5, 0.0])
result = [F.smooth_l1_loss(x, t), F.smooth_l1_loss(x, t, beta=0.5, reduction='none'), F.huber_loss(x, t),
          F.huber_loss(x, t, delta=2.0, reduction='none'), F.huber_loss(x, t, reduction='sum')]

# %% modules of regression
import torch
from torch import nn
x, t = torch.tensor([0.5, 1.0]), torch.tensor([0.3, 3.5])
for c in (nn.MSELoss(), nn.L1Loss(reduction='sum'), nn.SmoothL1Loss(beta=2.0), nn.HuberLoss(delta=0.5)):
    print(c, c(x, t))

# %% broadcast warns
import torch
import torch.nn.functional as F
a = torch.tensor([[1.], [2.], [3.], [4.]])
result = [F.mse_loss(a, torch.tensor([1., 2., 3., 4.])), F.l1_loss(a, torch.tensor([1., 2.]).repeat(2))]

# %% legacy mse
import torch
from torch import nn
result = nn.MSELoss(size_average=False)(torch.ones(2), torch.zeros(2))

# %% number as a target
import torch
import torch.nn.functional as F
F.mse_loss(torch.ones(2), 1.0)

# %% shapes that do not broadcast
import torch
import torch.nn.functional as F
F.mse_loss(torch.ones(2), torch.ones(3))

# %% gradient names
import torch
import torch.nn.functional as F
x = torch.tensor([[0.5, 0.25]], requires_grad=True)
t = torch.tensor([[1., 0.]])
print(F.mse_loss(x, t), F.l1_loss(x, t), F.smooth_l1_loss(x, t), F.huber_loss(x, t))
print(F.kl_div(x, t, reduction='sum'), F.kl_div(x, t, reduction='batchmean'), F.kl_div(x, t, reduction='none'))
