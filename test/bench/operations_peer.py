"""The peer of operations.ts: for each "size name" on stdin, runs the case and answers with the microseconds of one operation."""

import sys, time

import torch

torch.set_num_threads(2)
torch.manual_seed(0)
REPEATS = int(sys.argv[1])
SIZES = {
    "1000x1000": (torch.randn(1000, 1000), torch.randn(1000, 1000), 1),
    "3x4": (torch.randn(3, 4), torch.randn(3, 4), REPEATS),
}


def write_mask(x, y):
    copy = x.clone()
    copy[x > 0] = 0


CASES = {
    "add": lambda x, y: x + y,
    "mul by a number": lambda x, y: x * 2,
    "tanh": lambda x, y: x.tanh(),
    "sum": lambda x, y: x.sum(),
    "sum over a dim": lambda x, y: x.sum(1),
    "std": lambda x, y: x.std(),
    "argmax": lambda x, y: x.argmax(1),
    "compare": lambda x, y: x > 0,
    "where": lambda x, y: torch.where(x > 0, x, y),
    "product with a transpose": lambda x, y: x @ y.t(),
    "transpose, made contiguous": lambda x, y: x.t().contiguous(),
    "every other column": lambda x, y: x[:, ::2].contiguous(),
    "read a mask": lambda x, y: x[x > 0],
    "write a mask": write_mask,
    "add in place": lambda x, y: x.add_(0),
    "cat": lambda x, y: torch.cat([x, y]),
    "sort": lambda x, y: x.sort(1),
    "topk": lambda x, y: x.topk(2, 1),
    "cumsum": lambda x, y: x.cumsum(1),
    "gradient of a squared error": lambda x, y: ((x.detach().requires_grad_() - y) ** 2).mean().backward(),
}

for line in sys.stdin:
    size, name = line.strip().split(" ", 1)
    x, y, repeats = SIZES[size]
    case = CASES[name]
    start = time.perf_counter()
    for _ in range(repeats):
        case(x, y)
    print((time.perf_counter() - start) * 1e6 / repeats, flush=True)
