import { torch, F, Tensor, range, zip } from "convkernel";

// %%
const words = `emma olivia ava isabella sophia charlotte mia amelia harper evelyn abigail emily ella
elizabeth camila luna sofia avery mila aria scarlett penelope layla chloe victoria madison eleanor grace
nora riley zoey hannah hazel lily ellie violet lillian zoe stella aurora natalie emilia`.split(/\s+/);
console.log(words.length, Math.min(...words.map((w) => w.length)), Math.max(...words.map((w) => w.length)));
const chars = [...new Set(words.join(""))].sort();
const stoi: Record<string, number> = Object.fromEntries(chars.map((s, i) => [s, i + 1]));
stoi["."] = 0;
const itos: Record<number, string> = Object.fromEntries(Object.entries(stoi).map(([s, i]) => [i, s]));
const V = chars.length + 1;
const N = torch.zeros([V, V], { dtype: torch.int32 });
for (const w of words) {
  const chs = [".", ...w, "."];
  for (const [ch1, ch2] of zip(chs, chs.slice(1))) N.at(stoi[ch1], stoi[ch2]).add_(1);
}
console.log(N.at(0), N.sum(), V);
let P = N.add(1).float();
P.div_(P.sum(1, { keepdim: true }));
console.log(P.at(0), P.sum(1).at(":4").allclose(torch.ones(4)));
let g = new torch.Generator().manualSeed(2147483647);
for (const i of range(4)) {
  const out = [];
  let ix = 0;
  while (true) {
    const p = P.at(ix);
    ix = torch.multinomial(p, { numSamples: 1, replacement: true, generator: g }).item();
    out.push(itos[ix]);
    if (ix === 0) break;
  }
  console.log(out.join(""));
}
let logLikelihood = torch.tensor(0, { dtype: torch.float32 });
let n = 0;
for (const w of words.slice(0, 5)) {
  const chs = [".", ...w, "."];
  for (const [ch1, ch2] of zip(chs, chs.slice(1))) {
    const logprob = torch.log(P.at(stoi[ch1], stoi[ch2]));
    logLikelihood = logLikelihood.add(logprob);
    n += 1;
  }
}
console.log(`log_likelihood=${logLikelihood.item().toFixed(4)}`, logLikelihood.neg().div(n).item().toFixed(4), n);

// %%
const inputs = [], targets = [];
for (const w of words) {
  const chs = [".", ...w, "."];
  for (const [ch1, ch2] of zip(chs, chs.slice(1))) {
    inputs.push(stoi[ch1]);
    targets.push(stoi[ch2]);
  }
}
const xs = torch.tensor(inputs);
const ys = torch.tensor(targets);
const num = xs.nelement();
const W = torch.randn([V, V], { generator: g, requiresGrad: true });
let loss = torch.tensor(0);
for (const k of range(10)) {
  const xenc = F.oneHot(xs, { numClasses: V }).float();
  const logits = xenc.matmul(W);
  const counts = logits.exp();
  const probs = counts.div(counts.sum(1, { keepdims: true }));
  loss = probs.at(torch.arange(num), ys).log().mean().neg().add(W.pow(2).mean().mul(0.01));
  W.grad = null;
  loss.backward();
  W.data.add_(W.grad.mul(-20));
}
console.log(num, loss.item().toFixed(4));

// %%
const blockSize = 3;
function buildDataset(words: string[]) {
  const contexts: number[][] = [], next: number[] = [];
  for (const w of words) {
    let context = Array(blockSize).fill(0);
    for (const ch of w + ".") {
      const ix = stoi[ch];
      contexts.push(context);
      next.push(ix);
      context = [...context.slice(1), ix];
    }
  }
  const X = torch.tensor(contexts);
  const Y = torch.tensor(next);
  console.log(X.shape, Y.shape);
  return [X, Y];
}

const n1 = Math.floor(0.8 * words.length);
const [Xtr, Ytr] = buildDataset(words.slice(0, n1));
const [Xdev, Ydev] = buildDataset(words.slice(n1));
const [nEmbd, nHidden] = [4, 20];
g = new torch.Generator().manualSeed(2147483647);
const C = torch.randn([V, nEmbd], { generator: g });
const W1 = torch.randn([nEmbd * blockSize, nHidden], { generator: g }).mul(5 / 3).div((nEmbd * blockSize) ** 0.5);
const W2 = torch.randn([nHidden, V], { generator: g }).mul(0.01);
const b2 = torch.randn(V, { generator: g }).mul(0);
const bngain = torch.ones([1, nHidden]);
const bnbias = torch.zeros([1, nHidden]);
let bnmeanRunning = torch.zeros([1, nHidden]);
let bnstdRunning = torch.ones([1, nHidden]);
const parameters = [C, W1, W2, b2, bngain, bnbias];
console.log(parameters.reduce((sum, p) => sum + p.nelement(), 0));
for (const p of parameters) p.requiresGrad = true;
const lossi = [];
let Xb = Xtr, Yb = Ytr;
for (const i of range(60)) {
  const ix = torch.randint(0, Xtr.shape[0], [32], { generator: g });
  [Xb, Yb] = [Xtr.at(ix), Ytr.at(ix)];
  const emb = C.at(Xb);
  const embcat = emb.view(emb.shape[0], -1);
  let hpreact = embcat.matmul(W1);
  const bnmeani = hpreact.mean(0, { keepdim: true });
  const bnstdi = hpreact.std(0, { keepdim: true });
  hpreact = bngain.mul(hpreact.sub(bnmeani)).div(bnstdi).add(bnbias);
  torch.noGrad(() => {
    bnmeanRunning = bnmeanRunning.mul(0.9).add(bnmeani.mul(0.1));
    bnstdRunning = bnstdRunning.mul(0.9).add(bnstdi.mul(0.1));
  });
  const h = torch.tanh(hpreact);
  const logits = h.matmul(W2).add(b2);
  const loss = F.crossEntropy(logits, Yb);
  for (const p of parameters) p.grad = null;
  loss.backward();
  const lr = i < 40 ? 0.1 : 0.01;
  for (const p of parameters) p.data.add_(p.grad.mul(-lr));
  if (i % 20 === 0) console.log(`${String(i).padStart(7)}/${String(60).padStart(7)}: ${loss.item().toFixed(4)}`);
  lossi.push(loss.log10().item());
}
console.log(torch.tensor(lossi).view(-1, 20).mean(1));

// %%
function splitLoss(split: "train" | "val") {
  using _ = torch.noGrad();
  const [x, y] = { train: [Xtr, Ytr], val: [Xdev, Ydev] }[split];
  const embcat = C.at(x).view(x.shape[0], -1);
  const hpreact = bngain.mul(embcat.matmul(W1).sub(bnmeanRunning)).div(bnstdRunning).add(bnbias);
  const loss = F.crossEntropy(torch.tanh(hpreact).matmul(W2).add(b2), y);
  console.log(split, loss.item().toFixed(4));
}

splitLoss("train");
splitLoss("val");
g = new torch.Generator().manualSeed(2147483647 + 10);
for (const _ of range(3)) {
  const out: number[] = [];
  let context = Array(blockSize).fill(0);
  while (true) {
    const emb = C.at(torch.tensor([context]));
    const h = torch.tanh(bngain.mul(emb.view(1, -1).matmul(W1).sub(bnmeanRunning)).div(bnstdRunning).add(bnbias));
    const probs = F.softmax(h.matmul(W2).add(b2), { dim: 1 });
    const ix = torch.multinomial(probs, { numSamples: 1, generator: g }).item();
    context = [...context.slice(1), ix];
    out.push(ix);
    if (ix === 0 || out.length > 12) break;
  }
  console.log(out.map((i) => itos[i]).join(""));
}

// %%
function cmp(s: string, dt: Tensor, t: Tensor) {
  const app = torch.allclose(dt, t.grad);
  const maxdiff = dt.sub(t.grad).abs().max().item();
  console.log(`${s.padEnd(10)} | approximate: ${String(app).padEnd(5)} | small: ${maxdiff < 1e-7}`);
}

const rows = torch.arange(32);
const logits = torch.tanh(C.at(Xb).view(32, -1).matmul(W1)).matmul(W2).add(b2);
const logitMaxes = logits.max(1, { keepdim: true }).values;
const normLogits = logits.sub(logitMaxes);
const counts = normLogits.exp();
const countsSum = counts.sum(1, { keepdims: true });
const countsSumInv = countsSum.pow(-1);
const probs = counts.mul(countsSumInv);
const logprobs = probs.log();
loss = logprobs.at(rows, Yb).mean().neg();
for (const p of [...parameters, logprobs, probs, countsSumInv, counts, normLogits, logits]) {
  if (!p.isLeaf) p.retainGrad();
  p.grad = null;
}
loss.backward();
const dlogprobs = torch.zerosLike(logprobs);
dlogprobs.setAt([rows, Yb], -1 / 32);
const dprobs = probs.reciprocal().mul(dlogprobs);
const dcountsSumInv = counts.mul(dprobs).sum(1, { keepdim: true });
const dcounts = countsSumInv.mul(dprobs).add(torch.onesLike(counts).mul(countsSum.pow(-2).neg()).mul(dcountsSumInv));
const dnormLogits = counts.mul(dcounts);
const dlogits = F.softmax(logits, 1);
dlogits.setAt([rows, Yb], dlogits.at(rows, Yb).sub(1));
dlogits.div_(32);
cmp("logprobs", dlogprobs, logprobs);
cmp("probs", dprobs, probs);
cmp("counts", dcounts, counts);
cmp("norm_logits", dnormLogits, normLogits);
cmp("logits", dlogits, logits);
cmp("b2", dlogits.sum(0), b2);
