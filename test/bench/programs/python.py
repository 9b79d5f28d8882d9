"""Plain Python: classes, closures, generators and loops; no tensor in it."""
import math
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from itertools import accumulate, product


# Text
text = """the quick brown fox jumps over the lazy dog
the dog barks and the fox runs over the hill
a quick dog is a happy dog and a lazy fox is a sad fox"""


def tokenize(line):
    """Words in lower case."""
    return [word.strip(".,!?").lower() for word in line.split()]


words = [word for line in text.splitlines() for word in tokenize(line)]
counts = Counter(words)
vocabulary = {word: index for index, word in enumerate(sorted(counts))}
print(len(words), len(vocabulary))
print(counts.most_common(3))

pairs = defaultdict(int)
for left, right in zip(words, words[1:]):
    pairs[left, right] += 1
best = max(pairs.items(), key=lambda item: item[1])
print(best)


# A value that can be differentiated
class Value:
    """A number that remembers how it was computed."""

    def __init__(self, data, parents=(), op=""):
        self.data = data
        self.grad = 0.0
        self.parents = parents
        self.op = op
        self.backward_step = lambda: None

    def __repr__(self):
        return f"Value({self.data:.4f}, grad={self.grad:.4f})"

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other), "+")

        def step():
            self.grad += out.grad
            other.grad += out.grad

        out.backward_step = step
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other), "*")

        def step():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.backward_step = step
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,), "tanh")

        def step():
            self.grad += (1 - t * t) * out.grad

        out.backward_step = step
        return out

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    __radd__ = __add__
    __rmul__ = __mul__

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for parent in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            node.backward_step()


class Neuron:
    def __init__(self, weights, bias):
        self.weights = [Value(w) for w in weights]
        self.bias = Value(bias)

    def __call__(self, xs):
        total = self.bias
        for w, x in zip(self.weights, xs):
            total = total + w * x
        return total.tanh()

    def parameters(self):
        return [*self.weights, self.bias]


neuron = Neuron([0.5, -0.25, 0.1], 0.05)
samples = [([1.0, 2.0, -1.0], 1.0), ([0.5, -1.5, 2.0], -1.0), ([-1.0, 1.0, 1.0], 1.0)]
for epoch in range(6):
    loss = Value(0.0)
    for xs, wanted in samples:
        difference = neuron(xs) - wanted
        loss = loss + difference * difference
    for parameter in neuron.parameters():
        parameter.grad = 0.0
    loss.backward()
    for parameter in neuron.parameters():
        parameter.data -= 0.1 * parameter.grad
    print(f"epoch {epoch} loss {loss.data:.5f}")
print(neuron.parameters())


# Softmax and cross entropy without any library
def softmax(scores):
    largest = max(scores)
    exps = [math.exp(score - largest) for score in scores]
    total = sum(exps)
    return [e / total for e in exps]


def cross_entropy(scores, target):
    return -math.log(softmax(scores)[target])


batch = [[2.0, 1.0, 0.1], [0.5, 2.5, 0.3], [1.2, 0.2, 3.1]]
print([[round(p, 4) for p in softmax(row)] for row in batch])
print(sum(cross_entropy(row, target) for row, target in zip(batch, [0, 1, 2])) / len(batch))


# A graph, searched breadth first
@dataclass
class Graph:
    edges: dict = field(default_factory=dict)

    def connect(self, a, b, cost=1):
        self.edges.setdefault(a, []).append((b, cost))
        self.edges.setdefault(b, []).append((a, cost))

    def distances(self, start):
        found = {start: 0}
        queue = deque([start])
        while queue:
            here = queue.popleft()
            for there, cost in self.edges.get(here, []):
                if there not in found:
                    found[there] = found[here] + cost
                    queue.append(there)
        return found


graph = Graph()
for x, y in product(range(8), repeat=2):
    if x < 7:
        graph.connect((x, y), (x + 1, y))
    if y < 7:
        graph.connect((x, y), (x, y + 1))
reached = graph.distances((0, 0))
print(len(reached), reached[7, 7])


@lru_cache(maxsize=None)
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


def primes(limit):
    sieve = [True] * (limit + 1)
    for n in range(2, limit + 1):
        if sieve[n]:
            yield n
            for multiple in range(n * n, limit + 1, n):
                sieve[multiple] = False


print(fibonacci(90), list(accumulate(primes(60))))
print(reduce(lambda a, b: a * b, range(1, 21)))
matrix = [[(i * j) % 7 for j in range(12)] for i in range(12)]
squared = [[sum(a * b for a, b in zip(row, column)) for column in zip(*matrix)] for row in matrix]
trace = sum(squared[i][i] for i in range(12))
print(f"trace {trace}, largest {max(map(max, squared))}")
result = sum(value for row in squared for value in row) / len(squared) ** 2
