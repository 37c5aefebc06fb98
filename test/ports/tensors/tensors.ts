import { torch, enumerate, zip } from "convkernel";

// %%
const a = torch.ones(3);
console.log(a, a.at(1), a.at(1).item());
a.setAt(2, 2.0);
const points = torch.tensor([[4.0, 1.0], [5.0, 3.0], [2.0, 1.0]], { dtype: torch.float32 });
console.log(points.shape, points.at(0, 1), points.at(":", 0), points.at("1:"), points.at(null).shape);
console.log(points.storageOffset(), points.at(1).storageOffset(), ...points.stride(), ...points.t().stride());
const second = points.at(1).clone();
second.setAt(0, 10.0);
console.log(points, second);
const pointsT = points.t();
console.log(pointsT.isContiguous(), ...pointsT.contiguous().stride());
console.log(points.to(torch.int32), points.double().dtype, torch.zeros(2, { dtype: torch.uint8 }));

// %%
torch.manualSeed(123);
const img = torch.randn(3, 5, 5);
const weights = torch.tensor([0.2126, 0.7152, 0.0722]);
const batch = torch.randn(2, 3, 5, 5);
console.log(img.mean(-3).shape, batch.mean(-3).shape);
const unsqueezed = weights.unsqueeze(-1).unsqueeze_(-1);
const gray = img.mul(unsqueezed).sum(-3);
console.log(gray.at(0), torch.allclose(gray, torch.einsum("...chw,c->...hw", img, weights), { atol: 1e-6 }));
console.log(img.permute(1, 2, 0).shape, img.transpose(0, 2).shape, batch.size(1), batch.numel());

// %%
const table = `fixed acidity;sugar;pH;alcohol;quality
7.0;20.7;3.0;8.8;6
6.3;1.6;3.3;9.5;6
8.1;6.9;3.26;10.1;6
7.2;8.5;3.19;9.9;5
6.2;7.0;3.18;9.6;7
6.0;1.5;3.3;11.9;8
5.8;3.2;3.48;12.4;8
7.4;13.8;3.06;8.6;4
6.6;1.1;3.12;9.1;3`;
const [columns, ...rows] = table.split("\n").map((row) => row.split(";"));
console.log(columns.at(-1), rows.length);
const wine = torch.tensor(rows.map((row) => row.map(Number)));
const data = wine.at(":", ":-1"), target = wine.at(":", -1).long();
console.log(wine.shape, wine.dtype, target);
const onehot = torch.zeros(target.shape[0], 10);
onehot.scatter_(1, target.unsqueeze(1), 1.0);
console.log(onehot.at(0), onehot.sum(0));
const mean = torch.mean(data, { dim: 0 }), variance = torch.var(data, { dim: 0 });
const normalized = data.sub(mean).div(torch.sqrt(variance));
console.log(mean, variance);
console.log(normalized);

// %%
const badIndexes = target.le(5);
console.log(badIndexes, badIndexes.dtype, badIndexes.sum());
const badData = data.at(badIndexes);
const midData = data.at(target.gt(5).bitwiseAnd(target.lt(7)));
const goodData = data.at(target.ge(7));
for (const [i, [name, bad, mid, good]] of enumerate(zip(columns, badData.mean(0), midData.mean(0), goodData.mean(0)))) {
  const numbers = [bad, mid, good].map((x) => x.item().toFixed(2).padStart(6));
  console.log(String(i).padStart(2), name.padEnd(15), ...numbers);
}
const predicted = data.at(":", 3).gt(9.7);
const actual = target.gt(5);
const matches = torch.sum(actual.bitwiseAnd(predicted)).item();
console.log(matches, matches / torch.sum(predicted).item(), matches / torch.sum(actual).item());

// %%
const hours = torch.arange(96, { dtype: torch.float32 }).reshape(-1, 4);
hours.setAt([":", 3], hours.at(":", 0).div(4).remainder(4));
const daily = hours.view(-1, 24, hours.shape[1]).transpose(1, 2);
console.log(daily.shape, ...daily.stride(), daily.at(0, 3, ":6"));
const weather = torch.eye(4).at(daily.at(0, 3).long());
console.log(weather.shape, torch.cat([daily.at(0).t(), weather], 1).at(":2"));
const counts = daily.at(":", 0, ":");
daily.setAt([":", 0, ":"], counts.sub(counts.min()).div(counts.max().sub(counts.min())));
console.log(daily.at(0, 0, "-3:"), hours.at(-1));
const line = "It is a truth universally acknowledged".toLowerCase();
const letters = torch.zeros(line.length, 128);
for (const [i, letter] of enumerate(line)) letters.at(i).setAt(letter.charCodeAt(0), 1);
const words = [...new Set(line.split(" "))].sort();
const index = Object.fromEntries(words.map((word, i) => [word, i]));
console.log(letters.shape, letters.argmax(1).at(":5"), letters.nonzero().at(-1), words.length, index["truth"]);
torch.save({ wine, names: columns }, "wine.pt");
const loaded = torch.load("wine.pt");
console.log(torch.equal(loaded.wine, wine), loaded.names[1]);
