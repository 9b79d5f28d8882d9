"""Writes the signatures that PyTorch's argument parser tries, in their order, for functions and Tensor methods written in C.

    pip install pyyaml    # besides torch: its own generator of bindings reads its declarations with it
    python test/parity/signatures.py > src/torch/names/signatures.json
"""

import inspect
import json
import re
import sys
import tempfile
from pathlib import Path

import torch
import torchgen

PACKAGED = Path(torchgen.__file__).parent / "packaged"
sys.path.insert(0, str(PACKAGED))
from autograd.gen_python_functions import gen  # noqa: E402

FILES = {
    "torch": "python_torch_functionsEverything.cpp",
    "torch.Tensor": "python_variable_methods.cpp",
    "torch._C._nn": "python_nn_functions.cpp",
    "torch.linalg": "python_linalg_functions.cpp",
    "torch.special": "python_special_functions.cpp",
}
# Bindings that are written by hand: their signatures stand in the library itself.
BY_HAND = {"torch": "as_tensor asarray get_device nonzero numel range tensor", "torch.Tensor": "new_tensor"}
CONSTRUCTORS = {
    "torch.Tensor.__new__": """new(*, Device? device=None); new(Storage storage); new(Tensor other);
        new(SymIntArrayRef size, *, Device? device=None); new(PyObject* data, *, Device? device=None)""",
    "torch.device": "device(Device device); device(c10::string_view type, int64_t? index=-1)",
    "torch._C._set_grad_enabled": "set_grad_enabled(bool enabled)",
}
# What no program on this machine calls.
LEFT_OUT = re.compile(r"\._(?!unique2|pa(?:d|ck)_pa\w+_sequence)\w+$|backward|cudnn|miopen|mkldnn|fbgemm|fake_quant|quantized|sparse|hspmm")
STRING = r'"((?:[^"\\]|\\.)*)"'


def generated(folder):
    """The parser's signatures by module and by the name that exceptions use; a method without arguments has none."""
    native = PACKAGED / "ATen" / "native"
    yaml = (native / "native_functions.yaml", native / "tags.yaml", PACKAGED / "autograd" / "deprecated.yaml")
    gen(folder, *map(str, yaml), str(PACKAGED / "autograd" / "templates"))
    found = {}
    for path, file in FILES.items():
        text = (Path(folder) / file).read_text()
        table = found[path] = {}
        for block in re.findall(rf"parser\(\{{\s*((?:{STRING},?\s*)+)\}}", text):
            signatures = [bytes(one, "utf8").decode("unicode_escape") for one in re.findall(STRING, block[0])]
            table.setdefault(signatures[0].split("(")[0], signatures)
        for name in re.findall(r'\{"(\w+)", [^{}]*?METH_NOARGS', text):
            table.setdefault(name, [])
    library = Path(torch.__file__).parent / "lib" / "libtorch_python.so"
    strings = re.findall(rb"[\x20-\x7e]{6,}", library.read_bytes())
    for path, names in BY_HAND.items():
        for name in names.split():
            signature = re.compile(rf"{name}\((PyObject|Tensor|Scalar)[^()]*\)".encode())
            found[path][name] = [text.decode() for text in strings if signature.fullmatch(text)]
    return found


def public(found):
    """By the names under which programs reach them; exceptions name `linalg_norm`, programs `torch.linalg.norm`."""
    owners = {"torch._C._nn": torch._C._nn, "torch": torch._C._VariableFunctions}
    tables = {
        id(getattr(owner, name, None)): signatures for path, owner in owners.items() for name, signatures in found[path].items()
    }
    del tables[id(None)]
    for path, module in (("torch", torch), ("torch.nn.functional", torch.nn.functional)):
        for name, value in vars(module).items():
            if not name.startswith("__") and id(value) in tables:
                yield f"{path}.{name}", tables[id(value)]
    for path in ("torch.linalg", "torch.special"):
        for name, signatures in found[path].items():
            yield f"{path}.{name.split('_', 1)[1]}", signatures
    for name, signatures in found["torch.Tensor"].items():
        # Some are written in Python over those in C.
        base = "torch._C.TensorBase" if inspect.isfunction(vars(torch.Tensor).get(name)) else "torch.Tensor"
        yield f"{base}.{name}", signatures
    for name, signatures in found["torch._C._nn"].items():
        yield f"torch._C._nn.{name}", signatures
    for name, signatures in found["torch"].items():
        if getattr(torch, name, None) is not getattr(torch._C._VariableFunctions, name, None):
            yield f"torch._VF.{name}", signatures


with tempfile.TemporaryDirectory() as folder:
    table = {name: signatures for name, signatures in public(generated(folder)) if not LEFT_OUT.search(name)}
for name, signatures in CONSTRUCTORS.items():
    table[name] = re.split(r";\s+", signatures)
json.dump(dict(sorted(table.items())), sys.stdout, indent=1)
print()
