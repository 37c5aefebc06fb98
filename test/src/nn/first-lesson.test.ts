/** The original notebook's outputs of convolutions, character by character. Its seeds are known (see the lesson). */
import { describe, it } from "mocha";
import { expect } from "chai";
import { inspect } from "node:util";
import * as nn from "../../../src/nn/index.ts";
import { defaultGenerator } from "../../../src/random/index.ts";
import { float32 } from "../../../src/shape/index.ts";
import { noGrad, rand, randint, type Tensor } from "../../../src/tensor/index.ts";

/** The random stream after `draws` 32-bit numbers have been drawn. */
function stream(seed: number, draws: number): void {
  defaultGenerator.manualSeed(seed);
  rand(draws);
}

function intImage(): Tensor {
  stream(2475042772, 1712);
  return randint(-1, 2, [1, 3, 4, 4], { dtype: float32 });
}

const INT_IMAGE = `tensor([[[[ 0.,  0., -1.,  0.],
          [-1.,  0.,  1.,  0.],
          [ 1.,  0.,  0.,  1.],
          [ 0.,  0.,  1., -1.]],

         [[ 1., -1.,  0.,  1.],
          [-1., -1., -1., -1.],
          [ 1., -1., -1.,  1.],
          [ 1.,  1., -1.,  1.]],

         [[ 0.,  0., -1.,  0.],
          [ 0., -1.,  1.,  1.],
          [ 0.,  0.,  1., -1.],
          [ 0.,  0.,  0.,  1.]]]])`;

describe("the first lesson's convolutions", () => {
  it("In[6]: 16 kernels of 3 channels have the shapes that PyTorch shows", () => {
    const conv = new nn.Conv2d(3, 16, { kernelSize: 3, padding: 1 });
    expect([conv.weight.shape, conv.bias.shape].join(", ")).to.equal("torch.Size([16, 3, 3, 3]), torch.Size([16])");
  });

  it("In[4]: the biases of the second Conv2d(3, 6, 3) of the stream", () => {
    stream(1311299888, 168);
    const conv2 = new nn.Conv2d({ inChannels: 3, outChannels: 6, kernelSize: 3, padding: 1 });
    expect(inspect(conv2.bias)).to.equal(`Parameter containing:
tensor([ 0.1347, -0.1861,  0.1122,  0.1209, -0.1168, -0.1342],
       requires_grad=True)`);
  });

  it("In[49] and In[59]: an image of -1, 0 and 1, and a convolution whose bias is set to zero", () => {
    const image = intImage();
    const conv = new nn.Conv2d({ inChannels: 3, outChannels: 1, kernelSize: 3, padding: 1 });
    noGrad(() => conv.bias.zero_());
    expect(conv(image).shape.toString()).to.equal("torch.Size([1, 1, 4, 4])");
    expect(inspect(conv.bias)).to.equal("Parameter containing:\ntensor([0.], requires_grad=True)");
    expect(inspect(image)).to.equal(INT_IMAGE);
  });

  it("In[57] to In[62]: weight, bias and output of the next convolution", () => {
    const image = intImage();
    stream(2475042772, 1788);
    const conv = new nn.Conv2d({ inChannels: 3, outChannels: 1, kernelSize: 3, padding: 1 });
    const output = conv(image);
    expect(inspect(conv.weight)).to.equal(`Parameter containing:
tensor([[[[-0.0065, -0.0099,  0.0652],
          [ 0.1675, -0.0228,  0.1843],
          [-0.1881,  0.1056,  0.1231]],

         [[-0.1634, -0.0401, -0.1059],
          [ 0.0799,  0.1514,  0.0390],
          [-0.1749,  0.0042, -0.0301]],

         [[-0.0027, -0.0447, -0.0565],
          [ 0.1332,  0.1437, -0.1660],
          [ 0.1791, -0.0053,  0.0353]]]], requires_grad=True)`);
    expect(inspect(conv.bias)).to.equal("Parameter containing:\ntensor([0.1157], requires_grad=True)");
    expect(inspect(output)).to.equal(`tensor([[[[ 0.1131,  0.5787,  0.1112,  0.1227],
          [ 0.3199, -0.8814,  0.0021,  0.7670],
          [ 0.3917,  0.3587,  0.4272,  0.1836],
          [ 0.3620,  0.4120, -0.1153,  0.6767]]]],
       grad_fn=<ConvolutionBackward0>)`);
  });
});
