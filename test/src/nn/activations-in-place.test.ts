import { describe, it } from "mocha";
import { expect } from "chai";
import { nn, torch } from "../../../src/index.ts";

const layers = {
  ReLU: (inplace: boolean) => new nn.ReLU({ inplace }),
  LeakyReLU: (inplace: boolean) => new nn.LeakyReLU(0.2, { inplace }),
  ELU: (inplace: boolean) => new nn.ELU({ inplace }),
  SiLU: (inplace: boolean) => new nn.SiLU({ inplace }),
  Mish: (inplace: boolean) => new nn.Mish({ inplace }),
  Hardtanh: (inplace: boolean) => new nn.Hardtanh({ inplace }),
  Hardswish: (inplace: boolean) => new nn.Hardswish({ inplace }),
  Dropout: (inplace: boolean) => new nn.Dropout({ p: 0.5, inplace }),
};

describe("activations in place", () => {
  for (const [name, make] of Object.entries(layers)) {
    it(`${name} in a Sequential has the gradients of the one that is not in place`, () => {
      const gradients = [true, false].map((inplace) => {
        torch.manualSeed(0);
        const net = new nn.Sequential(new nn.Conv2d(1, 2, 3), make(inplace), new nn.Conv2d(2, 1, 3));
        net(torch.ones(1, 1, 8, 8))
          .sum()
          .backward();
        return net.parameters().map(({ grad }) => grad?.tolist());
      });
      expect(gradients[0]).to.deep.equal(gradients[1]);
    });
  }
});
