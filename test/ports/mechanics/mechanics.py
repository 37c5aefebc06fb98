# %% [markdown]
# # The mechanics of learning
#
# A thermometer without a unit: what is it in degrees Celsius?

# %% [notebook]
# %matplotlib inline
# import numpy as np
# from matplotlib import pyplot as plt
# from tqdm import tqdm

# %%
import torch
import torch.nn as nn
import torch.optim as optim
from collections import OrderedDict

# %%
t_c = torch.tensor([0.5, 14.0, 15.0, 28.0, 11.0, 8.0, 3.0, -4.0, 6.0, 13.0, 21.0])
t_u = torch.tensor([35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4])

def model(t_u, w, b):
    return w * t_u + b

def loss_fn(t_p, t_c):
    squared_diffs = (t_p - t_c) ** 2
    return squared_diffs.mean()

w = torch.ones(())
b = torch.zeros(())
t_p = model(t_u, w, b)
print(t_p, loss_fn(t_p, t_c))

# %% [notebook]
# fig = plt.figure(dpi=600)
# plt.xlabel("Temperature (°Fahrenheit)")
# plt.ylabel("Temperature (°Celsius)")
# plt.plot(t_u.numpy(), t_c.numpy(), "o")
# plt.show()
# t_u.shape

# %% [markdown]
# ## Down the slope
#
# The rate of change tells which way, the *learning rate* how far.

# %%
x, y, z = torch.ones(()), torch.ones(3, 1), torch.ones(1, 3)
print((x * y).shape, (y * z).shape, (y * torch.ones(2, 1, 1)).shape)
delta = 0.1
rate_w = (loss_fn(model(t_u, w + delta, b), t_c) - loss_fn(model(t_u, w - delta, b), t_c)) / (2.0 * delta)
print(rate_w)

def dloss_fn(t_p, t_c):
    return 2 * (t_p - t_c) / t_p.size(0)

def grad_fn(t_u, t_c, t_p, w, b):
    dloss_dtp = dloss_fn(t_p, t_c)
    return torch.stack([(dloss_dtp * t_u).sum(), (dloss_dtp * 1.0).sum()])

def training_loop(n_epochs, learning_rate, params, t_u, t_c, print_params=True):
    for epoch in range(1, n_epochs + 1):
        w, b = params
        t_p = model(t_u, w, b)
        loss = loss_fn(t_p, t_c)
        grad = grad_fn(t_u, t_c, t_p, w, b)
        params = params - learning_rate * grad
        if epoch in {1, 2, 10, 500}:
            print("Epoch %d, Loss %f" % (epoch, float(loss)))
            if print_params:
                print("    Params:", params)
                print("    Grad:  ", grad)
    return params

print(training_loop(10, 1e-4, torch.tensor([1.0, 0.0]), t_u, t_c))
t_un = 0.1 * t_u
print(training_loop(500, 1e-2, torch.tensor([1.0, 0.0]), t_un, t_c, print_params=False))

# %% [notebook]
# params = torch.tensor([5.3671, -17.3012])
# t_p = model(t_un, *params)
# plt.plot(t_u.numpy(), t_p.detach().numpy())
# plt.plot(t_u.numpy(), t_c.numpy(), 'o')
# plt.legend(['fit', 'measured'])
# plt.show()

# %% [markdown]
# ## Autograd

# %%
params = torch.tensor([1.0, 0.0], requires_grad=True)
print(params.grad is None)
loss_fn(model(t_u, *params), t_c).backward()
print(params.grad)
params.grad.zero_()
for epoch in range(1, 501):
    if params.grad is not None:
        params.grad.zero_()
    loss = loss_fn(model(t_un, *params), t_c)
    loss.backward()
    with torch.no_grad():
        params -= 1e-2 * params.grad
print(loss, params)

# %% [notebook]
# steps = 0
# for _ in tqdm(range(100)):
#     steps += 1
# steps

# %% [markdown]
# ## Optimisers, and what was not trained on

# %%
torch.manual_seed(0)
n_val = int(0.2 * t_u.shape[0])
shuffled = torch.randperm(t_u.shape[0])
train, val = shuffled[:-n_val], shuffled[-n_val:]
print(train, val)
params = torch.tensor([1.0, 0.0], requires_grad=True)
optimizer = optim.Adam([params], lr=1e-1)
for epoch in range(1, 301):
    train_loss = loss_fn(model(t_un[train], *params), t_c[train])
    with torch.no_grad():
        val_loss = loss_fn(model(t_un[val], *params), t_c[val])
        assert val_loss.requires_grad == False
    optimizer.zero_grad()
    train_loss.backward()
    optimizer.step()
    if epoch % 100 == 0:
        print(f"Epoch {epoch}, Training loss {train_loss.item():.4f}, Validation loss {val_loss.item():.3f}")
print(params)

# %% [notebook]
# params

# %% [markdown]
# ## A net instead of a line

# %%
t_c, t_un = t_c.unsqueeze(1), t_un.unsqueeze(1)
seq_model = nn.Sequential(OrderedDict([
    ("hidden_linear", nn.Linear(1, 8)),
    ("hidden_activation", nn.Tanh()),
    ("output_linear", nn.Linear(8, 1)),
]))
print(seq_model)
for name, param in seq_model.named_parameters():
    print(name, param.shape, param.requires_grad)
print(seq_model.output_linear.bias)
print([param.numel() for param in seq_model.parameters()])
optimizer = optim.SGD(seq_model.parameters(), lr=1e-3)
criterion = nn.MSELoss()
for epoch in range(1, 201):
    loss_train = criterion(seq_model(t_un[train]), t_c[train])
    loss_val = criterion(seq_model(t_un[val]), t_c[val])
    optimizer.zero_grad()
    loss_train.backward()
    optimizer.step()
    if epoch == 1 or epoch % 100 == 0:
        print(f"Epoch {epoch}, Training loss {loss_train:.4f}, Validation loss {loss_val:.3f}")
print("output", seq_model(t_un[val]))
print("answer", t_c[val])
print("hidden", seq_model.hidden_linear.weight.grad)

# %% [notebook]
# t_range = torch.arange(20., 90.).unsqueeze(1)
# plt.plot(t_range.numpy(), seq_model(0.1 * t_range).detach().numpy(), 'c-')
# plt.plot(t_u.numpy(), t_c.squeeze(1).numpy(), 'o')
# plt.xlabel('Fahrenheit')
# plt.ylabel('Celsius')
# plt.show()
# type(seq_model).__name__
