"""Writes the public names of PyTorch and NumPy, by module: python names.py > src/torch/names/knownNames.json"""

import importlib
import json
import sys

import torch

MODULES = """torch torch.nn torch.nn.functional torch.nn.init torch.nn.utils torch.nn.utils.rnn torch.nn.parameter
torch.functional torch.func torch.autograd.functional torch.special torch.linalg torch.fft torch.optim torch.optim.lr_scheduler torch.autograd torch.utils torch.utils.data
torch.distributions torch.cuda torch.backends torch.random torch.amp torch.jit torch.onnx numpy numpy.random
numpy.linalg""".split()

names = {}
for path in MODULES:
    module = importlib.import_module(path)
    public = getattr(module, "__all__", None) if path.startswith("numpy") else None
    names[path] = " ".join(sorted(n for n in public or dir(module) if not n.startswith("_")))
names["torch.Tensor"] = " ".join(sorted(n for n in dir(torch.ones(1)) if not n.startswith("__")))
names["numpy.ndarray"] = " ".join(sorted(n for n in dir(importlib.import_module("numpy").ones(1)) if not n.startswith("__")))
names["torch.nn.Module"] = " ".join(sorted(n for n in dir(torch.nn.Module()) if not n.startswith("__")))
json.dump(names, sys.stdout, indent=2)
print()
