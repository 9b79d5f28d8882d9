# torch.save and torch.load: what the program saved under a name is what it loads under that name. There are no files behind it.
import collections
import copy
import io

import torch

__all__ = ['save', 'load']

_saved = {}


def _place(f):
    return f if isinstance(f, str) else str(f) if hasattr(f, '__fspath__') else id(f)


def _is_plain(obj):
    """Whether loading it needs no classes but PyTorch's own."""
    if isinstance(obj, (list, tuple, set)) and type(obj) in (list, tuple, set, torch.Size):
        return all(_is_plain(item) for item in obj)
    if type(obj) in (dict, collections.OrderedDict):
        return all(_is_plain(key) and _is_plain(value) for key, value in obj.items())
    return obj is None or isinstance(obj, (bool, int, float, str, bytes, torch.Tensor, torch.dtype, torch.device))


def _detached(obj):
    """Tensors without the graph behind them, which no file keeps."""
    if isinstance(obj, torch.Tensor) and not obj.is_leaf:
        return obj.detach().clone().requires_grad_(obj.requires_grad)
    if type(obj) in (list, tuple, set):
        return type(obj)([_detached(item) for item in obj])
    if type(obj) in (dict, collections.OrderedDict):
        return type(obj)((key, _detached(value)) for key, value in obj.items())
    return obj


def save(obj, f, pickle_module=None, pickle_protocol=2, _use_new_zipfile_serialization=True):
    # The file object is kept too, so that its number stays its own.
    _saved[_place(f)] = (f, copy.deepcopy(_detached(obj)))
    if isinstance(f, io.BytesIO):
        f._value = _bytes
        f._at = _bytes


def load(f, map_location=None, pickle_module=None, *, weights_only=None, mmap=None, **pickle_load_args):
    place = _place(f)
    if place not in _saved:
        return _missing
    _, obj = _saved[place]
    if weights_only is not False and not _is_plain(obj):
        return _refused
    return copy.deepcopy(obj)
