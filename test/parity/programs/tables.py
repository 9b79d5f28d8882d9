# %% embeddings and bags of them
import torch
from torch import nn
torch.manual_seed(1)
print(nn.EmbeddingBag(5, 3), nn.EmbeddingBag(5, 3, mode='sum', padding_idx=1, max_norm=2.))
bag = nn.EmbeddingBag(5, 3, mode='sum', padding_idx=0)
print(bag.weight, bag(torch.tensor([1, 2, 4]), torch.tensor([0, 2])))
print(bag(torch.tensor([[1, 2], [0, 1]]), per_sample_weights=torch.ones(2, 2)))
bag(torch.tensor([[1, 2], [0, 1]])).sum().backward()
print(bag.weight.grad, bag(torch.tensor([[0, 0]])))

# %% tables that are given
import torch
from torch import nn
table = torch.arange(6.).view(2, 3)
print(nn.EmbeddingBag.from_pretrained(table).weight, nn.Embedding.from_pretrained(table).weight.requires_grad)
layer = nn.Embedding.from_pretrained(table, freeze=False, padding_idx=0)
print(layer, layer.weight, layer(torch.tensor([1, 0])), nn.Embedding(2, 3, _weight=table).weight)
for call in (
    lambda: nn.EmbeddingBag(5, 3, padding_idx=7),
    lambda: nn.Embedding.from_pretrained(torch.ones(3)),
    lambda: nn.Embedding(3, 2, _weight=torch.ones(2, 2)),
    lambda: nn.EmbeddingBag(5, 3)(torch.tensor([0]), 1, 2, 3),
    lambda: nn.EmbeddingBag(5, 3)(torch.tensor([0])),
):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)

# %% bilinear forms and pooling undone
import torch
from torch import nn
torch.manual_seed(2)
layer = nn.Bilinear(2, 3, 4)
print(layer, layer(torch.ones(5, 2), torch.ones(5, 3)))
places, found = nn.MaxPool2d(2, return_indices=True), torch.arange(16.).view(1, 1, 4, 4)
values, indices = places(found)
print(nn.MaxUnpool2d(2)(values, indices), nn.MaxUnpool2d(2)(values, indices, output_size=torch.Size([1, 1, 5, 5])))
print(nn.MaxUnpool2d(2), nn.MaxUnpool1d(3, stride=2, padding=1), nn.MaxUnpool3d((1, 2, 3)))
for call in (
    lambda: nn.MaxUnpool2d(2)(values),
    lambda: layer(torch.ones(5, 2)),
    lambda: nn.LayerNorm(3)(values, indices),
    lambda: nn.MaxPool2d(2)(),
):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
