"""Writes the signatures that PyTorch 2.13 lists when a call fits none of several, for functions and Tensor methods.

    python test/parity/signatures.py > src/torch/names/signatures.json
"""

import json
import re
import sys
import warnings

import torch

warnings.simplefilter("ignore")
# What tutorials call; the rest is refused with one signature or has none of its own.
NAMES = """abs add sub mul div pow sum mean prod max min amax amin argmax argmin all any std var norm logsumexp cumsum cumprod
clamp clamp_min clamp_max where eq ne lt le gt ge add_ sub_ mul_ div_ masked_fill masked_fill_ scatter scatter_ gather
squeeze view reshape permute transpose unsqueeze flatten expand repeat cat stack chunk split index_select masked_select
arange linspace full zeros ones eye rsub floor_divide remainder fmod maximum minimum logical_and logical_or logical_not
softmax log_softmax sigmoid tanh exp log sqrt bitwise_and bitwise_or bitwise_xor matmul mm bmm dot sort topk median round
isclose allclose one_hot randint normal bernoulli nansum fill_ to isin quantile nanquantile searchsorted bucketize bincount
histogram histc unique_consecutive index_fill index_add index_copy index_put scatter_reduce masked_scatter take put
cummax cummin diff trapezoid std_mean var_mean aminmax nanmedian nanmean float_power polygamma xlogy xlog1py gradient
roll flip tensor_split repeat_interleave narrow movedim unflatten cross renorm dist addcmul addcdiv lerp
nan_to_num logit hypot copysign heaviside tril triu diag diagonal flip rot90 norm allclose tile count_nonzero""".split()


def listed(call):
    for args in ([], ["a"], ["a"] * 20, [object()]):
        try:
            call(*args)
        except TypeError as error:
            message = str(error)
            if "expected one of:" in message:
                return re.findall(r"^ \* \((.*)\)$", message, flags=re.M)
            single = re.search(r"but expected \((.*)\)$", message)
            if single:
                return [single.group(1)]
        except Exception:
            pass
    return None


x = torch.ones(2, 2)
found = {}
for name in sorted(NAMES):
    for owner, path in ((torch, "torch"), (x, "torch.Tensor")):
        call = getattr(owner, name, None)
        if type(call).__name__ == "builtin_function_or_method" and (signatures := listed(call)):
            found[f"{path}.{name}"] = signatures
json.dump(found, sys.stdout, indent=1)
print()
