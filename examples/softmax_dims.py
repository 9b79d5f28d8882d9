"""Softmax: `dim` is the direction in which the numbers sum to 1.

Try in VS Code, without Python:
  - Put the cursor on `scores` and run "Show softmax along every dim": one heatmap per dim, all on
    one colour scale, with the sums that prove which direction was normalised.
  - Put it on `F.softmax` instead: "use dim=1" writes the other dim into the line. Turn the temperature,
    or look at the same numbers as log_softmax or sigmoid.
  - Open the side view "Dims" and move the cursor from line to line.
"""

import torch
import torch.nn.functional as F


def two_dims():
    scores = torch.tensor([[1.0, 2.0, 3.0], [1.0, 3.0, 6.0]])

    columns = F.softmax(scores, dim=0)
    rows = F.softmax(scores, dim=1)
    same_as_rows = torch.softmax(scores, dim=-1)

    # A softmax over everything: flatten first, then give the shape back.
    everything = scores.flatten().softmax(dim=0).reshape(scores.shape)
    return columns, rows, same_as_rows, everything


def three_dims():
    # (batch, time, class)
    scores = torch.tensor(
        [
            [[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]],
            [[2.0, 0.1, 0.1], [1.0, 1.0, 1.0]],
        ]
    )

    over_batch = scores.softmax(dim=0)
    over_time = scores.softmax(dim=1)
    over_class = scores.softmax(dim=2)
    return over_batch, over_time, over_class


if __name__ == "__main__":
    for result in (*two_dims(), *three_dims()):
        print(result)
