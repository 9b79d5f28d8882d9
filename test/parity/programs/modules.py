# %% a model of one's own
import torch
from torch import nn

class Scale(nn.Module):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor
        self.activation = nn.Sigmoid()

    def forward(self, x):
        return self.activation(x * self.factor)

model = Scale(2.0)
print(model, model.training, model.eval().training)
result = model(torch.tensor([0.5, -0.5]))

# %% parameters
import torch
from torch import nn

class Affine(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.tensor([[1.0, 2.0], [0.5, -0.5]]))
        self.bias = nn.Parameter(torch.zeros(2))
        self.register_buffer('seen', torch.tensor(3))

    def forward(self, x):
        return x @ self.weight.t() + self.bias

m = Affine()
for name, p in m.named_parameters():
    print(name, p.shape, p.requires_grad)
print(sum(p.numel() for p in m.parameters()), list(m.state_dict()), [n for n, _ in m.named_buffers()])
print(m(torch.ones(1, 2)), m)

# %% linear with given weights
import torch
from torch import nn
layer = nn.Linear(3, 2)
nn.init.constant_(layer.weight, 0.5)
nn.init.zeros_(layer.bias)
print(layer, layer.in_features, layer.bias)
print(layer(torch.tensor([[1.0, 2.0, 3.0]])))
with torch.no_grad():
    layer.weight[0, 0] = 2.0
print(layer(torch.ones(1, 3)))

# %% sequential
import torch
from torch import nn
model = nn.Sequential(nn.Flatten(), nn.ReLU(), nn.Softmax(dim=1))
print(model, len(model), model[1])
result = model(torch.tensor([[[0.5, -1.0], [0.8, 0.2]]]))

# %% lists of modules
import torch
from torch import nn
layers = nn.ModuleList([nn.ReLU(), nn.Tanh()])
x = torch.tensor([-1.0, 0.5])
for layer in layers:
    x = layer(x)
print(layers, x, len(layers), layers[-1])

# %% seeded weights
import torch
from torch import nn
torch.manual_seed(0)
layer = nn.Linear(4, 3)
print(layer.weight)
print(layer.bias)
print(layer(torch.ones(2, 4)))

# %% a loss in a loss
import torch
from torch import nn

class Distillation(nn.Module):
    def __init__(self, temperature=2.0, alpha=0.5):
        super().__init__()
        self.temperature, self.alpha = temperature, alpha
        self.hard = nn.CrossEntropyLoss()
        self.soft = nn.KLDivLoss(reduction='batchmean')

    def forward(self, student, teacher, labels):
        T = self.temperature
        soft = self.soft(torch.log_softmax(student / T, 1), torch.softmax(teacher / T, 1)) * T * T
        return self.alpha * soft + (1 - self.alpha) * self.hard(student, labels)

criterion = Distillation()
print(criterion)
result = criterion(torch.tensor([[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]]), torch.tensor([[1.5, 2.0, 0.5], [1.0, 0.5, 2.5]]), torch.tensor([1, 2]))

# %% forward is missing
import torch
from torch import nn

class Empty(nn.Module):
    pass

Empty()(torch.ones(1))

# %% wrong arguments of forward
import torch
from torch import nn
nn.CrossEntropyLoss()(torch.ones(1), torch.ones(1), torch.ones(1))

# %% no module
from torch import nn
nn.Sequential(1)

# %% unknown attribute of a module
from torch import nn
nn.MSELoss().foo

# %% layer of the wrong width
import torch
from torch import nn
nn.Linear(3, 2)(torch.ones(1, 4))

# %% no_grad and friends
import torch
w = torch.ones(2, requires_grad=True)

@torch.no_grad()
def double(x):
    return x * 2

print(double(w).requires_grad, (w * 2).requires_grad, torch.is_grad_enabled())
with torch.no_grad():
    w -= 0.5
with torch.set_grad_enabled(False):
    print((w * 2).requires_grad)
print(w, w.data, w.detach().requires_grad)

# %% backward of nothing
import torch
torch.ones(1).backward()

# %% backward of many
import torch
(torch.ones(2, requires_grad=True) * 2).backward()

# %% a layer before super
from torch import nn

class Model(nn.Module):
    def __init__(self):
        self.act = nn.ReLU()

Model()

# %% a tensor for a parameter
import torch
from torch import nn
layer = nn.Linear(2, 2)
layer.weight = torch.ones(2, 2)

# %% a number for a layer
from torch import nn

class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.act = nn.ReLU()

m = Model()
m.act = nn.Tanh()
print(m)
m.act = 3
