"""The peer of data.ts: torchvision's CIFAR10 over files of random pictures. python data_peer.py make|lesson|epoch FOLDER [WORKERS] [augmented]"""

import hashlib
import json
import os
import pickle
import resource
import sys
import time
import types

sys.modules["torchvision._meta_registrations"] = types.ModuleType("unused")

what, folder, *more = sys.argv[1:]
names = [f"data_batch_{i}" for i in range(1, 6)] + ["test_batch"]
places = {kind: os.path.join(folder, f"cifar-10-batches-{kind}") for kind in ("py", "bin")}
classes = "airplane automobile bird cat deer dog frog horse ship truck".split()


def md5(path):
    with open(path, "rb") as file:
        return hashlib.md5(file.read()).hexdigest()


if what == "make":
    import numpy

    random = numpy.random.default_rng(0)
    for place in places.values():
        os.makedirs(place, exist_ok=True)
    # Bytes as they are, as in the official files, which Python 2 wrote.
    for name in names:
        pixels = random.integers(0, 256, (10000, 3072), dtype="uint8")
        labels = random.integers(0, 10, 10000, dtype="uint8")
        with open(os.path.join(places["py"], name), "wb") as file:
            pickle.dump({"data": pixels, "labels": labels.tolist()}, file, protocol=4)
        numpy.hstack([labels[:, None], pixels]).tofile(os.path.join(places["bin"], name + ".bin"))
    with open(os.path.join(places["py"], "batches.meta"), "wb") as file:
        pickle.dump({"label_names": classes}, file, protocol=2)
    with open(os.path.join(places["bin"], "batches.meta.txt"), "w") as file:
        file.write("\n".join(classes) + "\n")
    sums = {kind: {each: md5(os.path.join(place, each)) for each in sorted(os.listdir(place)) if not each.startswith(".")} for kind, place in places.items()}
    json.dump(sums, open(os.path.join(folder, "sums.json"), "w"))
    sys.exit()

import torch  # noqa: E402
import torchvision  # noqa: E402
from torchvision import transforms  # noqa: E402

sums = json.load(open(os.path.join(folder, "sums.json")))["py"]
CIFAR10 = torchvision.datasets.CIFAR10
CIFAR10.train_list = [[name, sums[name]] for name in names[:5]]
CIFAR10.test_list = [[names[5], sums[names[5]]]]
CIFAR10.meta = {"filename": "batches.meta", "key": "label_names", "md5": sums["batches.meta"]}
plain = [transforms.ToTensor(), transforms.Normalize((0.4915, 0.4823, 0.4468), (0.2470, 0.2435, 0.2616))]
augmented = [transforms.RandomCrop(32, padding=4), transforms.RandomHorizontalFlip()]
chosen = transforms.Compose(augmented + plain if "augmented" in more else plain)


def peak():
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


begun = time.perf_counter()
if what == "lesson":
    halves = [CIFAR10(folder, train=train, transform=chosen) for train in (True, False)]
    opened = time.perf_counter()
    labels = {0: 0, 2: 1}
    two = [[(image, labels[label]) for image, label in half if label in labels] for half in halves]
    seconds = dict(open=opened - begun, choose=time.perf_counter() - opened)
elif what == "list":
    items = list(CIFAR10(folder, train=True, transform=chosen))
    seconds = dict(list=time.perf_counter() - begun)
else:
    loader = torch.utils.data.DataLoader(CIFAR10(folder, train=True, transform=chosen), batch_size=64, shuffle=True, num_workers=int(more[0]))
    begun = time.perf_counter()
    for batch in loader:
        pass
    seconds = dict(epoch=time.perf_counter() - begun)
print(json.dumps(dict(seconds=seconds, peak=peak())))
