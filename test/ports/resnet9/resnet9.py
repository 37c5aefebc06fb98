# %% [markdown]
# # A residual net in a few minutes
#
# One-cycle learning rates, weight decay and gradient clipping.

# %% [notebook]
# # !pip install jovian --upgrade --quiet
# %matplotlib inline
# import matplotlib
# import matplotlib.pyplot as plt
# from tqdm.notebook import tqdm
# matplotlib.rcParams['figure.facecolor'] = '#ffffff'

# %%
import copy
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset, random_split

# %%
torch.manual_seed(43)
labels = torch.arange(60) % 3
images = torch.rand(60, 3, 8, 8) * 0.5
images[torch.arange(60), labels] += 0.4
dataset = TensorDataset(images, labels)
train_ds, valid_ds = random_split(dataset, [45, 15])
train_dl = DataLoader(train_ds, 15, shuffle=True, num_workers=0, pin_memory=False)
valid_dl = DataLoader(valid_ds, 15 * 2)

def accuracy(outputs, labels):
    _, preds = torch.max(outputs, dim=1)
    return torch.tensor(torch.sum(preds == labels).item() / len(preds))

class ImageClassificationBase(nn.Module):
    def training_step(self, batch):
        images, labels = batch
        out = self(images)
        loss = F.cross_entropy(out, labels)
        return loss

    def validation_step(self, batch):
        images, labels = batch
        out = self(images)
        loss = F.cross_entropy(out, labels)
        acc = accuracy(out, labels)
        return {"val_loss": loss.detach(), "val_acc": acc}

    def validation_epoch_end(self, outputs):
        batch_losses = [x["val_loss"] for x in outputs]
        epoch_loss = torch.stack(batch_losses).mean()
        batch_accs = [x["val_acc"] for x in outputs]
        epoch_acc = torch.stack(batch_accs).mean()
        return {"val_loss": epoch_loss.item(), "val_acc": epoch_acc.item()}

    def epoch_end(self, epoch, result):
        print("Epoch [{}], last_lr: {:.5f}, train_loss: {:.4f}, val_loss: {:.4f}, val_acc: {:.4f}".format(
            epoch, result["lrs"][-1], result["train_loss"], result["val_loss"], result["val_acc"]))

# %% [notebook]
# def show_example(img, label):
#     plt.imshow(img.permute(1, 2, 0))
#     plt.title(f'label {label}')
#     plt.show()
#
#
# img, label = train_ds[0]
# show_example(img, label)
# img.shape, label

# %% [markdown]
# ## Model

# %%
def conv_block(in_channels, out_channels, pool=False):
    layers = [nn.Conv2d(in_channels, out_channels, kernel_size=3, padding=1),
              nn.BatchNorm2d(out_channels),
              nn.ReLU(inplace=True)]
    if pool:
        layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers)

class ResNet9(ImageClassificationBase):
    def __init__(self, in_channels, num_classes):
        super().__init__()
        self.conv1 = conv_block(in_channels, 4)
        self.conv2 = conv_block(4, 8, pool=True)
        self.res1 = nn.Sequential(conv_block(8, 8), conv_block(8, 8))
        self.conv3 = conv_block(8, 8, pool=True)
        self.conv4 = conv_block(8, 16)
        self.res2 = nn.Sequential(conv_block(16, 16), conv_block(16, 16))
        self.classifier = nn.Sequential(nn.MaxPool2d(2), nn.Flatten(), nn.Dropout(0.2), nn.Linear(16, num_classes))

    def forward(self, xb):
        out = self.conv1(xb)
        out = self.conv2(out)
        out = self.res1(out) + out
        out = self.conv3(out)
        out = self.conv4(out)
        out = self.res2(out) + out
        return self.classifier(out)

model = ResNet9(3, 3)
print(model.conv2, model.classifier)
for name, module in model.named_children():
    print(name, sum(p.numel() for p in module.parameters()))

# %% [notebook]
# count = 0
# for images_batch, _ in tqdm(train_dl):
#     count += len(images_batch)
# count

# %% [markdown]
# ## Training

# %%
@torch.no_grad()
def evaluate(model, val_loader):
    model.eval()
    outputs = [model.validation_step(batch) for batch in val_loader]
    return model.validation_epoch_end(outputs)

def get_lr(optimizer):
    for param_group in optimizer.param_groups:
        return param_group["lr"]

def fit_one_cycle(epochs, max_lr, model, train_loader, val_loader, weight_decay=0, grad_clip=None, opt_func=torch.optim.SGD):
    history = []
    optimizer = opt_func(model.parameters(), max_lr, weight_decay=weight_decay)
    sched = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr, epochs=epochs, steps_per_epoch=len(train_loader))
    for epoch in range(epochs):
        model.train()
        train_losses = []
        lrs = []
        for batch in train_loader:
            loss = model.training_step(batch)
            train_losses.append(loss.detach())
            loss.backward()
            if grad_clip:
                nn.utils.clip_grad_value_(model.parameters(), grad_clip)
            optimizer.step()
            optimizer.zero_grad()
            lrs.append(get_lr(optimizer))
            sched.step()
        result = evaluate(model, val_loader)
        result["train_loss"] = torch.stack(train_losses).mean().item()
        result["lrs"] = lrs
        model.epoch_end(epoch, result)
        history.append(result)
    return history

print({k: round(v, 3) for k, v in evaluate(model, valid_dl).items()})
start = copy.deepcopy(model.state_dict())
history = fit_one_cycle(4, 0.01, model, train_dl, valid_dl, weight_decay=1e-4, grad_clip=0.1, opt_func=torch.optim.Adam)
print([f"{lr:.5f}" for x in history for lr in x["lrs"]])
best = max(history, key=lambda x: x["val_acc"])
print(f"{best['val_acc']:.4f}", torch.equal(start["conv1.0.weight"], model.state_dict()["conv1.0.weight"]))

# %% [notebook]
# def plot_accuracies(history):
#     accuracies = [x['val_acc'] for x in history]
#     plt.plot(accuracies, '-x')
#     plt.xlabel('epoch')
#     plt.ylabel('accuracy')
#     plt.title('Accuracy vs. No. of epochs');
#
#
# plot_accuracies(history)

# %% [notebook]
# def plot_losses(history):
#     train_losses = [x.get('train_loss') for x in history]
#     val_losses = [x['val_loss'] for x in history]
#     plt.plot(train_losses, '-bx')
#     plt.plot(val_losses, '-rx')
#     plt.xlabel('epoch')
#     plt.ylabel('loss')
#     plt.legend(['Training', 'Validation'])
#     plt.title('Loss vs. No. of epochs');
#
#
# plot_losses(history)

# %% [markdown]
# ## Which learning rate?

# %%
def find_lr(model, loader, init=1e-4, final=1.0, beta=0.7):
    model.load_state_dict(start)
    model.train()
    mult = (final / init) ** (1 / 8)
    lr = init
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    avg, best, losses = 0.0, 0.0, []
    batches = iter(loader)
    for i in range(1, 10):
        try:
            batch = next(batches)
        except StopIteration:
            batches = iter(loader)
            batch = next(batches)
        optimizer.zero_grad()
        loss = model.training_step(batch)
        avg = beta * avg + (1 - beta) * loss.item()
        smoothed = avg / (1 - beta**i)
        if i > 1 and smoothed > 4 * best:
            break
        if smoothed < best or i == 1:
            best = smoothed
        losses.append(smoothed)
        loss.backward()
        norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm=2.0)
        optimizer.step()
        lr *= mult
        for group in optimizer.param_groups:
            group["lr"] = lr
    return losses, norm

losses, norm = find_lr(model, train_dl)
print(len(losses), [f"{x:.2f}" for x in losses[:4]], norm.dim())
confusion = torch.zeros(3, 3, dtype=torch.int64)
model.load_state_dict(start)
model.eval()
with torch.no_grad():
    for xb, yb in valid_dl:
        for t, p in zip(yb, model(xb).argmax(1)):
            confusion[t, p] += 1
print(confusion, confusion.diag(), confusion.sum(1))

# %% [notebook]
# confusion
