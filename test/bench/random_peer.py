"""The peer of random.ts: for each case named on stdin, runs it and answers with the milliseconds that one run took."""

import sys, time

import torch
from torch.utils.data import DataLoader, TensorDataset

torch.set_num_threads(2)
N = 1_000_003
images = TensorDataset(torch.randint(0, 256, (5000, 3, 32, 32), dtype=torch.uint8), torch.arange(5000))
mean, std = torch.tensor([0.4915, 0.4823, 0.4468]).view(3, 1, 1), torch.tensor([0.247, 0.2435, 0.2616]).view(3, 1, 1)


class Normalized(torch.utils.data.Dataset):
    def __len__(self):
        return 5000

    def __getitem__(self, i):
        image, label = images[i]
        return image.to(torch.float32).div(255).sub_(mean).div_(std), label


loader = DataLoader(Normalized(), batch_size=64, shuffle=True)
small, large, floats = torch.randn(30, 30), torch.randn(1000, 1000), torch.ones(N)
CASES = {
    "randn 1,000,003": lambda: torch.randn(N),
    "rand 1,000,003": lambda: torch.rand(N),
    "uniform_(-0.3, 0.7)": lambda: torch.empty(N).uniform_(-0.3, 0.7),
    "randn float64": lambda: torch.randn(N, dtype=torch.float64),
    "randn of 16": lambda: [torch.randn(16) for _ in range(1000)],
    "randint(0, 10) int64": lambda: torch.randint(0, 10, (N,)),
    "randint(-1, 2) float32": lambda: torch.randint(-1, 2, (N,), dtype=torch.float32),
    "randperm 50,000": lambda: torch.randperm(50_000),
    "bernoulli_(0.5)": lambda: torch.empty(N).bernoulli_(0.5),
    "dropout": lambda: torch.nn.functional.dropout(floats, 0.3),
    "print 30 x 30": lambda: repr(small),
    "print a summary": lambda: repr(large),
    "epoch of 5,000 images": lambda: [batch for batch in loader],
}

for line in sys.stdin:
    case = CASES[line.strip()]
    start = time.perf_counter()
    case()
    print((time.perf_counter() - start) * 1e3, flush=True)
