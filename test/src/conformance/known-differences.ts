/** Programs whose result is not PyTorch's, by reason. Each must still differ: what has been mended is taken off the list. */
export const knownDifferences: Readonly<Record<string, readonly string[]>> = {
  "Our message says more, or names things as JavaScript does": [
    "promotion/.sub#20",
    "convolution/F.conv2d#9",
    "convolution/F.conv2d#11",
    "activations/F.gelu#3",
    "losses/F.cross_entropy#9",
    "elementwise/.masked_fill#2",
    "indexing/index#34",
    "in place/attr:grad#24",
    "in place/attr:grad#25",
    "autograd/backward#1",
    "autograd/torch.autograd.grad#2",
    "autograd/.sum#2",
    "pooling/F.avg_pool2d#3",
    "training/optim.SGD#22",
    "schedules/sched.OneCycleLR#33",
    "schedules/sched.CyclicLR#20",
    "schedules/sched.ReduceLROnPlateau#2",
    "schedules/sched.ReduceLROnPlateau#4",
    "schedules/sched.OneCycleLR#36",
    "volumes/F.avg_pool2d#4",
  ],
  "Numbers that differ in their last digits only by the order of summation decide a minimum, or cancel": [
    "generated twice/program#175",
    "generated twice/program#190",
    "generated reductions/program#5",
  ],
  "PyTorch names a slice of everything an alias": ["generated reductions/program#236"],
  "JavaScript has one number type: 2 and 2.0 are the same setting": ["layers/nn.Softplus#2"],
  "PyTorch's float64 kernels use constants rounded to float32 (SELU's scale, one sixth)": [
    "activations/attr:grad#43",
    "activations/attr:grad#55",
  ],
  "PyTorch's vectorised GELU gives NaN for infinity on some processors; the formula gives infinity": [
    "activations/F.gelu#1",
  ],
};
