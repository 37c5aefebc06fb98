import { torch, nn, F, optim, Tensor, range } from "convkernel";

// %%
torch.manualSeed(999);
const [nz, ngf, ndf] = [8, 4, 4];

function weightsInit(m: nn.Module) {
  if (m instanceof nn.Conv2d || m instanceof nn.ConvTranspose2d) {
    nn.init.normal_(m.weight.data, 0.0, 0.02);
  } else if (m instanceof nn.BatchNorm2d) {
    nn.init.normal_(m.weight.data, 1.0, 0.02);
    nn.init.constant_(m.bias.data, 0);
  }
}

class Generator extends nn.Module {
  main = new nn.Sequential(
    new nn.ConvTranspose2d(nz, ngf * 2, 4, 1, 0, { bias: false }),
    new nn.BatchNorm2d(ngf * 2),
    new nn.ReLU(true),
    new nn.ConvTranspose2d(ngf * 2, ngf, 4, 2, 1, { bias: false }),
    new nn.BatchNorm2d(ngf),
    new nn.ReLU(true),
    new nn.ConvTranspose2d(ngf, 1, 4, 2, 1, { bias: false }),
    new nn.Tanh(),
  );

  forward(input: Tensor) {
    return this.main(input);
  }
}

class Discriminator extends nn.Module {
  main = new nn.Sequential(
    new nn.Conv2d(1, ndf, 4, 2, 1, { bias: false }),
    new nn.LeakyReLU(0.2, { inplace: true }),
    new nn.Conv2d(ndf, ndf * 2, 4, 2, 1, { bias: false }),
    new nn.BatchNorm2d(ndf * 2),
    new nn.LeakyReLU(0.2, { inplace: true }),
    new nn.Conv2d(ndf * 2, 1, 4, 1, 0, { bias: false }),
    new nn.Sigmoid(),
  );

  forward(input: Tensor) {
    return this.main(input);
  }
}

const netG = new Generator();
netG.apply(weightsInit);
console.log(netG);
const netD = new Discriminator();
netD.apply(weightsInit);
console.log(netD);
const criterion = new nn.BCELoss();
const fixedNoise = torch.randn(4, nz, 1, 1);
const realLabel = 1.0;
const fakeLabel = 0.0;
const optimizerD = new optim.Adam(netD.parameters(), { lr: 0.002, betas: [0.5, 0.999] });
const optimizerG = new optim.Adam(netG.parameters(), { lr: 0.002, betas: [0.5, 0.999] });
const real = torch.zeros(8, 1, 16, 16).fill_(-1);
real.setAt([":", ":", "4:12", "4:12"], 0.9);
for (const i of range(4)) {
  netD.zeroGrad();
  const bSize = real.size(0);
  const label = torch.full([bSize], realLabel, { dtype: torch.float });
  let output = netD(real).view(-1);
  const errDReal = criterion(output, label);
  errDReal.backward();
  const Dx = output.mean().item();
  const noise = torch.randn(bSize, nz, 1, 1);
  const fake = netG(noise);
  label.fill_(fakeLabel);
  output = netD(fake.detach()).view(-1);
  const errDFake = criterion(output, label);
  errDFake.backward();
  const errD = errDReal.add(errDFake);
  optimizerD.step();
  netG.zeroGrad();
  label.fill_(realLabel);
  output = netD(fake).view(-1);
  const errG = criterion(output, label);
  errG.backward();
  optimizerG.step();
  console.log(`[${i}/4]\tLoss_D: ${errD.item().toFixed(3)}\tLoss_G: ${errG.item().toFixed(3)}\tD(x): ${Dx.toFixed(3)}`);
}
torch.noGrad(() => console.log(netG(fixedNoise).shape));

// %%
class Autoencoder extends nn.Module<[Tensor, Tensor, Tensor]> {
  encoder = new nn.Sequential(
    new nn.Conv2d(1, 4, 3, { stride: 2, padding: 1 }), new nn.ReLU(),
    new nn.Conv2d(4, 8, 3, { stride: 2, padding: 1 }), new nn.ReLU(),
  );
  mu = new nn.Linear(8 * 16, 2);
  logvar = new nn.Linear(8 * 16, 2);
  fc = new nn.Linear(2, 8 * 16);
  decoder = new nn.Sequential(
    new nn.ConvTranspose2d(8, 4, 3, { stride: 2, padding: 1, outputPadding: 1 }), new nn.ReLU(),
    new nn.ConvTranspose2d(4, 1, 3, { stride: 2, padding: 1, outputPadding: 1 }), new nn.Sigmoid(),
  );

  forward(x: Tensor): [Tensor, Tensor, Tensor] {
    const h = this.encoder(x).flatten(1);
    const [mu, logvar] = [this.mu(h), this.logvar(h)];
    const z = mu.add(torch.exp(logvar.mul(0.5)).mul(torch.randnLike(mu)));
    return [this.decoder(this.fc(z).view(-1, 8, 4, 4)), mu, logvar];
  }
}

function lossFunction(reconX: Tensor, x: Tensor, mu: Tensor, logvar: Tensor) {
  const BCE = F.binaryCrossEntropy(reconX, x, { reduction: "sum" });
  const KLD = torch.sum(logvar.add(1).sub(mu.pow(2)).sub(logvar.exp())).mul(-0.5);
  return BCE.add(KLD);
}

const model = new Autoencoder();
const optimizer = new optim.RMSprop(model.parameters(), { lr: 1e-3 });
let x = real.at(":4").add(1).div(2);
for (const step of range(3)) {
  const [recon, mu, logvar] = model(x);
  const loss = lossFunction(recon, x, mu, logvar);
  optimizer.zeroGrad();
  loss.backward();
  optimizer.step();
  console.log(`${step} ${(loss.item() / x.length).toFixed(2)}`, recon.shape);
}

// %%
function batchNorm(X: Tensor, gamma: Tensor, beta: Tensor, movingMean: Tensor, movingVar: Tensor, eps: number, momentum: number) {
  let XHat: Tensor;
  if (!torch.isGradEnabled()) {
    XHat = X.sub(movingMean).div(torch.sqrt(movingVar.add(eps)));
  } else {
    console.assert([2, 4].includes(X.shape.length));
    const dims = X.shape.length === 2 ? 0 : [0, 2, 3];
    const mean = X.mean({ dim: dims, keepdim: true });
    const variance = X.sub(mean).pow(2).mean({ dim: dims, keepdim: true });
    XHat = X.sub(mean).div(torch.sqrt(variance.add(eps)));
    movingMean = movingMean.mul(1.0 - momentum).add(mean.mul(momentum));
    movingVar = movingVar.mul(1.0 - momentum).add(variance.mul(momentum));
  }
  const Y = gamma.mul(XHat).add(beta);
  return [Y, movingMean.data, movingVar.data];
}

const X = torch.randn(5, 3, 4, 4).mul(2).add(1);
const [ones, zeros] = [torch.ones(1, 3, 1, 1), torch.zeros(1, 3, 1, 1)];
const [Y, mm, mv] = batchNorm(X, ones, zeros, zeros, ones, 1e-5, 0.1);
const bn = new nn.BatchNorm2d(3);
console.log(torch.allclose(Y, bn(X), { atol: 1e-5 }), mm.flatten(), bn.runningMean, mv.flatten());
const ln = new nn.LayerNorm([4, 4]);
const gn = new nn.GroupNorm(3, 3);
console.log(ln(X).at(1, 0, 1), gn(X).at(1, 0, 1), new nn.InstanceNorm2d(3)(X).at(1, 0, 1));

// %%
torch.manualSeed(1337);
const [B, T, C] = [2, 4, 8];
x = torch.randn(B, T, C);
const tril = torch.tril(torch.ones(T, T));
let wei = tril.div(torch.sum(tril, 1, { keepdim: true }));
const xbow = wei.matmul(x);
wei = torch.zeros([T, T]);
wei = wei.maskedFill(tril.eq(0), -Infinity);
wei = F.softmax(wei, { dim: -1 });
console.log(wei, torch.allclose(xbow, wei.matmul(x)));
const headSize = 4;
const key = new nn.Linear(C, headSize, { bias: false });
const query = new nn.Linear(C, headSize, { bias: false });
const value = new nn.Linear(C, headSize, { bias: false });
const [k, q, v] = [key(x), query(x), value(x)];
wei = q.matmul(k.transpose(-2, -1)).mul(headSize ** -0.5);
wei = F.softmax(wei.maskedFill(tril.eq(0), -Infinity), { dim: -1 });
const out = wei.matmul(v);
console.log(wei.at(0), out.shape, out.at(1, 3));
console.log(torch.allclose(out, F.scaledDotProductAttention(q, k, v, { isCausal: true }), { atol: 1e-6 }));
