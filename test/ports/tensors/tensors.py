# %% [markdown]
# # It starts with a tensor
#
# Pictures, tables, hours and words become numbers.

# %% [notebook]
# %matplotlib inline
# import matplotlib.pyplot as plt

# %%
import csv
import torch

# %%
a = torch.ones(3)
print(a, a[1], float(a[1]))
a[2] = 2.0
points = torch.tensor([[4.0, 1.0], [5.0, 3.0], [2.0, 1.0]])
print(points.shape, points[0, 1], points[:, 0], points[1:], points[None].shape)
print(points.storage_offset(), points[1].storage_offset(), *points.stride(), *points.t().stride())
second = points[1].clone()
second[0] = 10.0
print(points, second)
points_t = points.t()
print(points_t.is_contiguous(), *points_t.contiguous().stride())
print(points.to(torch.int32), points.double().dtype, torch.zeros(2, dtype=torch.uint8))

# %% [notebook]
# points.shape, points_t.shape

# %% [notebook]
# points

# %% [markdown]
# ## Pictures

# %%
torch.manual_seed(123)
img = torch.randn(3, 5, 5)
weights = torch.tensor([0.2126, 0.7152, 0.0722])
batch = torch.randn(2, 3, 5, 5)
print(img.mean(-3).shape, batch.mean(-3).shape)
unsqueezed = weights.unsqueeze(-1).unsqueeze_(-1)
gray = (img * unsqueezed).sum(-3)
print(gray[0], torch.allclose(gray, torch.einsum("...chw,c->...hw", img, weights), atol=1e-6))
print(img.permute(1, 2, 0).shape, img.transpose(0, 2).shape, batch.size(1), batch.numel())

# %% [notebook]
# plt.imshow(gray[0].unsqueeze(0), cmap='gray')
# plt.show()

# %% [markdown]
# ## Wine

# %%
table = """fixed acidity;sugar;pH;alcohol;quality
7.0;20.7;3.0;8.8;6
6.3;1.6;3.3;9.5;6
8.1;6.9;3.26;10.1;6
7.2;8.5;3.19;9.9;5
6.2;7.0;3.18;9.6;7
6.0;1.5;3.3;11.9;8
5.8;3.2;3.48;12.4;8
7.4;13.8;3.06;8.6;4
6.6;1.1;3.12;9.1;3"""
rows = [row for row in csv.reader(table.split("\n"), delimiter=";")]
columns, rows = rows[0], rows[1:]
print(columns[-1], len(rows))
wine = torch.tensor([[float(value) for value in row] for row in rows])
data, target = wine[:, :-1], wine[:, -1].long()
print(wine.shape, wine.dtype, target)
onehot = torch.zeros(target.shape[0], 10)
onehot.scatter_(1, target.unsqueeze(1), 1.0)
print(onehot[0], onehot.sum(0))
mean, var = torch.mean(data, dim=0), torch.var(data, dim=0)
normalized = (data - mean) / torch.sqrt(var)
print(mean, var)
print(normalized)

# %% [notebook]
# plt.hist(data[:, 3], bins=5)
# plt.xlabel(columns[3])
# plt.title('wines')
# plt.show()
# mean

# %% [markdown]
# ## Which are bad?

# %%
bad_indexes = target <= 5
print(bad_indexes, bad_indexes.dtype, bad_indexes.sum())
bad_data = data[bad_indexes]
mid_data = data[(target > 5) & (target < 7)]
good_data = data[target >= 7]
for i, args in enumerate(zip(columns, bad_data.mean(0), mid_data.mean(0), good_data.mean(0))):
    print("{:2} {:15} {:6.2f} {:6.2f} {:6.2f}".format(i, *args))
predicted = data[:, 3] > 9.7
actual = target > 5
matches = torch.sum(actual & predicted).item()
print(matches, matches / torch.sum(predicted).item(), matches / torch.sum(actual).item())

# %% [notebook]
# good_data

# %% [markdown]
# ## Hours and letters

# %%
hours = torch.arange(96, dtype=torch.float32).reshape(-1, 4)
hours[:, 3] = (hours[:, 0] / 4) % 4
daily = hours.view(-1, 24, hours.shape[1]).transpose(1, 2)
print(daily.shape, *daily.stride(), daily[0, 3, :6])
weather = torch.eye(4)[daily[0, 3].long()]
print(weather.shape, torch.cat((daily[0].t(), weather), 1)[:2])
daily[:, 0, :] = (daily[:, 0, :] - daily[:, 0, :].min()) / (daily[:, 0, :].max() - daily[:, 0, :].min())
print(daily[0, 0, -3:], hours[-1])
line = "It is a truth universally acknowledged".lower()
letters = torch.zeros(len(line), 128)
for i, letter in enumerate(line):
    letters[i][ord(letter)] = 1
words = sorted(set(line.split()))
index = {word: i for i, word in enumerate(words)}
print(letters.shape, letters.argmax(1)[:5], letters.nonzero()[-1], len(index), index["truth"])
torch.save({"wine": wine, "names": columns}, "wine.pt")
loaded = torch.load("wine.pt")
print(torch.equal(loaded["wine"], wine), loaded["names"][1])
