# %% [markdown]
# # Tensors
#
# Tensors are a data structure like arrays; here they are made, changed and moved.

# %% [notebook]
# %matplotlib inline
# import matplotlib.pyplot as plt
# import torchvision

# %%
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
import numpy as np

# %%
data = [[1, 2], [3, 4]]
x_data = torch.tensor(data)
np_array = np.array(data)
x_np = torch.from_numpy(np_array)
x_ones = torch.ones_like(x_data)
print(f"Ones Tensor: \n {x_ones} \n")
torch.manual_seed(7)
x_rand = torch.rand_like(x_data, dtype=torch.float)
print(f"Random Tensor: \n {x_rand} \n")
shape = (2, 3,)
print(torch.rand(shape), torch.ones(shape), torch.zeros(shape))
tensor = torch.rand(3, 4)
print(f"Shape of tensor: {tensor.shape}")
print(f"Datatype of tensor: {tensor.dtype}")
print(f"Device tensor is stored on: {tensor.device}")
if torch.cuda.is_available():
    tensor = tensor.to("cuda")
tensor = torch.ones(4, 4)
tensor[:, 1] = 0
print(tensor, torch.cat([tensor, tensor, tensor], dim=1).shape)
print(tensor.mul(tensor).sum(), tensor.matmul(tensor.T)[0], tensor @ tensor[0])
tensor.add_(5)
t = torch.ones(5)
n = t.numpy()
t.add_(1)
print(f"t: {t}", n[1])
n[0] = 7
print(t)

# %% [notebook]
# x_data, shape

# %% [markdown]
# ## Autograd
#
# We give `backward` the gradient $v$ of a vector:
#
# $$J^T v$$

# %%
a = torch.tensor([2., 3.], requires_grad=True)
b = torch.tensor([6., 4.], requires_grad=True)
Q = 3*a**3 - b**2
external_grad = torch.tensor([1., 1.])
Q.backward(gradient=external_grad)
print(9*a**2 == a.grad, -2*b == b.grad)
x = torch.rand(5, 5)
y = torch.rand(5, 5)
z = torch.rand((5, 5), requires_grad=True)
print(f"Does `a` require gradients? : {(x + y).requires_grad}, does `b`? : {(x + z).requires_grad}")
x = torch.ones(2, 2, requires_grad=True)
y = x + 2
z = y * y * 3
out = z.mean()
print(y, z, out, out.grad_fn.name(), y.grad_fn.next_functions[0][0].name())
out.backward()
print(x.grad)
v = torch.tensor([0.1, 1.0, 0.0001])
w = torch.randn(3, requires_grad=True)
y = w * 2
while y.data.norm() < 1000:
    y = y * 2
y.backward(v)
print(y, w.grad, y.detach().eq(y).all())
with torch.no_grad():
    print((x ** 2).requires_grad)

# %% [notebook]
# x.grad

# %% [markdown]
# ## Networks
#
# ```
# input -> conv2d -> relu -> maxpool2d -> linear
# ```

# %%
class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(16 * 5 * 5, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, input):
        c1 = F.relu(self.conv1(input))
        s2 = F.max_pool2d(c1, (2, 2))
        c3 = F.relu(self.conv2(s2))
        s4 = F.max_pool2d(c3, 2)
        s4 = torch.flatten(s4, 1)
        f5 = F.relu(self.fc1(s4))
        f6 = F.relu(self.fc2(f5))
        return self.fc3(f6)

net = Net()
print(net)
params = list(net.parameters())
print(len(params), params[0].size())
input = torch.randn(1, 1, 32, 32)
out = net(input)
print(out)
net.zero_grad()
out.backward(torch.randn(1, 10))
output = net(input)
target = torch.randn(10).view(1, -1)
criterion = nn.MSELoss()
loss = criterion(output, target)
print(loss, loss.grad_fn.name(), loss.grad_fn.next_functions[0][0].name())
net.zero_grad()
print("conv1.bias.grad before backward", net.conv1.bias.grad)
loss.backward()
print("conv1.bias.grad after backward", net.conv1.bias.grad)
learning_rate = 0.01
for f in net.parameters():
    f.data.sub_(f.grad.data * learning_rate)
optimizer = optim.SGD(net.parameters(), lr=0.01)
for step in range(3):
    optimizer.zero_grad()
    loss = criterion(net(input), target)
    loss.backward()
    optimizer.step()
    print(f"{step} {loss.item():.4f}")

# %% [notebook]
# def imshow(img):
#     img = img / 2 + 0.5  # unnormalize
#     npimg = img.numpy()
#     plt.imshow(np.transpose(npimg, (1, 2, 0)))
#     plt.show()
#
#
# imshow(torchvision.utils.make_grid(input.detach()))

# %% [markdown]
# ## Training a classifier

# %%
classes = ("plane", "car", "cat")
labels = torch.randint(3, (48,))
images = torch.randn(48, 1, 32, 32) * 0.1
images[torch.arange(48), 0, labels * 8] += 1
dataset = torch.utils.data.TensorDataset(images, labels)
trainloader = torch.utils.data.DataLoader(dataset, batch_size=4, shuffle=True, num_workers=0)
dataiter = iter(trainloader)
images, labels = next(dataiter)
print(" ".join(f"{classes[labels[j]]:5s}" for j in range(4)))
net = Net()
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(net.parameters(), lr=0.02, momentum=0.9)
for epoch in range(2):
    running_loss = 0.0
    for i, data in enumerate(trainloader, 0):
        inputs, labels = data
        optimizer.zero_grad()
        outputs = net(inputs)
        loss = criterion(outputs, labels)
        loss.backward()
        optimizer.step()
        running_loss += loss.item()
        if i % 6 == 5:
            print(f"[{epoch + 1}, {i + 1:5d}] loss: {running_loss / 6:.3f}")
            running_loss = 0.0
PATH = "./cifar_net.pth"
torch.save(net.state_dict(), PATH)
net = Net()
net.load_state_dict(torch.load(PATH, weights_only=True))
correct_pred = {classname: 0 for classname in classes}
total_pred = {classname: 0 for classname in classes}
with torch.no_grad():
    for data in trainloader:
        images, labels = data
        outputs = net(images)
        _, predictions = torch.max(outputs, 1)
        for label, prediction in zip(labels, predictions):
            if label == prediction:
                correct_pred[classes[label]] += 1
            total_pred[classes[label]] += 1
for classname, correct_count in correct_pred.items():
    accuracy = 100 * float(correct_count) / total_pred[classname]
    print(f"Accuracy for class: {classname:5s} is {accuracy:.1f} %")

# %% [notebook]
# names = list(correct_pred.keys())
# values = [100 * correct_pred[name] / total_pred[name] for name in names]
# plt.figure(figsize=(5, 3))
# plt.bar(names, values)
# plt.xlabel('class')
# plt.ylabel('accuracy in %')
# plt.show()
# sum(total_pred.values())
