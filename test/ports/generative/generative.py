# %% [markdown]
# # Making pictures
#
# A generator and a discriminator train against each other; then an autoencoder, batch normalisation and attention, each by hand.

# %% [notebook]
# !pip install -q torch matplotlib tqdm
# %matplotlib inline
# import matplotlib.pyplot as plt
# from tqdm.auto import tqdm

# %%
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim

# %%
torch.manual_seed(999)
nz, ngf, ndf = 8, 4, 4

def weights_init(m):
    classname = m.__class__.__name__
    if classname.find("Conv") != -1:
        nn.init.normal_(m.weight.data, 0.0, 0.02)
    elif classname.find("BatchNorm") != -1:
        nn.init.normal_(m.weight.data, 1.0, 0.02)
        nn.init.constant_(m.bias.data, 0)

class Generator(nn.Module):
    def __init__(self):
        super(Generator, self).__init__()
        self.main = nn.Sequential(
            nn.ConvTranspose2d(nz, ngf * 2, 4, 1, 0, bias=False),
            nn.BatchNorm2d(ngf * 2),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf * 2, ngf, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ngf),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf, 1, 4, 2, 1, bias=False),
            nn.Tanh(),
        )

    def forward(self, input):
        return self.main(input)

class Discriminator(nn.Module):
    def __init__(self):
        super(Discriminator, self).__init__()
        self.main = nn.Sequential(
            nn.Conv2d(1, ndf, 4, 2, 1, bias=False),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Conv2d(ndf, ndf * 2, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ndf * 2),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Conv2d(ndf * 2, 1, 4, 1, 0, bias=False),
            nn.Sigmoid(),
        )

    def forward(self, input):
        return self.main(input)

netG = Generator()
netG.apply(weights_init)
print(netG)
netD = Discriminator()
netD.apply(weights_init)
print(netD)
criterion = nn.BCELoss()
fixed_noise = torch.randn(4, nz, 1, 1)
real_label = 1.0
fake_label = 0.0
optimizerD = optim.Adam(netD.parameters(), lr=0.002, betas=(0.5, 0.999))
optimizerG = optim.Adam(netG.parameters(), lr=0.002, betas=(0.5, 0.999))
real = torch.zeros(8, 1, 16, 16).fill_(-1)
real[:, :, 4:12, 4:12] = 0.9
for i in range(4):
    netD.zero_grad()
    b_size = real.size(0)
    label = torch.full((b_size,), real_label, dtype=torch.float)
    output = netD(real).view(-1)
    errD_real = criterion(output, label)
    errD_real.backward()
    D_x = output.mean().item()
    noise = torch.randn(b_size, nz, 1, 1)
    fake = netG(noise)
    label.fill_(fake_label)
    output = netD(fake.detach()).view(-1)
    errD_fake = criterion(output, label)
    errD_fake.backward()
    errD = errD_real + errD_fake
    optimizerD.step()
    netG.zero_grad()
    label.fill_(real_label)
    output = netD(fake).view(-1)
    errG = criterion(output, label)
    errG.backward()
    optimizerG.step()
    print("[%d/%d]\tLoss_D: %.3f\tLoss_G: %.3f\tD(x): %.3f" % (i, 4, errD.item(), errG.item(), D_x))
with torch.no_grad():
    print(netG(fixed_noise).shape)

# %% [notebook]
# with torch.no_grad():
#     grid = netG(fixed_noise).detach().cpu()
# fig = plt.figure(figsize=(8, 2))
# for i in range(4):
#     ax = fig.add_subplot(1, 4, i + 1)
#     ax.imshow(grid[i, 0], cmap="gray")
#     ax.axis("off")
# plt.suptitle("Fake Images")
# plt.show()
# grid.shape

# %% [markdown]
# ## A variational autoencoder

# %%
class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Conv2d(1, 4, 3, stride=2, padding=1), nn.ReLU(),
            nn.Conv2d(4, 8, 3, stride=2, padding=1), nn.ReLU(),
        )
        self.mu = nn.Linear(8 * 16, 2)
        self.logvar = nn.Linear(8 * 16, 2)
        self.fc = nn.Linear(2, 8 * 16)
        self.decoder = nn.Sequential(
            nn.ConvTranspose2d(8, 4, 3, stride=2, padding=1, output_padding=1), nn.ReLU(),
            nn.ConvTranspose2d(4, 1, 3, stride=2, padding=1, output_padding=1), nn.Sigmoid(),
        )

    def forward(self, x):
        h = self.encoder(x).flatten(1)
        mu, logvar = self.mu(h), self.logvar(h)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decoder(self.fc(z).view(-1, 8, 4, 4)), mu, logvar

def loss_function(recon_x, x, mu, logvar):
    BCE = F.binary_cross_entropy(recon_x, x, reduction="sum")
    KLD = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
    return BCE + KLD

model = Autoencoder()
optimizer = optim.RMSprop(model.parameters(), lr=1e-3)
x = (real[:4] + 1) / 2
for step in range(3):
    recon, mu, logvar = model(x)
    loss = loss_function(recon, x, mu, logvar)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{step} {loss.item() / len(x):.2f}", recon.shape)

# %% [notebook]
# errors = []
# for level in tqdm(range(5)):
#     errors.append(((recon.detach() * level / 4 - x) ** 2).mean().item())
# plt.plot(errors, marker="o")
# plt.xlabel("level")
# plt.show()

# %% [markdown]
# ## Batch normalisation by hand

# %%
def batch_norm(X, gamma, beta, moving_mean, moving_var, eps, momentum):
    if not torch.is_grad_enabled():
        X_hat = (X - moving_mean) / torch.sqrt(moving_var + eps)
    else:
        assert len(X.shape) in (2, 4)
        dims = 0 if len(X.shape) == 2 else (0, 2, 3)
        mean = X.mean(dim=dims, keepdim=True)
        var = ((X - mean) ** 2).mean(dim=dims, keepdim=True)
        X_hat = (X - mean) / torch.sqrt(var + eps)
        moving_mean = (1.0 - momentum) * moving_mean + momentum * mean
        moving_var = (1.0 - momentum) * moving_var + momentum * var
    Y = gamma * X_hat + beta
    return Y, moving_mean.data, moving_var.data

X = torch.randn(5, 3, 4, 4) * 2 + 1
ones, zeros = torch.ones(1, 3, 1, 1), torch.zeros(1, 3, 1, 1)
Y, mm, mv = batch_norm(X, ones, zeros, zeros, ones, 1e-5, 0.1)
bn = nn.BatchNorm2d(3)
print(torch.allclose(Y, bn(X), atol=1e-5), mm.flatten(), bn.running_mean, mv.flatten())
ln = nn.LayerNorm([4, 4])
gn = nn.GroupNorm(3, 3)
print(ln(X)[1, 0, 1], gn(X)[1, 0, 1], nn.InstanceNorm2d(3)(X)[1, 0, 1])

# %% [notebook]
# Y.shape

# %% [markdown]
# ## Attention

# %%
torch.manual_seed(1337)
B, T, C = 2, 4, 8
x = torch.randn(B, T, C)
tril = torch.tril(torch.ones(T, T))
wei = tril / torch.sum(tril, 1, keepdim=True)
xbow = wei @ x
wei = torch.zeros((T, T))
wei = wei.masked_fill(tril == 0, float("-inf"))
wei = F.softmax(wei, dim=-1)
print(wei, torch.allclose(xbow, wei @ x))
head_size = 4
key = nn.Linear(C, head_size, bias=False)
query = nn.Linear(C, head_size, bias=False)
value = nn.Linear(C, head_size, bias=False)
k, q, v = key(x), query(x), value(x)
wei = q @ k.transpose(-2, -1) * head_size**-0.5
wei = F.softmax(wei.masked_fill(tril == 0, float("-inf")), dim=-1)
out = wei @ v
print(wei[0], out.shape, out[1, 3])
print(torch.allclose(out, F.scaled_dot_product_attention(q, k, v, is_causal=True), atol=1e-6))

# %% [notebook]
# plt.imshow(wei[0].detach().numpy(), cmap="viridis")
# plt.colorbar()
# plt.title("who looks at whom")
# plt.show()
