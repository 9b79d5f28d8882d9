# %% a convolutional classifier learns
import torch
from torch import nn
torch.manual_seed(0)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.pool = nn.MaxPool2d(2, 2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(16 * 4 * 4, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)
    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        x = torch.flatten(x, 1)
        x = torch.relu(self.fc1(x))
        x = torch.relu(self.fc2(x))
        return self.fc3(x)
net = Net()
print(net)
optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
criterion = nn.CrossEntropyLoss()
x, y = torch.randn(8, 1, 28, 28), torch.randint(0, 10, (8,))
for step in range(5):
    optimizer.zero_grad()
    loss = criterion(net(x), y)
    loss.backward()
    optimizer.step()
    print(step, loss.item(), loss)
print(net.conv1.weight.grad.abs().sum(), net.fc3.bias)

# %% pooling layers
import torch
from torch import nn
torch.manual_seed(0)
x = torch.randn(2, 4, 6, 6)
for m in [nn.MaxPool2d(2), nn.MaxPool2d((3, 2), stride=1, padding=1), nn.AvgPool2d(2), nn.AvgPool2d(3, 2, 1), nn.AdaptiveAvgPool2d((1, 1)), nn.AdaptiveAvgPool2d(4), nn.AdaptiveMaxPool2d(3), nn.LPPool2d(2, 3)]:
    print(m)
    print(m(x)[0, 0])
for m in [nn.MaxPool1d(2), nn.AvgPool1d(2), nn.AdaptiveAvgPool1d(1), nn.AdaptiveMaxPool1d(2), nn.LPPool1d(2, 3)]:
    print(m)
    print(m(x[0])[0])
for m in [nn.MaxPool3d(2), nn.AvgPool3d(2), nn.AdaptiveAvgPool3d(1)]:
    print(m)
    print(m(x)[0])
print(nn.MaxPool2d(2, return_indices=True)(x[0, :1]))

# %% norms of layers
import torch
from torch import nn
torch.manual_seed(0)
x = torch.randn(2, 4, 3, 3, requires_grad=True)
for m in [nn.LayerNorm([3, 3]), nn.LayerNorm(3, elementwise_affine=False), nn.LayerNorm(3, bias=False), nn.GroupNorm(2, 4), nn.InstanceNorm2d(4), nn.InstanceNorm2d(4, affine=True), nn.RMSNorm(3), nn.RMSNorm((3, 3), eps=1e-3), nn.LocalResponseNorm(2)]:
    print(m)
    y = m(x)
    print(y[0, 0])
    (g,) = torch.autograd.grad((y ** 3).sum(), x)
    print((g[1, 1] * 100).round())
print(nn.InstanceNorm1d(3)(torch.arange(12.).reshape(3, 4)))

# %% embeddings
import torch
from torch import nn
torch.manual_seed(0)
e = nn.Embedding(5, 3, padding_idx=1)
print(e, e.weight)
y = e(torch.tensor([[0, 1], [4, 4]]))
print(y)
(y ** 2).sum().backward()
print(e.weight.grad)
e(torch.tensor([5]))

# %% einsum
import torch
torch.manual_seed(0)
a, b, c = torch.randn(2, 3), torch.randn(3, 4), torch.randn(2, 2, 3)
print(torch.einsum('ij,jk->ik', a, b), torch.einsum('ij,jk', a, b), torch.einsum('ij, jk -> ki', a, b))
print(torch.einsum('bij,jk->bik', c, b).shape, torch.einsum('...j,jk->...k', c, b).shape)
print(torch.einsum('i,j->ij', a[0], b[0]), torch.einsum('ij->j', a), torch.einsum('ii->', a @ a.T))
print(torch.einsum('bij,bij->b', c, c), torch.einsum('ij,ij,ij->', a, a, a))
w = torch.randn(3, 3, requires_grad=True)
y = torch.einsum('bi,ij,bj->b', a, w, a)
print(y)
y.sum().backward()
print(w.grad)
