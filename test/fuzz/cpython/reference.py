"""Runs JSON lines {"id", "code"} and answers each with what CPython printed and raised, or null where it ran out of time."""

import contextlib
import ctypes
import io
import json
import os
import resource
import signal
import sys


class Late(BaseException):
    pass


ran_late = False


def late(*_):
    global ran_late
    ran_late = True
    raise Late


def words(raised):
    # A SyntaxError's own text also tells the place.
    text = raised.msg if isinstance(raised, SyntaxError) else str(raised)
    return {"type": type(raised).__name__, "message": text}


# What a generator prints when it is thrown away after its program belongs to no answer.
answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
sys.stdout = open(os.devnull, "w", encoding="utf-8")
signal.signal(signal.SIGALRM, late)
# A NaN and, before 3.12, None hash by their address. Given another hash, an order that hangs on them differs from run to run.
# All bits of an address matter where it meets another hash.
moved = int(sys.argv[1]) * 0x9E3779B1


def replace_hash(kind, make):
    slot = ctypes.c_void_p.from_address(id(kind) + 15 * ctypes.sizeof(ctypes.c_void_p))
    signature = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.py_object)
    kept = signature(make(signature(slot.value)))
    slot.value = ctypes.cast(kept, ctypes.c_void_p).value
    return kept


if moved:
    none_hash = replace_hash(type(None), lambda _: lambda none: moved)
    float_hash = replace_hash(float, lambda own: lambda x: own(x) if x == x else 2 * moved + 1)
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
for line in sys.stdin:
    case = json.loads(line)
    out = io.StringIO()
    error = None
    ran_late = False
    signal.setitimer(signal.ITIMER_REAL, 1)
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(case["code"], "<program>", "exec"), {"__name__": "__main__"})
    except (RecursionError, MemoryError):
        out = None
    except BaseException as raised:
        error = words(raised)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    # A program may catch what stops it.
    if ran_late:
        out = None
    print(json.dumps({"id": case["id"], "stdout": out and out.getvalue(), "error": error}), file=answers, flush=True)
