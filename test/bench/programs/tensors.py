"""A walk through tensors: making them, their dims, arithmetic, reductions, softmax and losses."""
import math

import torch
import torch.nn.functional as F

torch.manual_seed(0)

# 1. Making tensors
empty = torch.tensor([])
vector = torch.tensor([1.0, 2.0, 3.0])
matrix = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
whole = torch.tensor([[1, 2], [3, 4]])
print(vector.shape, matrix.shape, whole.dtype)

zeros = torch.zeros(2, 3)
ones = torch.ones_like(matrix)
ramp = torch.arange(0, 12)
spaced = torch.linspace(0, 1, steps=5)
eye = torch.eye(3)
noise = torch.randn(4, 3)
uniform = torch.rand(2, 3)
dice = torch.randint(1, 7, (10,))
print(zeros)
print(ramp)
print(spaced)
print(eye)
print(noise)
print(dice)

# 2. dtypes
half = vector.half()
double = vector.double()
as_int = (vector * 1.7).int()
flags = vector > 1.5
print(half.dtype, double.dtype, as_int.dtype, flags.dtype)
print(flags.sum(), flags.any(), flags.all())

# 3. Shapes and views
grid = ramp.view(3, 4)
flat = grid.reshape(-1)
turned = grid.t()
wide = grid.unsqueeze(0)
narrow = wide.squeeze(0)
swapped = wide.permute(2, 0, 1)
print(grid)
print(turned.shape, wide.shape, narrow.shape, swapped.shape)
print(grid[0], grid[:, 1], grid[1:, ::2])
print(grid[-1, -1].item())
print(grid[grid > 5])

rows = torch.cat([grid, grid], dim=0)
columns = torch.stack([vector, vector + 1, vector * 2], dim=1)
first, second = rows.chunk(2, dim=0)
print(rows.shape, columns.shape, first.shape, second.shape)
print(columns)

# 4. Arithmetic and broadcasting
added = matrix + 10
scaled = matrix * 0.5
divided = matrix / matrix.sum()
powered = matrix ** 2
combined = matrix + vector
outer = vector.unsqueeze(1) * vector.unsqueeze(0)
product = matrix @ matrix.t()
print(added)
print(scaled)
print(divided)
print(powered)
print(combined)
print(outer)
print(product)

try:
    matrix + torch.ones(2)
except RuntimeError as error:
    print("cannot add:", error)

# 5. Functions of each element
angles = torch.tensor([0.0, math.pi / 6, math.pi / 4, math.pi / 2])
print(torch.sin(angles))
print(torch.cos(angles))
print(torch.exp(vector), torch.log(vector), torch.sqrt(vector))
print(torch.clamp(noise, -0.5, 0.5))
print(noise.abs().round())
print(torch.where(noise > 0, noise, torch.zeros_like(noise)))

# 6. Reductions
print(matrix.sum(), matrix.mean(), matrix.std())
print(matrix.sum(dim=0), matrix.mean(dim=1))
print(matrix.max(), matrix.min(), matrix.argmax())
values, indices = matrix.max(dim=1)
print(values, indices)
print(noise.sum(dim=1, keepdim=True).shape)
print(torch.cumsum(vector, dim=0))
print(noise.norm())

# 7. Changing in place
work = torch.zeros(3, 3)
work[0] = 1
work[:, 2] = torch.tensor([7.0, 8.0, 9.0])
work[1, 1] += 5
work.mul_(2)
work.add_(1)
print(work)
row = work[2]
row.fill_(-1)
print(work)
copy = work.clone()
copy.zero_()
print(work.sum().item(), copy.sum().item())

# 8. Softmax, by hand and by name
scores = torch.tensor([[2.0, 1.0, 0.1], [0.5, 2.5, 0.3]])
exponents = torch.exp(scores)
by_hand = exponents / exponents.sum(dim=1, keepdim=True)
probs = F.softmax(scores, dim=1)
print(by_hand)
print(probs)
print(torch.allclose(by_hand, probs))
print(probs.sum(dim=1))
log_probs = F.log_softmax(scores, dim=1)
print(log_probs)
for dim in range(scores.dim()):
    print(dim, F.softmax(scores, dim=dim))

# 9. Losses
target = torch.tensor([0, 2])
one_hot = F.one_hot(target, num_classes=3).float()
picked = log_probs[torch.arange(len(target)), target]
print("by hand", -picked.mean())
print("nll", F.nll_loss(log_probs, target))
print("cross entropy", F.cross_entropy(scores, target))
print("sum", F.cross_entropy(scores, target, reduction="sum"))
print("none", F.cross_entropy(scores, target, reduction="none"))
print("weighted", F.cross_entropy(scores, target, weight=torch.tensor([1.0, 2.0, 3.0])))
print("smooth", F.cross_entropy(scores, target, label_smoothing=0.1))

binary = torch.sigmoid(scores)
print("bce", F.binary_cross_entropy(binary, one_hot))
print("bce with logits", F.binary_cross_entropy_with_logits(scores, one_hot))
print("mse", F.mse_loss(probs, one_hot))
print("l1", F.l1_loss(probs, one_hot))
print("smooth l1", F.smooth_l1_loss(probs, one_hot))
print("kl", F.kl_div(log_probs, one_hot, reduction="batchmean"))

# 10. A table of temperatures
print(f"{'temperature':>12} {'largest':>8} {'entropy':>8}")
for temperature in [0.25, 0.5, 1.0, 2.0, 4.0]:
    softened = F.softmax(scores / temperature, dim=1)
    entropy = -(softened * softened.log()).sum(dim=1).mean()
    print(f"{temperature:12.2f} {softened.max().item():8.4f} {entropy.item():8.4f}")

# 11. Distances
a = torch.randn(5, 8)
b = torch.randn(5, 8)
difference = a - b
euclid = difference.pow(2).sum(dim=1).sqrt()
cosine = F.cosine_similarity(a, b, dim=1)
print(euclid)
print(cosine)
normed = a / a.norm(dim=1, keepdim=True)
print(normed.norm(dim=1))
similar = normed @ normed.t()
print(similar)

# 12. Attention in five lines
query = torch.randn(2, 4, 8)
key = torch.randn(2, 4, 8)
value = torch.randn(2, 4, 8)
weights = F.softmax(query @ key.transpose(1, 2) / math.sqrt(8), dim=-1)
attended = weights @ value
print(weights.shape, attended.shape)
print(weights[0])

# 13. A convolution and its shapes
image = torch.randn(1, 3, 8, 8)
kernel = torch.randn(4, 3, 3, 3)
print(F.conv2d(image, kernel).shape)
print(F.conv2d(image, kernel, padding=1).shape)
print(F.conv2d(image, kernel, stride=2).shape)
print(image.flatten(start_dim=1).shape)
blurred = F.conv2d(image, torch.ones(1, 3, 3, 3) / 27, padding=1)
print(blurred.shape, blurred.abs().max() < image.abs().max())

# 14. Sorting and picking
ranked, places = noise.flatten().sort(descending=True)
print(ranked[:3], places[:3])
top = torch.topk(vector, k=2)
print(top.values, top.indices)
print(dice.sort().values)
print(matrix.gather(1, torch.tensor([[0], [2]])))

# 15. The batch at the end
logits = torch.randn(16, 10)
labels = torch.randint(0, 10, (16,))
accuracy = (logits.argmax(dim=1) == labels).float().mean()
print(f"accuracy {accuracy.item():.3f}")
loss = F.cross_entropy(logits, labels)
