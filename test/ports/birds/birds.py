# %% [markdown]
# # Birds and airplanes
#
# A small net learns to tell two kinds of drawn pictures apart, first fully connected, then with residual blocks.
#
# ![a picture](attachment:picture.png)

# %% [notebook]
# !pip install -q torch matplotlib tqdm
# %matplotlib inline
# import matplotlib.pyplot as plt

# %%
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
from torch.utils.data import DataLoader, TensorDataset

# %%
torch.manual_seed(1)
class_names = ["airplane", "bird"]

def draw(n):
    labels = torch.randint(0, 2, (n,))
    images = torch.rand(n, 3, 8, 8) * 0.4
    for image, label in zip(images, labels):
        if label == 0:
            image[2, 3:5, :] += 0.6
        else:
            image[0, 2:6, 2:6] += 0.5
    return images, labels

images, labels = draw(96)
print(images.shape, labels[:10], images.view(96, 3, -1).mean(dim=2).mean(dim=0))
mean = images.permute(1, 0, 2, 3).reshape(3, -1).mean(dim=1)
std = images.permute(1, 0, 2, 3).reshape(3, -1).std(dim=1)
images = (images - mean[:, None, None]) / std[:, None, None]
print(mean, std, images[0, 0, 0])
train_loader = DataLoader(TensorDataset(images[:64], labels[:64]), batch_size=16, shuffle=True)
val_loader = DataLoader(TensorDataset(images[64:], labels[64:]), batch_size=16, shuffle=False)

# %% [notebook]
# fig, axes = plt.subplots(2, 4, figsize=(6, 3))
# for i, ax in enumerate(axes.flat):
#     picture = images[i] * std[:, None, None] + mean[:, None, None]
#     ax.imshow(picture.permute(1, 2, 0).clip(0, 1))
#     ax.set_title(class_names[labels[i]])
#     ax.axis("off")
# plt.tight_layout()
# plt.show()

# %% [markdown]
# ## A fully connected net
#
# Every pixel has its own weight:
#
# - `view` makes a row of the picture
# - `NLLLoss` wants logarithms of probabilities

# %%
model = nn.Sequential(nn.Linear(192, 32), nn.Tanh(), nn.Linear(32, 2), nn.LogSoftmax(dim=1))
loss_fn = nn.NLLLoss()
optimizer = optim.SGD(model.parameters(), lr=1e-2)
img, label = images[0], labels[0]
out = model(img.view(-1).unsqueeze(0))
print(out, loss_fn(out, torch.tensor([label])), torch.max(out, dim=1))
for epoch in range(3):
    for imgs, labs in train_loader:
        loss = loss_fn(model(imgs.view(imgs.shape[0], -1)), labs)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print("Epoch: %d, Loss: %f" % (epoch, float(loss)))
print(sum([p.numel() for p in model.parameters() if p.requires_grad == True]))

# %% [notebook]
# img.shape, label

# %% [markdown]
# ## Blocks that add their input

# %%
class ResBlock(nn.Module):
    def __init__(self, n_chans):
        super().__init__()
        self.conv = nn.Conv2d(n_chans, n_chans, kernel_size=3, padding=1, bias=False)
        self.batchNorm = nn.BatchNorm2d(num_features=n_chans)
        torch.nn.init.kaiming_normal_(self.conv.weight, nonlinearity="relu")
        torch.nn.init.constant_(self.batchNorm.weight, 0.5)
        torch.nn.init.zeros_(self.batchNorm.bias)

    def forward(self, x):
        out = self.conv(x)
        out = self.batchNorm(out)
        out = torch.relu(out)
        return out + x

class NetResDeep(nn.Module):
    def __init__(self, n_chans1=8, n_blocks=3):
        super().__init__()
        self.n_chans1 = n_chans1
        self.conv1 = nn.Conv2d(3, n_chans1, kernel_size=3, padding=1)
        self.resblocks = nn.Sequential(*[ResBlock(n_chans=n_chans1) for _ in range(n_blocks)])
        self.dropout = nn.Dropout2d(p=0.2)
        self.fc1 = nn.Linear(2 * 2 * n_chans1, 16)
        self.fc2 = nn.Linear(16, 2)

    def forward(self, x):
        out = F.max_pool2d(torch.relu(self.conv1(x)), 2)
        out = self.dropout(self.resblocks(out))
        out = F.max_pool2d(out, 2)
        out = out.view(-1, 2 * 2 * self.n_chans1)
        out = torch.relu(self.fc1(out))
        return self.fc2(out)

model = NetResDeep()
print(model)
print(model.conv1.weight.shape, model.resblocks[0].conv.weight[0, 0])
numel_list = [p.numel() for p in model.parameters()]
print(sum(numel_list), numel_list)

# %%
def training_loop(n_epochs, optimizer, model, loss_fn, train_loader):
    for epoch in range(1, n_epochs + 1):
        loss_train = 0.0
        for imgs, labels in train_loader:
            outputs = model(imgs)
            loss = loss_fn(outputs, labels)
            l2_norm = sum(p.pow(2.0).sum() for p in model.parameters())
            loss = loss + 0.001 * l2_norm
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            loss_train += loss.item()
        print("Epoch {}, Training loss {:.4f}".format(epoch, loss_train / len(train_loader)))

def validate(model, train_loader, val_loader):
    for name, loader in [("train", train_loader), ("val", val_loader)]:
        correct = 0
        total = 0
        with torch.no_grad():
            for imgs, labels in loader:
                _, predicted = torch.max(model(imgs), dim=1)
                total += labels.shape[0]
                correct += int((predicted == labels).sum())
        print("Accuracy {}: {:.2f}".format(name, correct / total))

optimizer = optim.SGD(model.parameters(), lr=3e-2, momentum=0.9)
training_loop(3, optimizer, model, nn.CrossEntropyLoss(), train_loader)
model.eval()
validate(model, train_loader, val_loader)
print(model.resblocks[1].batchNorm.running_mean, model.resblocks[1].batchNorm.num_batches_tracked)

# %% [notebook]
# numel_list

# %% [markdown]
# ## Saving and loading

# %%
torch.save(model.state_dict(), "birds.pt")
loaded_model = NetResDeep()
print(loaded_model.load_state_dict(torch.load("birds.pt")))
loaded_model.eval()
out = loaded_model(images[64:68])
print(torch.equal(out, model(images[64:68])), out)
print([class_names[i] for i in out.argmax(dim=1)], F.softmax(out, dim=1)[0])

# %% [notebook]
# probabilities = F.softmax(out[0], dim=0).detach()
# plt.bar(class_names, probabilities.numpy())
# plt.ylabel("probability")
# plt.title("the first picture")
# plt.show()
