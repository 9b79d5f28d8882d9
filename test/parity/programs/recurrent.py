# %% the layers: parameters, repr, values with and without a batch
import torch
from torch import nn

torch.set_printoptions(precision=3, sci_mode=False)
torch.manual_seed(10)
x = torch.randn(4, 2, 3)
for make in (nn.RNN, nn.LSTM, nn.GRU):
    for options in (
        {},
        {"num_layers": 2},
        {"bidirectional": True},
        {"batch_first": True},
        {"bias": False},
        {"num_layers": 2, "bidirectional": True, "batch_first": True},
    ):
        layer = make(3, 4, **options)
        print(layer, [(name, tuple(p.shape)) for name, p in layer.named_parameters()])
        output, state = layer(x)
        print(output)
        print(state)
        output, state = layer(x[:, 0])
        print(output.shape, output.sum(), state)
print(torch.rand(2))

# %% states that are given
import torch
from torch import nn

torch.manual_seed(1)
x = torch.randn(3, 2, 3)
h = torch.randn(2, 2, 4)
c = torch.randn(2, 2, 4)
print(nn.RNN(3, 4, 2, nonlinearity="relu")(x, h))
print(nn.RNN(3, 4, 2, "relu")(x, h)[1].shape)
print(nn.GRU(3, 4, 2)(x, h))
lstm = nn.LSTM(3, 4, 2)
print(lstm(x, (h, c)))
out, (hn, cn) = lstm(x, hx=(h, c))
print(out.shape, hn.shape, cn.shape)
print(lstm(x[:, 0], (h[:, 0], c[:, 0])))
print(nn.GRU(3, 4, 2)(x[:, 0], h[:, 1])[1])

# %% gradients through time
import torch
from torch import nn

torch.set_printoptions(precision=3, sci_mode=False)
torch.manual_seed(2)
x = torch.randn(3, 2, 3, requires_grad=True)
for make in (nn.RNN, nn.LSTM, nn.GRU):
    layer = make(3, 2, num_layers=2, bidirectional=True)
    x.grad = None
    output, _ = layer(x)
    (output**2).sum().backward()
    print(x.grad)
    for name, p in layer.named_parameters():
        print(name, p.grad)

# %% a projection, double, modes, states of a layer
import torch
from torch import nn

torch.manual_seed(3)
x = torch.randn(3, 2, 3)
layer = nn.LSTM(3, 4, proj_size=2)
print(layer, list(layer.state_dict()))
output, (h, c) = layer(x)
print(output, h.shape, c.shape)
double = nn.LSTM(3, 4).double()
output, _ = double(x.double())
print(output, output.dtype)
print(nn.GRU(3, 4, dtype=torch.float64)(x.double())[0])
layer = nn.GRU(3, 4, 2, dropout=0.5)
print(layer)
print(layer(x)[0])
print(layer.eval()(x)[0])
with torch.no_grad():
    print(layer(x)[1])
other = nn.GRU(3, 4, 2)
print(other.load_state_dict(layer.state_dict()))
print(torch.equal(other(x)[0], layer(x)[0]))
print(layer.hidden_size, layer.num_layers, layer.mode, layer.dropout, layer.batch_first, layer.bias)
layer.flatten_parameters()

# %% cells
import torch
from torch import nn

torch.set_printoptions(precision=3, sci_mode=False)
torch.manual_seed(4)
x = torch.randn(3, 2, 3)
h = torch.zeros(2, 4)
for cell in (nn.RNNCell(3, 4), nn.RNNCell(3, 4, nonlinearity="relu"), nn.GRUCell(3, 4), nn.GRUCell(3, 4, bias=False)):
    print(cell, list(cell.state_dict()))
    for step in x:
        h = cell(step, h)
        print(h)
    print(cell(x[0]), cell(x[0, 0]), cell(x[0, 0], h[0]))
    h = h.detach()
cell = nn.LSTMCell(3, 4)
print(cell)
state = cell(x[0])
print(state)
print(cell(x[1], state))
print(cell(x[1, 0], (state[0][0], state[1][0])))
cell(x[2], state)[0].sum().backward()
for name, p in cell.named_parameters():
    print(name, p.grad)

# %% a model that reads characters
import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(5)


class Tagger(nn.Module):
    def __init__(self, vocabulary, width, hidden, tags):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width)
        self.lstm = nn.LSTM(width, hidden, batch_first=True, bidirectional=True)
        self.fc = nn.Linear(2 * hidden, tags)

    def forward(self, x):
        out, (h, c) = self.lstm(self.embedding(x))
        return self.fc(out), h


model = Tagger(10, 4, 5, 3)
print(model)
print(sum(p.numel() for p in model.parameters()))
tokens = torch.randint(0, 10, (2, 6))
target = torch.randint(0, 3, (2, 6))
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for step in range(4):
    optimizer.zero_grad()
    logits, h = model(tokens)
    loss = F.cross_entropy(logits.transpose(1, 2), target)
    loss.backward()
    optimizer.step()
    print(step, round(loss.item(), 4))
print(logits.shape, h.shape)

# %% what is refused
import torch
from torch import nn


def tried(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)


x = torch.ones(2, 3)
zeros = lambda *sizes: (torch.zeros(*sizes), torch.zeros(*sizes))
for make in (nn.RNNCell, nn.LSTMCell, nn.GRUCell):
    state = zeros if make is nn.LSTMCell else torch.zeros
    tried(lambda: make(4, 5)(x))
    tried(lambda: make(3, 5)(x, state(2, 4)))
    tried(lambda: make(3, 5)(x, state(3, 5)))
    tried(lambda: make(3, 5)(torch.zeros(1, 1, 3)))
    tried(lambda: make(3, 5)([1]))
    tried(lambda: make(3))
    tried(lambda: make(3, 5)(x, state(2, 1, 5)))
tried(lambda: nn.RNNCell(3, 5, nonlinearity="step")(x))
for make in (nn.RNN, nn.LSTM, nn.GRU):
    state = zeros if make is nn.LSTM else torch.zeros
    tried(lambda: make(3))
    tried(lambda: make())
    tried(lambda: make(0, 3))
    tried(lambda: make(3, -1))
    tried(lambda: make(3, 2, 0))
    tried(lambda: make(3, 2.0))
    tried(lambda: make(3, 2, dropout=2))
    tried(lambda: make(3, 2, width=2))
    tried(lambda: make(3, 5)(torch.zeros(0, 2, 3)))
    tried(lambda: make(3, 5)(torch.zeros(4, 0, 3))[0].shape)
    tried(lambda: make(3, 5)(torch.zeros(1, 2, 4)))
    tried(lambda: make(3, 5)(torch.zeros(3)))
    tried(lambda: make(3, 5)([1]))
    tried(lambda: make(3, 5)())
    tried(lambda: make(3, 5)(torch.zeros(2, 2, 3, dtype=torch.long)))
    tried(lambda: make(3, 5)(torch.zeros(2, 2, 3), state(1, 3, 5)))
    tried(lambda: make(3, 5)(torch.zeros(2, 2, 3), state(2, 5)))
    tried(lambda: make(3, 5)(torch.zeros(2, 3), state(1, 2, 5)))
tried(lambda: nn.RNN(3, 5, nonlinearity="step"))
tried(lambda: nn.GRU(3, 2, dropout=0.5))
