# %% Tensors | 텐서
x = torch.zeros(2, 3, dtype=torch.float64)
x.shape
x.size(0)
len(x)
y = x.to(torch.float32)
z = torch.cat([y, y], dim=0)
v, i = x.max(dim=1)
s = x.sum(dim=1, keepdim=True)
n = x.mean().item()
# %% Reading and writing parts | 일부 읽고 쓰기
x[0]
x[:, 1:3]
x[..., None]
x[x > 0]
x[0, 1] = 5
# %% Operators are methods | 연산자는 메서드
a = x + 2 * x
b = x @ x.T
c = x / 3
d = x ** 2
x += 1
m = x == 1
p = m & ~m
# %% Layers and networks | 층과 신경망
conv = nn.Conv2d(3, 16, kernel_size=3, padding=1)
out = conv(torch.rand(1, 3, 8, 8))
net = nn.Sequential(nn.Flatten(), nn.Linear(12, 2))
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 2)
    def forward(self, x):
        return F.relu(self.fc(x))
model = Net()
# %% Training | 학습
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
loss = F.cross_entropy(model(torch.rand(5, 4)), torch.tensor([0, 1, 0, 1, 1]))
optimizer.zero_grad()
loss.backward()
optimizer.step()
model.eval()
with torch.no_grad():
    w = y * 2
# %% Saving and loading | 저장하고 불러오기
torch.save(model.state_dict(), "net.pt")
model.load_state_dict(torch.load("net.pt"))
# %% Around it | 그 밖에
q = [k * 2 for k in range(3)]
for i, k in enumerate(q):
    print(i, k)
for row in y:
    print(row)
print(y.shape, n)
print(f"{n:.3f}")
t = lambda u: u + 1
r = x if n > 0 else None
