"""Cross entropy: class indices, weights, label smoothing, ignored targets, class probabilities.

Try in VS Code, without Python:
  - Evaluate the losses one after the other and watch what each argument does to every sample.
  - Put the cursor on `logits` and open the side view "Dims": it says which dim holds the classes.
  - Change a target to 3 and evaluate: the message is PyTorch's own.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F


def same_as_nll():
    logits = torch.tensor([[2.0, 0.5], [0.5, 2.0]])
    target = torch.tensor([0, 1])

    criterion = nn.CrossEntropyLoss()
    # PyTorch: 0.20141333
    ce = criterion(logits, target)

    log_probs = F.log_softmax(logits, dim=1)
    # PyTorch: 0.20141333
    nll = nn.NLLLoss()(log_probs, target)
    return ce, nll


def arguments():
    logits = torch.tensor([[1.5, 2.0, 0.5], [1.0, 0.5, 2.5]])
    target = torch.tensor([1, 2])
    weight = torch.tensor([0.7, 0.2, 0.1])

    # PyTorch: 0.45524317
    plain = F.cross_entropy(logits, target)
    # PyTorch: 0.50487226
    weighted = F.cross_entropy(logits, target, weight=weight)
    # PyTorch: 0.54690981
    smoothed = F.cross_entropy(logits, target, label_smoothing=0.1)
    return plain, weighted, smoothed


def ignored():
    logits = torch.tensor([[1.5, 2.0, 0.5], [1.0, 0.5, 2.5], [0.3, 0.2, 0.1]])
    target = torch.tensor([1, 2, -100])

    # The third sample is padding: it counts neither in the sum nor in the mean.
    # PyTorch: 0.45524317
    return F.cross_entropy(logits, target, ignore_index=-100)


def class_probabilities():
    logits = torch.tensor([[1.5, 2.0, 0.5], [1.0, 0.5, 2.5]])
    target = torch.tensor([[0.1, 0.8, 0.1], [0.0, 0.1, 0.9]])

    # PyTorch: 0.65524322
    return nn.CrossEntropyLoss()(logits, target)


if __name__ == "__main__":
    print(same_as_nll())
    print(arguments())
    print(ignored())
    print(class_probabilities())
