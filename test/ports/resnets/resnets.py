# %% [markdown]
# # Train CIFAR10 with PyTorch
#
# A zoo of models, and the loop that trains them.

# %% [notebook]
# import matplotlib.pyplot as plt
# from tqdm import tqdm

# %%
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
import torchvision.transforms as transforms
from torch.utils.data import DataLoader, Dataset

# %%
class BasicBlock(nn.Module):
    expansion = 1

    def __init__(self, in_planes, planes, stride=1):
        super(BasicBlock, self).__init__()
        self.conv1 = nn.Conv2d(in_planes, planes, kernel_size=3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(planes)
        self.conv2 = nn.Conv2d(planes, planes, kernel_size=3, stride=1, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(planes)
        self.shortcut = nn.Sequential()
        if stride != 1 or in_planes != self.expansion * planes:
            self.shortcut = nn.Sequential(
                nn.Conv2d(in_planes, self.expansion * planes, kernel_size=1, stride=stride, bias=False),
                nn.BatchNorm2d(self.expansion * planes),
            )

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        out += self.shortcut(x)
        return F.relu(out)

class ResNet(nn.Module):
    def __init__(self, block, num_blocks, num_classes=10):
        super(ResNet, self).__init__()
        self.in_planes = 8
        self.conv1 = nn.Conv2d(3, 8, kernel_size=3, stride=1, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(8)
        self.layer1 = self._make_layer(block, 8, num_blocks[0], stride=1)
        self.layer2 = self._make_layer(block, 16, num_blocks[1], stride=2)
        self.layer3 = self._make_layer(block, 32, num_blocks[2], stride=2)
        self.linear = nn.Linear(32 * block.expansion, num_classes)

    def _make_layer(self, block, planes, num_blocks, stride):
        strides = [stride] + [1] * (num_blocks - 1)
        layers = []
        for stride in strides:
            layers.append(block(self.in_planes, planes, stride))
            self.in_planes = planes * block.expansion
        return nn.Sequential(*layers)

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.layer3(self.layer2(self.layer1(out)))
        out = F.avg_pool2d(out, 4)
        out = out.view(out.size(0), -1)
        return self.linear(out)

torch.manual_seed(5)
net = ResNet(BasicBlock, [1, 2, 1])
print(net.layer2)
print(net(torch.randn(1, 3, 16, 16)).size(), sum(p.numel() for p in net.parameters()))

# %% [notebook]
# net.layer2[0].expansion, len(net.layer2)

# %% [markdown]
# ## VGG

# %%
cfg = {"VGG5": [8, "M", 16, "M", 16, "M"], "VGG6": [8, "M", 16, 16, "M", 32, "M"]}

class VGG(nn.Module):
    def __init__(self, vgg_name):
        super(VGG, self).__init__()
        self.features = self._make_layers(cfg[vgg_name])
        self.classifier = nn.Linear([x for x in cfg[vgg_name] if x != "M"][-1] * 4, 10)

    def forward(self, x):
        out = self.features(x)
        out = out.view(out.size(0), -1)
        return self.classifier(out)

    def _make_layers(self, cfg):
        layers = []
        in_channels = 3
        for x in cfg:
            if x == "M":
                layers += [nn.MaxPool2d(kernel_size=2, stride=2)]
            else:
                layers += [nn.Conv2d(in_channels, x, kernel_size=3, padding=1), nn.BatchNorm2d(x), nn.ReLU(inplace=True)]
                in_channels = x
        layers += [nn.AvgPool2d(kernel_size=1, stride=1)]
        return nn.Sequential(*layers)

print(VGG("VGG5"))
print(VGG("VGG6")(torch.randn(2, 3, 16, 16)).size())

# %% [notebook]
# cfg

# %% [markdown]
# ## Depthwise convolutions, squeeze and excitation, shuffling

# %%
class Block(nn.Module):
    """Depthwise conv + Pointwise conv"""
    def __init__(self, in_planes, out_planes, stride=1):
        super(Block, self).__init__()
        self.conv1 = nn.Conv2d(in_planes, in_planes, kernel_size=3, stride=stride, padding=1, groups=in_planes, bias=False)
        self.bn1 = nn.BatchNorm2d(in_planes)
        self.conv2 = nn.Conv2d(in_planes, out_planes, kernel_size=1, stride=1, padding=0, bias=False)
        self.bn2 = nn.BatchNorm2d(out_planes)

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(out)))

print(Block(4, 8, 2)(torch.ones(1, 4, 6, 6)).shape, [p.size() == p.shape for p in Block(4, 8).parameters()])

class SE(nn.Module):
    def __init__(self, planes):
        super().__init__()
        self.fc1 = nn.Conv2d(planes, planes // 4, kernel_size=1)
        self.fc2 = nn.Conv2d(planes // 4, planes, kernel_size=1)

    def forward(self, x):
        w = F.avg_pool2d(x, x.size(2))
        w = torch.sigmoid(self.fc2(F.relu(self.fc1(w))))
        return x * w

def shuffle(x, g):
    N, C, H, W = x.size()
    return x.view(N, g, C // g, H, W).permute(0, 2, 1, 3, 4).reshape(N, C, H, W)

print(SE(8)(torch.ones(1, 8, 2, 2))[0, :, 0, 0], shuffle(torch.arange(6).view(1, 6, 1, 1), 2).flatten())

# %% [markdown]
# ## Data, and the loop

# %%
transform_train = transforms.Compose([
    transforms.RandomCrop(16, padding=2),
    transforms.RandomHorizontalFlip(),
    transforms.Normalize((0.4914, 0.4822, 0.4465), (0.2023, 0.1994, 0.2010)),
])
print(transform_train)

class Squares(Dataset):
    def __init__(self, n, transform):
        self.targets = [i % 3 for i in range(n)]
        self.images = torch.rand(n, 3, 16, 16)
        for i in range(n):
            self.images[i, i % 3, 4:12, 4:12] += 0.8
        self.transform = transform

    def __len__(self):
        return len(self.targets)

    def __getitem__(self, i):
        return self.transform(self.images[i]), self.targets[i]

trainloader = DataLoader(Squares(36, transform_train), batch_size=12, shuffle=True)
testloader = DataLoader(Squares(12, transforms.Compose([transform_train.transforms[-1]])), batch_size=6)
net = ResNet(BasicBlock, [1, 1, 1], num_classes=3)
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(net.parameters(), lr=0.1, momentum=0.9, weight_decay=5e-4)
scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=3)
best_acc = 0

def train(epoch):
    print("\nEpoch: %d" % epoch)
    net.train()
    train_loss = 0
    correct = 0
    total = 0
    for batch_idx, (inputs, targets) in enumerate(trainloader):
        optimizer.zero_grad()
        outputs = net(inputs)
        loss = criterion(outputs, targets)
        loss.backward()
        optimizer.step()
        train_loss += loss.item()
        _, predicted = outputs.max(1)
        total += targets.size(0)
        correct += predicted.eq(targets).sum().item()
    print("Loss: %.3f | Acc: %.3f%% (%d/%d)" % (train_loss / (batch_idx + 1), 100.0 * correct / total, correct, total))

def test(epoch):
    global best_acc
    net.eval()
    correct = 0
    with torch.no_grad():
        for inputs, targets in testloader:
            correct += net(inputs).argmax(1).eq(targets).sum().item()
    acc = 100.0 * correct / len(testloader.dataset)
    if acc >= best_acc:
        print("Saving..")
        torch.save({"net": net.state_dict(), "acc": acc, "epoch": epoch}, "ckpt.pth")
        best_acc = acc

for epoch in range(3):
    train(epoch)
    test(epoch)
    scheduler.step()
    print("lr %.6f" % scheduler.get_last_lr()[0], "%.6f" % optimizer.param_groups[0]["lr"])
checkpoint = torch.load("ckpt.pth")
net.load_state_dict(checkpoint["net"])
print(checkpoint["acc"], checkpoint["epoch"], list(checkpoint["net"].keys())[:4])

# %% [notebook]
# trial = optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
# plan = optim.lr_scheduler.CosineAnnealingLR(trial, T_max=10)
# lrs = []
# for step in tqdm(range(10)):
#     lrs.append(trial.param_groups[0]['lr'])
#     trial.step()
#     plan.step()
# plt.plot(lrs)
# plt.xlabel('epoch')
# plt.ylabel('learning rate')
# plt.show()
# len(lrs), best_acc > 0
