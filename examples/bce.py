"""Binary cross entropy, three ways.

Try in VS Code, without Python:
  - Put the cursor in a call of a loss and press Ctrl+K Ctrl+E (macOS: Cmd+K Cmd+E), or choose
    "Evaluate loss" from the context menu: the value stands at the line's end, and a panel shows
    the loss of every element.
  - Change a number and evaluate again.
  - Hover `input`, `weight`, or one of the lists.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F


def binary_cross_entropy():
    input = torch.tensor([[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]])
    target = torch.tensor([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    weight = torch.tensor([[0.1, 0.9, 0.1], [0.1, 0.1, 0.9]])

    # PyTorch: 0.12723307
    weighted = F.binary_cross_entropy(input, target, weight=weight)
    # PyTorch: 0.59122998
    plain = F.binary_cross_entropy(input, target)
    return weighted, plain


def bce_loss():
    pred = torch.tensor([[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]])
    target = torch.tensor([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])

    bce = nn.BCELoss(reduction="mean")
    # PyTorch: 0.59122998
    return bce(pred, target)


def bce_with_logits():
    logits = torch.tensor([[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]])
    target = torch.tensor([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])

    # The sigmoid is part of this loss: both lines give the same value.
    # PyTorch: 0.76784688
    from_logits = nn.BCEWithLogitsLoss()(logits, target)
    # PyTorch: 0.76784688
    from_probs = nn.BCELoss()(torch.sigmoid(logits), target)
    return from_logits, from_probs


def confident_and_wrong():
    logits = torch.tensor([[5.0, 1.0, 8.0], [2.0, 4.0, 6.0]])
    target = torch.tensor([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])

    # One confident mistake outweighs all the rest: the panel shows which.
    # PyTorch: 3.24464440
    return F.binary_cross_entropy_with_logits(logits, target)


if __name__ == "__main__":
    print(binary_cross_entropy())
    print(bce_loss())
    print(bce_with_logits())
    print(confident_and_wrong())
