"""Preparing data with NumPy, then tensors of it: cleaning, scaling, encoding, splitting, batches."""
import random

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

np.random.seed(7)
random.seed(7)
torch.manual_seed(7)

# A small table: age, income, visits, city, bought
cities = ["Berlin", "Lima", "Osaka", "Pune"]
table = []
for index in range(60):
    table.append(
        {
            "id": index,
            "age": random.randint(18, 80),
            "income": round(random.uniform(12.0, 95.0), 1),
            "visits": random.randrange(0, 20),
            "city": random.choice(cities),
        }
    )
print(len(table), table[0])
print(sorted({row["city"] for row in table}))

# Some values are missing
for row in table:
    if row["id"] % 13 == 0:
        row["income"] = None
missing = [row["id"] for row in table if row["income"] is None]
print("missing", missing)
known = [row["income"] for row in table if row["income"] is not None]
average = sum(known) / len(known)
print(f"average income {average:.2f}")
for row in table:
    if row["income"] is None:
        row["income"] = average

# Columns
ages = np.array([row["age"] for row in table], dtype=np.float64)
incomes = np.array([row["income"] for row in table])
visits = np.array([row["visits"] for row in table], dtype=np.float64)
print(ages.shape, ages.dtype, visits.dtype)
print(ages.mean(), ages.min(), ages.max())
print(incomes.mean(), incomes.sum())
print(visits.max(), visits.min())


def standardise(column):
    """Mean 0 and standard deviation 1."""
    centred = column - column.mean()
    return centred / (centred**2).mean() ** 0.5


def rescale(column, low=0.0, high=1.0):
    """From the least to the largest value onto [low, high]."""
    share = (column - column.min()) / (column.max() - column.min())
    return low + share * (high - low)


scaled_age = standardise(ages)
scaled_income = standardise(incomes)
scaled_visits = rescale(visits)
print(scaled_age[:5])
print(scaled_income[:5])
print(scaled_visits[:5])

# Cities as one-hot columns
city_index = {city: number for number, city in enumerate(cities)}
one_hot = np.zeros((len(table), len(cities)))
for position, row in enumerate(table):
    one_hot[position, city_index[row["city"]]] = 1.0
print(one_hot[:3])
print(one_hot.sum(axis=0))

# All of it as one matrix
matrix = np.zeros((len(table), 3 + len(cities)))
for place, column in enumerate([scaled_age, scaled_income, scaled_visits]):
    matrix[:, place] = column
matrix[:, 3:] = one_hot
print(matrix.shape)
print(matrix[0])
print(matrix.mean(axis=0))

# What is to be predicted: a rule with noise
weights = np.array([0.8, 1.5, 2.0, 0.3, -0.4, 0.2, 0.1])
signal = matrix @ weights
noise = np.random.randn(len(table)) * 0.3
chance = 1 / (1 + np.exp(-(signal + noise - 1.0)))
bought = (chance > 0.5).astype(np.int64)
print(bought[:20])
print("share that bought", bought.tolist().count(1) / len(table))

# Shuffled and split
order = list(range(len(table)))
random.shuffle(order)
cut = int(len(order) * 0.75)
train, test = order[:cut], order[cut:]
print(len(train), len(test), train[:8])

x_train = torch.tensor(matrix[train], dtype=torch.float32)
y_train = torch.tensor(bought[train])
x_test = torch.tensor(matrix[test], dtype=torch.float32)
y_test = torch.tensor(bought[test])
print(x_train.shape, y_train.shape, x_train.dtype, y_train.dtype)
print(x_train[0])

# How balanced are the classes?
counts = F.one_hot(y_train, 2).sum(dim=0)
print("counts", counts.tolist())
class_weights = len(y_train) / (2.0 * counts.float())
print("weights", class_weights)


# Batches by hand
def batches(x, y, size):
    for start in range(0, len(x), size):
        yield x[start : start + size], y[start : start + size]


for number, (x, y) in enumerate(batches(x_train, y_train, 16)):
    print(number, tuple(x.shape), y.float().mean().item())

# Logistic regression by gradient steps written out
bias = torch.zeros(1)
coefficients = torch.zeros(x_train.shape[1])
rate = 0.5
history = []
for epoch in range(8):
    total = 0.0
    for x, y in batches(x_train, y_train, 16):
        wanted = y.float()
        score = x @ coefficients + bias
        guess = torch.sigmoid(score)
        error = guess - wanted
        coefficients = coefficients - rate * (x.t() @ error) / len(x)
        bias = bias - rate * error.mean()
        total += F.binary_cross_entropy(guess, wanted, reduction="sum").item()
    history.append(total / len(x_train))
print([round(value, 4) for value in history])
print(coefficients)
print(bias)

# Quality on what was held back
score = x_test @ coefficients + bias
guess = (score > 0).long()
right = (guess == y_test).sum().item()
print(f"{right} of {len(y_test)} right")
true_positive = ((guess == 1) & (y_test == 1)).sum().item()
false_positive = ((guess == 1) & (y_test == 0)).sum().item()
false_negative = ((guess == 0) & (y_test == 1)).sum().item()
precision = true_positive / max(true_positive + false_positive, 1)
recall = true_positive / max(true_positive + false_negative, 1)
print(f"precision {precision:.3f} recall {recall:.3f}")

# By city
summary = {}
for row, bit in zip(table, bought.tolist()):
    entry = summary.setdefault(row["city"], {"n": 0, "bought": 0, "income": 0.0})
    entry["n"] += 1
    entry["bought"] += bit
    entry["income"] += row["income"]
print(f"{'city':10}{'n':>4}{'share':>8}{'income':>9}")
for city, entry in sorted(summary.items(), key=lambda item: -item[1]["n"]):
    share = entry["bought"] / entry["n"]
    print(f"{city:10}{entry['n']:4d}{share:8.2%}{entry['income'] / entry['n']:9.1f}")

# How sure it is, in ten bins
edges = [step / 10 for step in range(11)]
sure = torch.sigmoid(score).tolist()
bins = [0] * 10
for value in sure:
    bins[min(int(value * 10), 9)] += 1
for low, high, n in zip(edges[:-1], edges[1:], bins):
    print(f"{low:.1f} to {high:.1f} {'#' * n}")

# The least and the most likely buyer
first = sure.index(max(sure))
last = sure.index(min(sure))
for name, place in [("most", first), ("least", last)]:
    row = table[test[place]]
    print(f"{name:6} {row['city']:8} age {row['age']} visits {row['visits']} {sure[place]:.4f}")
grouped = {city: [row["age"] for row in table if row["city"] == city] for city in cities}
for city, years in grouped.items():
    print(city, len(years), sum(years) / len(years))

# Two scores per row make it a classification
two = torch.stack([-score / 2, score / 2], dim=1)
probs = F.softmax(two, dim=1)
print(probs[:4])
criterion = nn.CrossEntropyLoss(weight=class_weights)
print("weighted", criterion(two, y_test))
print("nll", F.nll_loss(torch.log(probs), y_test))
print("bce", F.binary_cross_entropy_with_logits(score, y_test.float()))
hinge = torch.clamp(1 - (2 * y_test.float() - 1) * score, min=0)
print("hinge", hinge.mean())
quality = F.cross_entropy(two, y_test)
