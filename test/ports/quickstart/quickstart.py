# %% [markdown]
# # Quickstart
#
# **Learn the basics** || Datasets || Transforms || Model || Optimisation || Save

# %% [notebook]
# # For tips on running notebooks in Google Colab, see the page of the tutorials
# %matplotlib inline
# import matplotlib.pyplot as plt

# %%
import torch
from torch import nn
from torch.utils.data import Dataset, DataLoader, random_split
from torchvision import transforms
from torchvision.transforms import ToTensor, Lambda

# %%
classes = ["T-shirt", "Trouser", "Pullover"]
torch.manual_seed(42)

class Fashion(Dataset):
    def __init__(self, n, transform=None, target_transform=None):
        self.labels = torch.randint(len(classes), (n,))
        self.pictures = torch.randint(0, 128, (n, 10, 10), dtype=torch.uint8)
        for picture, label in zip(self.pictures, self.labels):
            picture[:, label * 3 : label * 3 + 3] += 100
        self.transform = transform
        self.target_transform = target_transform

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, idx):
        image = self.pictures[idx].unsqueeze(0).float() / 255
        label = int(self.labels[idx])
        if self.transform:
            image = self.transform(image)
        if self.target_transform:
            label = self.target_transform(label)
        return image, label

transform = transforms.Compose([transforms.CenterCrop(8), transforms.Normalize((0.5,), (0.25,))])
print(transform)
dataset = Fashion(84, transform)
img, label = dataset[0]
print(img.shape, label, img[0, 0], len(dataset))
one_hot = Lambda(lambda y: torch.zeros(3, dtype=torch.float).scatter_(0, torch.tensor(y), value=1))
print(Fashion(2, target_transform=one_hot)[1][1])
training_data, test_data = random_split(dataset, [64, 20], generator=torch.Generator().manual_seed(42))
print(len(training_data), test_data.indices[:5])
batch_size = 16
train_dataloader = DataLoader(training_data, batch_size=batch_size, shuffle=True)
test_dataloader = DataLoader(test_data, batch_size=batch_size)
for X, y in test_dataloader:
    print(f"Shape of X [N, C, H, W]: {X.shape}")
    print(f"Shape of y: {y.shape} {y.dtype}")
    break

# %% [notebook]
# figure = plt.figure(figsize=(8, 8))
# cols, rows = 3, 3
# for i in range(1, cols * rows + 1):
#     sample, target = dataset[i]
#     figure.add_subplot(rows, cols, i)
#     plt.title(classes[target])
#     plt.axis("off")
#     plt.imshow(sample.squeeze(), cmap="gray")
# plt.show()

# %% [markdown]
# ## Creating models

# %%
device = "cuda" if torch.cuda.is_available() else "cpu"
print(f"Using {device} device")

class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linearReluStack = nn.Sequential(
            nn.Linear(8 * 8, 32),
            nn.ReLU(),
            nn.Linear(32, 16),
            nn.ReLU(),
            nn.Linear(16, 3),
        )

    def forward(self, x):
        x = self.flatten(x)
        logits = self.linearReluStack(x)
        return logits

model = NeuralNetwork().to(device)
print(f"Model structure: {model}")
for name, param in model.named_parameters():
    print(f"Layer: {name} | Size: {param.size()} | Values : {param[:2]} ")
logits = model(torch.rand(1, 8, 8, device=device))
pred_probab = nn.Softmax(dim=1)(logits)
y_pred = pred_probab.argmax(1)
print(f"Predicted class: {y_pred}", pred_probab)

# %% [notebook]
# pred_probab.shape

# %% [markdown]
# ## Optimising the parameters

# %%
loss_fn = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)

def train(dataloader, model, loss_fn, optimizer):
    size = len(dataloader.dataset)
    model.train()
    for batch, (X, y) in enumerate(dataloader):
        X, y = X.to(device), y.to(device)
        pred = model(X)
        loss = loss_fn(pred, y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        if batch % 2 == 0:
            loss, current = loss.item(), (batch + 1) * len(X)
            print(f"loss: {loss:>7f}  [{current:>5d}/{size:>5d}]")

def test(dataloader, model, loss_fn):
    size = len(dataloader.dataset)
    num_batches = len(dataloader)
    model.eval()
    test_loss, correct = 0, 0
    with torch.no_grad():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            pred = model(X)
            test_loss += loss_fn(pred, y).item()
            correct += (pred.argmax(1) == y).type(torch.float).sum().item()
    test_loss /= num_batches
    correct /= size
    print(f"Test Error: \n Accuracy: {(100*correct):>0.1f}%, Avg loss: {test_loss:>8f} \n")

for t in range(4):
    print(f"Epoch {t+1}\n-------------------------------")
    train(train_dataloader, model, loss_fn, optimizer)
    test(test_dataloader, model, loss_fn)
print("Done!")

# %% [notebook]
# device

# %% [markdown]
# ## Saving models

# %%
torch.save(model.state_dict(), "model.pth")
print("Saved PyTorch Model State to model.pth")
model = NeuralNetwork().to(device)
model.load_state_dict(torch.load("model.pth", weights_only=True))
model.eval()
x, y = test_data[0][0], test_data[0][1]
with torch.no_grad():
    x = x.to(device)
    pred = model(x)
    predicted, actual = classes[pred[0].argmax(0)], classes[y]
    print(f'Predicted: "{predicted}", Actual: "{actual}"')

# %% [notebook]
# predicted == actual
