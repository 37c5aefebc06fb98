/** The examples in the doc comments run, and show what they say. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, describe, it } from "mocha";
import { expect } from "chai";
import * as convkernel from "../../src/index.ts";
import { findExamples, runExample } from "../support/examples.ts";
import { projectRoot } from "../support/python.ts";
import { temporaryFolder } from "../support/temporary.ts";

const folder = join(projectRoot, "src");

const { nn, torch } = convkernel;

/** Names that examples use without defining them. */
const given = {
  ...convkernel,
  Generator: torch.Generator,
  model: new nn.Sequential(new nn.Flatten(), new nn.Linear(3 * 32 * 32, 2)),
  weight: withGradient(),
  images: torch.zeros(4, 3, 32, 32),
  labels: torch.tensor([0, 1, 1, 0]),
  a: torch.ones(2, 3),
  b: torch.ones(3, 2),
  cifar10: Array.from({ length: 64 }, () => [torch.zeros(3, 32, 32), 0]),
};

function withGradient(): convkernel.Tensor {
  const weight = torch.ones(2, { requiresGrad: true });
  weight.sum().backward();
  return weight;
}

/** Examples that need the network. */
const elsewhere = ["datasets/cifar10.ts"];

describe("examples", () => {
  const home = process.cwd();
  const temporary = temporaryFolder("examples");
  // Examples save their files in this folder.
  before(() => process.chdir(temporary.path));
  after(() => {
    process.chdir(home);
    temporary.remove();
  });

  for (const { file, line, code } of findExamples(folder)) {
    if (elsewhere.includes(file)) continue;
    it(`${file}:${line}`, async () => {
      const own = (await import(pathToFileURL(join(folder, file)).href)) as Record<string, unknown>;
      try {
        for (const { got, want } of await runExample(code, { ...given, ...own })) expect(got).to.equal(want);
      } finally {
        torch.setPrintoptions({ profile: "default" });
      }
    });
  }
});
