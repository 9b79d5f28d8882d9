"""A small network learns: every loss, gradient and weight is what PyTorch would print.

Try in VS Code, without Python:
  - Evaluate `F.cross_entropy(model(x), y)`: the panel shows the last of 60 losses, and which sample still costs most.
  - Hover `weight.grad` after the loop, or `optimizer.param_groups`: values, not names.
  - Change `lr=0.5` and look again.
"""

import torch
import torch.nn.functional as F
from torch import nn


def points():
    torch.manual_seed(0)
    x = torch.randn(60, 2)
    y = (x[:, 0] * x[:, 1] > 0).long()
    return x, y


def train():
    x, y = points()
    model = nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 2))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5, momentum=0.9)
    losses = []
    for _ in range(60):
        optimizer.zero_grad()
        # PyTorch: 0.012008
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    weight = model[0].weight
    steepest = weight.grad.abs().max()
    right = (model(x).argmax(dim=1) == y).float().mean()
    return losses, steepest, right


if __name__ == "__main__":
    losses, steepest, right = train()
    print(f"{losses[0]:.4f} -> {losses[-1]:.4f}, right: {right:.3f}")
