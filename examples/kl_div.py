"""Kullback-Leibler divergence: how far a student's distribution is from its teacher's.

Try in VS Code, without Python:
  - Evaluate `F.kl_div(...)`: the panel shows which class of which sample costs most.
  - Hover `student`: its rows sum to 1, its columns do not.
  - Pass `student` itself in place of its logarithm and see the loss turn negative.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F


def distillation():
    logits = torch.tensor([[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]])
    teacher = torch.tensor([[0.3, 0.4, 0.3], [0.1, 0.5, 0.4]])

    student = F.softmax(logits, dim=1)
    # PyTorch: 0.057796
    loss = F.kl_div(torch.log(student), teacher, reduction="batchmean")
    return loss


def from_log_softmax():
    logits = torch.tensor([[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]])
    teacher = torch.tensor([[0.3, 0.4, 0.3], [0.1, 0.5, 0.4]])

    # The same, without a detour over the probabilities.
    log_student = F.log_softmax(logits, dim=1)
    kl = nn.KLDivLoss(reduction="batchmean")
    # PyTorch: 0.057796
    return kl(log_student, teacher)


if __name__ == "__main__":
    print(distillation())
    print(from_log_softmax())
