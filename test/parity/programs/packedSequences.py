# %% packed and padded again
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence
x = torch.arange(12.).reshape(3, 2, 2).requires_grad_()
print(pack_padded_sequence(x, [3, 1]))
packed = pack_padded_sequence(x, torch.tensor([1, 3]), enforce_sorted=False)
print(packed, type(packed), packed._fields)
print(pad_packed_sequence(packed))
print(pad_packed_sequence(packed, batch_first=True, padding_value=-1., total_length=4))
data, batch_sizes, order, back = packed
print(batch_sizes, order, back, packed.double().data.dtype, isinstance(packed, tuple))
pad_packed_sequence(packed)[0].pow(2).sum().backward()
print(x.grad)

# %% padded, packed and taken apart
import torch
import torch.nn.utils.rnn as rnn
parts = [torch.tensor([1., 2.]), torch.tensor([3., 4., 5.], requires_grad=True)]
print(rnn.pad_sequence(parts), rnn.pad_sequence(parts, True, 2), rnn.pad_sequence(parts, padding_side='left'))
packed = rnn.pack_sequence(parts, enforce_sorted=False)
print(packed, rnn.unpack_sequence(packed))
print(rnn.unpad_sequence(torch.arange(6.).view(3, 2), torch.tensor([2, 1])))

# %% what packing refuses
import torch
import torch.nn.utils.rnn as rnn
x = torch.ones(3, 2, 2)
for call in (
    lambda: rnn.pack_padded_sequence(x, [1, 3]),
    lambda: rnn.pack_padded_sequence(x, [3, 0]),
    lambda: rnn.pack_padded_sequence(x, [3]),
    lambda: rnn.pad_packed_sequence(rnn.pack_padded_sequence(x, [3, 1]), total_length=2),
    lambda: rnn.pad_packed_sequence(x),
    lambda: rnn.pad_sequence([torch.ones(2, 3), torch.ones(3, 2)]),
    lambda: rnn.pad_sequence(3),
    lambda: rnn.pad_sequence([]),
    lambda: torch.nn.GRU(3, 3)(rnn.pack_padded_sequence(x, [3, 1])),
):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)

# %% LSTM over packed sequences
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence
x = torch.arange(12.).reshape(2, 3, 2) / 4
torch.manual_seed(3)
layer = nn.LSTM(2, 3, batch_first=True)
packed = pack_padded_sequence(x, [2, 3], batch_first=True, enforce_sorted=False)
output, state = layer(packed)
print(output, state)
print(pad_packed_sequence(output, batch_first=True)[0].shape)
output.data.sum().backward()
print(layer.weight_hh_l0.grad)

# %% GRU over packed sequences
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence
x = torch.arange(12.).reshape(2, 3, 2) / 4
torch.manual_seed(3)
layer = nn.GRU(2, 3, bidirectional=True, batch_first=True)
packed = pack_padded_sequence(x, [2, 3], batch_first=True, enforce_sorted=False)
output, state = layer(packed)
print(output, state)
print(pad_packed_sequence(output, batch_first=True)[0].shape)
output.data.sum().backward()
print(layer.weight_hh_l0.grad)

# %% RNN over packed sequences
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence
x = torch.arange(12.).reshape(2, 3, 2) / 4
torch.manual_seed(3)
layer = nn.RNN(2, 3, num_layers=2, batch_first=True)
packed = pack_padded_sequence(x, [2, 3], batch_first=True, enforce_sorted=False)
output, state = layer(packed)
print(output, state)
print(pad_packed_sequence(output, batch_first=True)[0].shape)
output.data.sum().backward()
print(layer.weight_hh_l0.grad)
