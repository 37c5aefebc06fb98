import { expect } from "chai";
import { describe, it } from "mocha";
import { torch, F, type Tensor } from "../../../src/index.ts";

/** Large enough for the device: 4 of 6 images [3, 24, 24]. */
const images = torch
  .arange(6 * 3 * 24 * 24, { dtype: torch.float32 })
  .view(6, 3, 24, 24)
  .sin();

function filters(): Tensor {
  return torch
    .arange(8 * 27, { dtype: torch.float32 })
    .view(8, 3, 3, 3)
    .cos()
    .requiresGrad_();
}

describe("convolution of a view", () => {
  it("has the filter gradient of a copy, again after retainGraph", () => {
    const [w, same] = [filters(), filters()];
    const y = F.conv2d(images.at("1:5"), w, null, { padding: 1 }).square().sum();
    y.backward({ retainGraph: true });
    y.backward();
    F.conv2d(images.at("1:5").clone(), same, null, { padding: 1 }).square().sum().mul(2).backward();
    expect(torch.allclose(w.grad!, same.grad!, { rtol: 1e-4, atol: 1e-2 })).to.equal(true);
    expect(w.grad!.abs().max().item()).to.be.greaterThan(1);
  });

  it("refuses the gradient when the image was changed in place, though it reads a copy", () => {
    const batch = images.clone();
    const y = F.conv2d(batch.at("1:5"), filters(), null, { padding: 1 }).sum();
    batch.mul_(2);
    expect(() => y.backward()).to.throw("modified by an inplace operation");
  });
});
