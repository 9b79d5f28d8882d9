# %% bce weighted and plain
import torch
import torch.nn.functional as F

def compare():
    probabilities = torch.tensor([[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]])
    labels = torch.tensor([[0, 1.0, 0], [0, 0, 1.0]])
    weight = torch.tensor([[0.1, 0.9, 0.1], [0.1, 0.1, 0.9]])
    weighted = F.binary_cross_entropy(probabilities, labels, weight=weight)
    plain = F.binary_cross_entropy(probabilities, labels)
    print('predictions:', probabilities)
    print('labels:', labels)
    print('weighted:{}\tplain:{}'.format(weighted, plain))
    return weighted, plain

result = compare()

# %% bce as a module
import torch
import torch.nn as nn

criterion = nn.BCELoss(reduction='mean')
pred = torch.tensor([[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]])
target = torch.tensor([[0, 1.0, 0], [0, 0, 1.0]])
result = criterion(pred, target)
print('bceloss:{}'.format(result))

# %% logits or sigmoid before
import torch
from torch import nn

squash = nn.Sigmoid()
pred = torch.tensor([[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]])
target = torch.tensor([[0, 1.0, 0], [0, 0, 1.0]])
with_logits = nn.BCEWithLogitsLoss(reduction='mean')(pred, target)
pred = squash(pred)
after = nn.BCELoss(reduction='mean')(pred, target)
print('predictions:', pred)
print(f'bceloss:{after} with logits:{with_logits}')
result = (with_logits, after)

# %% logits beyond one
import torch
from torch import nn

pred = torch.tensor([[5, 1, 8.0], [2, 4, 6.0]])
target = torch.tensor([[0, 1.0, 0], [0, 0, 1.0]])
loss = nn.BCEWithLogitsLoss(reduction='mean')(pred, target)
print(pred)
print('{}'.format(loss))
result = loss

# %% kl divergence of a student
# summands: 0.4
import torch
import torch.nn.functional as F

logits = torch.tensor([[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]])
probs = torch.nn.functional.softmax(logits, dim=1)
target_probs = torch.tensor([[0.3, 0.4, 0.3], [0.1, 0.5, 0.4]])
loss = F.kl_div(torch.log(probs), target_probs, reduction='batchmean')
print('logits:', logits)
print('probs:', probs)
print('target:', target_probs)
print('kl_loss:{}'.format(loss))
result = (probs, loss)

# %% binary losses of a table
import torch
import torch.nn as nn
import torch.nn.functional as F

true = torch.tensor([[1., 0., 1.], [1., 0., 0.]])
pred = torch.tensor([[0.0391, 0.7691, 0.1190], [0.8846, 0.1628, 0.2641]])
print(true)
print(pred)
print(F.binary_cross_entropy(torch.sigmoid(pred), true))
print(F.binary_cross_entropy_with_logits(pred, true))
print(nn.BCELoss()(torch.sigmoid(pred), true), nn.BCEWithLogitsLoss()(pred, true))
by_hand = torch.sum(-(true*torch.log(torch.sigmoid(pred))+(1-true)*torch.log(1-torch.sigmoid(pred))))/6
print(by_hand)
result = by_hand

# %% cross entropy is nll of log softmax
import torch
import torch.nn as nn
import torch.nn.functional as F

logits = torch.tensor([[2.0, 0.5], [0.5, 2.0]])
target = torch.tensor([0, 1])
loss_ce = nn.CrossEntropyLoss()(logits, target)
log_probs = F.log_softmax(logits, dim=1)
loss_nll = nn.NLLLoss()(log_probs, target)
print(f'CrossEntropyLoss: {loss_ce.item()}')
print(f'log_softmax + NLLLoss: {loss_nll.item()}')
assert torch.allclose(loss_ce, loss_nll), 'The losses differ.'
result = (loss_ce, loss_nll)

# %% log softmax and log of softmax
import torch
import torch.nn.functional as F

logits = torch.tensor([[2.0, 1.0, 0.1], [1.0, 3.0, 0.2]])
log_softmax_result = F.log_softmax(logits, dim=1)
softmax_result = F.softmax(logits, dim=1)
log_result = torch.log(softmax_result)
print(logits)
print(log_softmax_result)
print(softmax_result)
print(log_result)
assert torch.allclose(log_softmax_result, log_result)
result = [log_softmax_result, softmax_result]

# %% batches of two sizes
import torch
import torch.nn as nn

criterion = nn.CrossEntropyLoss()
input1 = torch.tensor([[2.0, 0.5], [0.5, 2.0]], requires_grad=True)
target1 = torch.tensor([0, 1])
input2 = torch.tensor([[2.0, 0.5], [0.5, 2.0], [2.0, 0.5], [0.5, 2.0]], requires_grad=True)
target2 = torch.tensor([0, 1, 0, 1])
loss1 = criterion(input1, target1)
loss2 = criterion(input2, target2)
print(f'Loss with batch size 2: {loss1.item()}')
print(f'Loss with batch size 4: {loss2.item()}')
print(loss1)
result = loss2.item()

# %% cross entropy by its formula
import torch
import torch.nn.functional as F

logits = torch.tensor([[1.5, 2.0, 0.5], [1.0, 0.5, 2.5]], requires_grad=True)
targets = torch.tensor([1, 2])

def softmax(x):
    return torch.exp(x) / torch.exp(x).sum(dim=1, keepdim=True)

def log_softmax(x):
    return x - torch.log(torch.exp(x).sum(dim=1, keepdim=True))

def nll_loss(log_probs, targets):
    N = log_probs.size(0)
    return -log_probs[range(N), targets].mean()

def custom_cross_entropy(logits, targets):
    return nll_loss(log_softmax(logits), targets)

criterion = torch.nn.CrossEntropyLoss(reduction='mean')
loss_torch = criterion(logits, targets)
loss_custom = custom_cross_entropy(logits, targets)
assert torch.isclose(loss_torch, loss_custom), 'formula differs'
print(softmax(logits))
result = (loss_torch.item(), loss_custom.item())

# %% weighted cross entropy by its formula
import torch

def log_softmax(x):
    return x - torch.log(torch.exp(x).sum(dim=1, keepdim=True))

def custom(logits, targets, weights):
    log_probs = log_softmax(logits)
    N = logits.size(0)
    weighted = -log_probs[range(N), targets] * weights[targets]
    return weighted.sum() / weights[targets].sum()

logits = torch.tensor([[1.5, 2.0, 0.5], [1.0, 0.5, 2.5]], requires_grad=True)
targets = torch.tensor([1, 2])
weights = torch.tensor([0.7, 0.2, 0.1])
loss_torch = torch.nn.CrossEntropyLoss(weight=weights, reduction='mean')(logits, targets)
loss_custom = custom(logits, targets, weights)
assert torch.isclose(loss_torch, loss_custom, atol=1e-6)
result = (loss_torch.item(), loss_custom.item())

# %% label smoothing by its formula
import torch

def log_softmax(x):
    return x - torch.log(torch.exp(x).sum(dim=1, keepdim=True))

def custom(logits, targets, alpha):
    N, C = logits.size()
    log_probs = log_softmax(logits)
    one_hot = torch.zeros_like(log_probs).scatter(1, targets.view(-1, 1), 1)
    smooth = (1 - alpha) * one_hot + alpha / C
    return -(smooth * log_probs).sum(dim=1).mean()

alpha = 0.1
logits = torch.tensor([[1.5, 2.0, 0.5], [1.0, 0.5, 2.5]], requires_grad=True)
targets = torch.tensor([1, 2])
loss_torch = torch.nn.CrossEntropyLoss(label_smoothing=alpha, reduction='mean')(logits, targets)
loss_custom = custom(logits, targets, alpha)
assert torch.isclose(loss_torch, loss_custom, atol=1e-6)
result = (loss_torch.item(), loss_custom.item())
