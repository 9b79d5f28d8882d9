"""A classifier: a module with a forward, batches, a training loop by hand, and the losses that are used with it."""
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(42)

# Data: three clouds of points
classes = 3
per_class = 20
features = 8
centres = torch.randn(classes, features) * 2
points = []
labels = []
for index in range(classes):
    cloud = centres[index] + torch.randn(per_class, features)
    points.append(cloud)
    labels.append(torch.full((per_class,), index, dtype=torch.long))
inputs = torch.cat(points)
targets = torch.cat(labels)
print("data", inputs.shape, targets.shape)

mean = inputs.mean(dim=0)
std = inputs.std(dim=0)
inputs = (inputs - mean) / std
print("mean", inputs.mean(dim=0).abs().max().item() < 1e-5)

order = torch.randperm(len(inputs))
split = int(0.8 * len(inputs))
train_x, train_y = inputs[order[:split]], targets[order[:split]]
test_x, test_y = inputs[order[split:]], targets[order[split:]]
dataset = TensorDataset(train_x, train_y)
loader = DataLoader(dataset, batch_size=16, shuffle=True)


# The model
class Block(nn.Module):
    """A linear layer, its activation, and dropout."""

    def __init__(self, width, out, dropout=0.1):
        super().__init__()
        self.linear = nn.Linear(width, out)
        self.activation = nn.ReLU()
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        x = self.linear(x)
        x = self.activation(x)
        return self.dropout(x)


class Classifier(nn.Module):
    """Blocks, and a head that gives a score per class."""

    def __init__(self, features, hidden, classes, depth=2):
        super().__init__()
        self.first = Block(features, hidden)
        self.blocks = nn.ModuleList([Block(hidden, hidden) for _ in range(depth)])
        self.norm = nn.BatchNorm1d(hidden)
        self.head = nn.Linear(hidden, classes)

    def forward(self, x):
        x = self.first(x)
        for block in self.blocks:
            x = x + block(x)
        x = self.norm(x)
        return self.head(x)

    def predict(self, x):
        return F.softmax(self.forward(x), dim=1)


model = Classifier(features, 16, classes)
print(model)
count = sum(p.numel() for p in model.parameters())
print(f"{count} parameters")
for name, parameter in model.named_parameters():
    print(f"{name:30} {tuple(parameter.shape)}")


# Measures
def accuracy(scores, target):
    """The share of rows whose largest score is that of the target."""
    return (scores.argmax(dim=1) == target).float().mean().item()


def confusion(scores, target, classes):
    """How often each class was taken for each."""
    table = torch.zeros(classes, classes, dtype=torch.long)
    for guess, truth in zip(scores.argmax(dim=1).tolist(), target.tolist()):
        table[truth][guess] += 1
    return table


class Meter:
    """A running mean."""

    def __init__(self, name):
        self.name = name
        self.total = 0.0
        self.count = 0

    def update(self, value, n=1):
        self.total += value * n
        self.count += n

    @property
    def mean(self):
        return self.total / max(self.count, 1)

    def __repr__(self):
        return f"{self.name} {self.mean:.4f}"


# How good it is before it has learned anything
model.eval()
with torch.no_grad():
    scores = model(test_x)
    before = F.cross_entropy(scores, test_y)
    print("before", before, accuracy(scores, test_y))
    print(confusion(scores, test_y, classes))

# One epoch of batches
criterion = nn.CrossEntropyLoss()
smooth = nn.CrossEntropyLoss(label_smoothing=0.1)
model.train()
meter = Meter("loss")
smooth_meter = Meter("smooth")
for batch, (x, y) in enumerate(loader):
    output = model(x)
    value = criterion(output, y)
    meter.update(value.item(), len(x))
    smooth_meter.update(smooth(output, y).item(), len(x))
    if batch % 2 == 0:
        print(f"batch {batch}: {value.item():.4f} {meter!r}")
print(meter, smooth_meter)

# A classifier without a model: the distance to each centre
distances = torch.cdist(inputs, torch.stack([inputs[targets == c].mean(dim=0) for c in range(classes)]))
nearest = -distances
print("nearest centre", accuracy(nearest, targets))
print(confusion(nearest, targets, classes))
print(F.cross_entropy(nearest, targets))

# The same loss in four ways
model.eval()
with torch.no_grad():
    logits = model(test_x)
    log_probs = F.log_softmax(logits, dim=1)
    probs = model.predict(test_x)
picked = -log_probs[torch.arange(len(test_y)), test_y]
by_hand = picked.mean()
by_nll = F.nll_loss(log_probs, test_y)
by_name = F.cross_entropy(logits, test_y)
by_module = criterion(logits, test_y)
for name, value in [("hand", by_hand), ("nll", by_nll), ("name", by_name), ("module", by_module)]:
    print(f"{name:8} {value.item():.6f}")
print(torch.allclose(by_hand, by_name), probs.sum(dim=1))

# Weights for classes that are rare
frequency = F.one_hot(train_y, classes).sum(dim=0).float()
weights = frequency.sum() / (classes * frequency)
weighted = nn.CrossEntropyLoss(weight=weights)
print(weights, weighted(logits, test_y))


# Focal loss
def focal_loss(logits, target, gamma=2.0):
    log_p = F.log_softmax(logits, dim=1)
    chosen = log_p.gather(1, target.unsqueeze(1)).squeeze(1)
    p = chosen.exp()
    return (-((1 - p) ** gamma) * chosen).mean()


for gamma in (0.0, 0.5, 1.0, 2.0, 5.0):
    print(gamma, focal_loss(logits, test_y, gamma).item())

# Binary targets
one_hot = F.one_hot(test_y, classes).float()
bce = nn.BCEWithLogitsLoss(pos_weight=torch.tensor([1.0, 2.0, 3.0]))
print(bce(logits, one_hot))
print(F.binary_cross_entropy(torch.sigmoid(logits), one_hot))
print(F.kl_div(log_probs, probs, reduction="batchmean"))
print(F.multi_margin_loss(logits, test_y))

# How much the loss says for each sample
each = F.cross_entropy(logits, test_y, reduction="none")
worst = each.argmax().item()
print(f"worst is sample {worst}: {each[worst].item():.4f} for class {test_y[worst].item()}")
print(each.topk(3).values)
assert torch.allclose(each.mean(), by_name)
for c in range(classes):
    own = each[test_y == c]
    print(c, len(own), own.mean().item() if len(own) else "none")
triplet = nn.TripletMarginLoss(margin=1.0)
print(triplet(test_x[:4], test_x[4:8], test_x[8:12]))

# The result
final = F.cross_entropy(logits, test_y, label_smoothing=0.05)
