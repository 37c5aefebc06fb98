"""PyTorch's side of train.ts: says its version, reads `CASE PART COUNT` lines, answers each with the seconds of every repetition as JSON."""

import json
import resource
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(2)


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.short = None
        if stride != 1 or inputs != outputs:
            self.short = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride=stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        return F.relu(y + (x if self.short is None else self.short(x)))


def plain(first, second, hidden):
    return nn.Sequential(
        nn.Conv2d(3, first, 3, padding=1), nn.Tanh(), nn.MaxPool2d(2),
        nn.Conv2d(first, second, 3, padding=1), nn.Tanh(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(second * 64, hidden), nn.Tanh(), nn.Linear(hidden, 2),
    )


def resnet():
    return nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU(),
        Block(16, 16, 1), Block(16, 16, 1), Block(16, 32, 2), Block(32, 64, 2),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 2),
    )


def vgg(normed):
    def stage(inputs, outputs):
        layers = []
        for fan_in in (inputs, outputs):
            layers.append(nn.Conv2d(fan_in, outputs, 3, padding=1))
            if normed:
                layers.append(nn.BatchNorm2d(outputs))
            layers.append(nn.ReLU())
        return [*layers, nn.MaxPool2d(2)]

    dropout = [nn.Dropout(0.3)] if normed else []
    return nn.Sequential(*stage(3, 16), *stage(16, 32), *stage(32, 64), nn.Flatten(), *dropout, nn.Linear(64 * 16, 2))


def sgd(net):
    return torch.optim.SGD(net.parameters(), lr=0.01)


def adam(net):
    return torch.optim.Adam(net.parameters(), lr=0.001)


class Augmented(torch.utils.data.Dataset):
    """RandomCrop(32, padding=4), RandomHorizontalFlip, ConvertImageDtype and Normalize by torch's own operations: torchvision may be missing."""

    def __init__(self):
        self.images = torch.randint(0, 256, (10000, 3, 32, 32), dtype=torch.uint8)
        self.mean = torch.tensor([0.4914, 0.4822, 0.4465]).view(3, 1, 1)
        self.std = torch.tensor([0.247, 0.2435, 0.2616]).view(3, 1, 1)

    def __len__(self):
        return 10000

    def __getitem__(self, i):
        padded = F.pad(self.images[i], (4, 4, 4, 4))
        top, left = torch.randint(0, 9, (1,)).item(), torch.randint(0, 9, (1,)).item()
        image = padded[:, top : top + 32, left : left + 32]
        if torch.rand(1) < 0.5:
            image = image.flip(-1)
        return (image.to(torch.float32).div(255) - self.mean).div_(self.std), i % 2


def loader():
    torch.manual_seed(1)
    batches = torch.utils.data.DataLoader(Augmented(), batch_size=64, shuffle=True)
    net = plain(16, 8, 32)
    optimizer = sgd(net)

    def epoch():
        for x, y in batches:
            loss = F.cross_entropy(net(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            loss.item()

    return {"epoch": (epoch, None)}


CASES = {
    "base": (lambda: plain(16, 8, 32), 64, sgd),
    "wide": (lambda: plain(32, 64, 128), 64, sgd),
    "batch256": (lambda: plain(16, 8, 32), 256, sgd),
    "resnet": (resnet, 64, sgd),
    "vgg": (lambda: vgg(False), 64, sgd),
    "vgg-norm": (lambda: vgg(True), 64, adam),
}


def setup(name):
    make, batch, optimizers = CASES[name]
    torch.manual_seed(1)
    net = make()
    images, labels = torch.randn(10000, 3, 32, 32), torch.randint(0, 2, (10000,))
    optimizer = optimizers(net)
    x, y = images[:batch], labels[:batch]
    held = {}

    def forward():
        held["loss"] = F.cross_entropy(net(x), y)

    def backward():
        optimizer.zero_grad()
        held["loss"].backward()

    def step(x=x, y=y):
        loss = F.cross_entropy(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item()

    def epoch():
        for i in range(0, 10000 - batch + 1, batch):
            step(images[i : i + batch], labels[i : i + batch])

    def inference():
        net.eval()
        with torch.no_grad():
            for i in range(0, 10000, 500):
                net(images[i : i + 500]).argmax(1)
        net.train()

    return {"forward": (forward, None), "backward": (backward, forward), "step": (step, None), "epoch": (epoch, None), "inference": (inference, None)}


def tiny():
    conv = nn.Conv2d(3, 1, 3, padding=1)
    x = torch.randn(1, 3, 4, 4)
    a = torch.randn(3, 4, 4)
    m, v = torch.randn(4, 4), torch.randn(4, 4)

    def training():
        loss = torch.tanh(conv(x)).pow(2).mean()
        conv.zero_grad()
        loss.backward()

    return {
        "conv": lambda: conv(x), "add": lambda: a + a, "tanh": lambda: torch.tanh(a), "sum": lambda: a.sum(),
        "matmul": lambda: m @ v, "index": lambda: x[0, 1], "conv, tanh, mean, backward": training,
    }


prepared = {}
print(json.dumps(f"torch {torch.__version__}, {torch.get_num_threads()} threads"), flush=True)
for line in sys.stdin:
    if line == "memory\n":
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, flush=True)
        continue
    case, part, count = line.rstrip("\n").split("\t")
    times = []
    if case == "lesson":
        run = prepared.setdefault(case, tiny() if case not in prepared else None)[part]
        for _ in range(int(count)):
            start = time.perf_counter()
            for _ in range(100):
                run()
            times.append((time.perf_counter() - start) / 100)
    else:
        if case not in prepared:
            prepared.clear()
            prepared[case] = loader() if case == "loader" else setup(case)
        run, before = prepared[case][part]
        for _ in range(int(count)):
            if before is not None:
                before()
            start = time.perf_counter()
            run()
            times.append(time.perf_counter() - start)
    print(json.dumps(times), flush=True)
