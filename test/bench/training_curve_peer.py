"""The PyTorch side of training-curve.ts: prints its figures as JSON."""

import json
import pathlib
import sys
import time

import numpy as np
import torch
import torch.nn as nn

folder, epochs, seeds = pathlib.Path(sys.argv[1]), int(sys.argv[2]), json.loads(sys.argv[3])
torch.set_num_threads(2)


def read(*names):
    files = [folder / name for name in names if (folder / name).exists()]
    rows = np.concatenate([np.fromfile(file, np.uint8).reshape(-1, 3073) for file in files])
    rows = rows[(rows[:, 0] == 0) | (rows[:, 0] == 2)]
    images = torch.from_numpy(rows[:, 1:].reshape(-1, 3, 32, 32).copy()).float().div(255)
    mean = torch.tensor([0.4915, 0.4823, 0.4468]).view(3, 1, 1)
    std = torch.tensor([0.2470, 0.2435, 0.2616]).view(3, 1, 1)
    return (images - mean) / std, torch.from_numpy((rows[:, 0] // 2).astype(np.int64))


def net():
    return nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1), nn.Tanh(), nn.MaxPool2d(2), nn.Conv2d(16, 8, 3, padding=1), nn.Tanh(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(512, 32), nn.Tanh(), nn.Linear(32, 2),
    )


def train(seed, data, test):
    torch.manual_seed(seed)
    model = net()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    loss_fn = nn.CrossEntropyLoss()
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(*data), batch_size=64, shuffle=True)
    losses = []
    for _ in range(epochs):
        for images, labels in loader:
            loss = loss_fn(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            if len(losses) < 50:
                losses.append(loss.item())
    with torch.no_grad():
        right = (model(test[0]).argmax(1) == test[1]).sum().item()
    return losses, right / len(test[1])


start = time.perf_counter()
data = read(*[f"data_batch_{n}.bin" for n in range(1, 6)])
test = read("test_batch.bin")
runs = [train(seed, data, test) for seed in seeds]
print(json.dumps({"losses": runs[0][0], "accuracies": [accuracy for _, accuracy in runs], "seconds": time.perf_counter() - start}))
