"""PyTorch as a peer: reads a line `work|rows|columns|milliseconds`, answers with milliseconds per run and one value."""
import math
import sys
import time

import torch
import torch.nn.functional as F

torch.set_num_threads(1)


def data(rows, columns):
    i = torch.arange(rows * columns)
    x = (4 * torch.sin(0.37 * (i % 65521).double())).float().reshape(rows, columns)
    return x, torch.sigmoid(x), ((i % 3) / 2).reshape(rows, columns), (7 * torch.arange(rows)) % columns


def run_of(work, rows, columns):
    x, p, t, y = data(rows, columns)

    def with_gradient():
        z = x.detach().requires_grad_()
        loss = F.cross_entropy(z, y)
        loss.backward()
        return loss.detach()

    return {
        'softmax dim -1': lambda: F.softmax(x, -1),
        'softmax dim 0': lambda: F.softmax(x, 0),
        'log_softmax dim -1': lambda: F.log_softmax(x, -1),
        'cross_entropy': lambda: F.cross_entropy(x, y),
        'cross_entropy + gradient': with_gradient,
        'binary_cross_entropy': lambda: F.binary_cross_entropy(p, t),
        'layer_norm': lambda: F.layer_norm(x, (columns,)),
        'matmul': lambda: x @ x.T,
    }[work]


for line in sys.stdin:
    work, rows, columns, limit = line.rstrip('\n').split('|')
    run = run_of(work, int(rows), int(columns))
    value = run().flatten()[0].item()
    times, start = 0, time.perf_counter()
    while times == 0 or time.perf_counter() - start < float(limit) / 1000:
        run()
        times += 1
    print((time.perf_counter() - start) / times * 1000, value if math.isfinite(value) else 0, flush=True)
