/**
 * For each callable that the fixture's PyTorch programs do not call: a correct call with only the required arguments. signatures.test.ts
 * derives its wrong calls from it.
 */
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as library from "../../src/index.ts";
import { F, nn, optim, torch, transforms } from "../../src/index.ts";

type Call = { readonly invoke: (given: readonly unknown[]) => unknown; readonly rest: readonly unknown[] };
type Callable = (...given: readonly unknown[]) => unknown;

const X = (): torch.Tensor => torch.arange(12).reshape(3, 4).float();
const weights = (): torch.Tensor => torch.ones(2, { requiresGrad: true });
const sgd = (): optim.SGD => new optim.SGD([weights()], 0.1);
const layer = (): nn.Linear => new nn.Linear(2, 2);
const image = (): torch.Tensor =>
  torch
    .arange(3 * 8 * 8)
    .reshape(3, 8, 8)
    .div(192);
const numbers = new (class extends torch.utils.data.Dataset<number> {
  override get length(): number {
    return 4;
  }
  override at(index: number): number {
    return index;
  }
})();

/** The object whose method is called, for paths that begin with a class. */
const owners: Readonly<Record<string, () => object>> = {
  Size: () => X().shape,
  Generator: () => new torch.Generator(),
  Tensor: X,
  TypedStorage: () => X().storage(),
  UntypedStorage: () => X().untypedStorage(),
  FunctionContext: () => new torch.autograd.FunctionContext(),
  Dashboard: () => library.plot.dashboard(),
  LiveFigure: () => library.plot.live(),
  Progress: () => library.progress([1, 2]),
  GradFn: () => weights().sum().gradFn,
  Dataset: () => numbers,
  Module: layer,
  Embedding: () => nn.Embedding,
  ModuleList: () => new nn.ModuleList([layer()]),
  ModuleDict: () => new nn.ModuleDict({ a: layer() }),
  ParameterList: () => new nn.ParameterList([X()]),
  Optimizer: sgd,
  LBFGS: () => new optim.LBFGS([weights()]),
  LRScheduler: () => new optim.lrScheduler.StepLR(sgd(), 2),
  SequentialLR: () => new optim.lrScheduler.ChainedScheduler([new optim.lrScheduler.StepLR(sgd(), 2)]),
  ReduceLROnPlateau: () => new optim.lrScheduler.ReduceLROnPlateau(sgd()),
};

const rooms: Readonly<Record<string, unknown>> = {
  ...library,
  init: nn.init,
  lrScheduler: optim.lrScheduler,
  autograd: torch.autograd,
  F,
};

/** The required arguments; for transforms and their functions they are found by argument name. */
const required: Readonly<Record<string, () => readonly unknown[]>> = {
  "Size.equals": () => [[3, 4]],
  "torch.device": () => ["cpu"],
  slice: () => [2],
  "Generator.manualSeed": () => [3],
  "Generator.setState": () => [new torch.Generator().getState()],
  "torch.setGradEnabled": () => [true],
  "Tensor.rsub": () => [1],
  "torch.fromArray": () => [new Float32Array(4)],
  "torch.fromNumpy": () => [new Float32Array(4)],
  "torch.broadcastTensors": () => [X()],
  "Tensor.to": () => [torch.float64],
  "Tensor.at": () => [0],
  "Tensor.setAt": () => [0, 1],
  "TypedStorage.at": () => [0],
  "TypedStorage.setAt": () => [0, 1],
  "TypedStorage.fill_": () => [1],
  "UntypedStorage.at": () => [0],
  "UntypedStorage.setAt": () => [0, 1],
  "UntypedStorage.fill_": () => [1],
  "Tensor.randintLike": () => [5],
  "Tensor.fullLike": () => [0.5],
  "Tensor.registerHook": () => [() => {}],
  "autograd.grad": () => {
    const w = weights();
    return [w.sum(), w];
  },
  "torch.utils.data.defaultCollate": () => [[1, 2]],
  "Dataset.filter": () => [() => true],
  "Dataset.map": () => [(item: number) => item],
  "Dataset.take": () => [2],
  "torch.utils.data.Subset": () => [numbers, [0]],
  "torch.utils.data.SequentialSampler": () => [numbers],
  "torch.utils.data.RandomSampler": () => [numbers],
  "torch.utils.data.SubsetRandomSampler": () => [[0, 1]],
  "torch.utils.data.WeightedRandomSampler": () => [[0.5, 0.5], 2],
  "torch.utils.data.BatchSampler": () => [[0, 1, 2], 2, false],
  "torch.utils.data.DataLoader": () => [numbers],
  "torch.utils.data.ConcatDataset": () => [[numbers]],
  "torch.utils.data.ChainDataset": () => [[]],
  "torch.utils.data.StackDataset": () => [numbers],
  "torch.utils.data.randomSplit": () => [numbers, [2, 2]],
  "torch.utils.data.TensorDataset": () => [X()],
  "Module.to": () => [torch.float64],
  "Module.registerForwardPreHook": () => [() => {}],
  "Module.registerForwardHook": () => [() => {}],
  "Module.registerFullBackwardHook": () => [() => {}],
  "Module.registerBuffer": () => ["mean", X()],
  "Module.registerParameter": () => ["scale", new nn.Parameter(X())],
  "Module.addModule": () => ["inner", layer()],
  "Module.loadStateDict": () => [layer().stateDict()],
  "Module.apply": () => [() => {}],
  "Module.type": () => [torch.float64],
  "Module.getParameter": () => ["weight"],
  "Module.getBuffer": () => ["weight"],
  "Module.getSubmodule": () => [""],
  "Module.setSubmodule": () => ["inner", layer()],
  "Embedding.fromPretrained": () => [X()],
  "ModuleList.at": () => [0],
  "ModuleList.setAt": () => [0, layer()],
  "ModuleList.append": () => [layer()],
  "ModuleList.extend": () => [[layer()]],
  "ModuleList.insert": () => [0, layer()],
  "ModuleList.pop": () => [0],
  "ModuleList.slice": () => [],
  "ModuleDict.at": () => ["a"],
  "ModuleDict.setAt": () => ["b", layer()],
  "ModuleDict.update": () => [{ b: layer() }],
  "ModuleDict.has": () => ["a"],
  "ModuleDict.delete": () => ["a"],
  "ModuleDict.pop": () => ["a"],
  "ParameterList.at": () => [0],
  "ParameterList.append": () => [X()],
  "ParameterList.extend": () => [[X()]],
  "init.calculateFanInAndFanOut": () => [X()],
  "nn.utils.clipGradNorm_": () => [[weights()], 1],
  "nn.utils.clipGradValue_": () => [[weights()], 1],
  "nn.utils.parametersToVector": () => [[weights()]],
  "nn.utils.vectorToParameters": () => [torch.ones(2), [torch.ones(2)]],
  "LBFGS.step": () => [() => torch.tensor(0.5)],
  "Optimizer.addParamGroup": () => [{ params: [weights()] }],
  "Optimizer.loadStateDict": () => [sgd().stateDict()],
  "LRScheduler.loadStateDict": () => [{ lastEpoch: 1 }],
  "ReduceLROnPlateau.step": () => [0.5],
  "lrScheduler.SequentialLR": () => {
    const optimizer = sgd();
    return [optimizer, [new optim.lrScheduler.StepLR(optimizer, 2)], []];
  },
  "lrScheduler.ChainedScheduler": () => [[new optim.lrScheduler.StepLR(sgd(), 2)]],
  "lrScheduler.LambdaLR": () => [sgd(), () => 1],
  "lrScheduler.MultiplicativeLR": () => [sgd(), () => 1],
  "torch.cuda.manualSeed": () => [3],
  "torch.cuda.manualSeedAll": () => [3],
  "torch.save": () => [{}, join(tmpdir(), "convkernel-plain-call.safetensors")],
  "torch.load": () => [join(tmpdir(), "convkernel-plain-call.safetensors")],
  "torch.manualSeed": () => [3],
  "torch.finfo": () => [torch.float32],
  "torch.iinfo": () => [torch.int64],
  "autograd.functional.vjp": () => [(x: torch.Tensor) => x.sum(), weights()],
  "autograd.functional.jvp": () => [(x: torch.Tensor) => x.sum(), torch.ones(1)],
  "autograd.functional.jacobian": () => [(x: torch.Tensor) => x.mul(x), weights()],
  "autograd.functional.hessian": () => [(x: torch.Tensor) => x.mul(x).sum(), weights()],
  "torch.setRngState": () => [torch.getRngState()],
  "datasets.ImageFolder": () => ["."],
  "datasets.meanStd": () => [new library.datasets.FakeData(2, [3, 4, 4])],
  "datasets.pick": () => [new library.datasets.FakeData(2, [3, 4, 4]), [0]],
  "inspect.activations": () => [layer(), torch.ones(1, 2)],
  "inspect.dotProduct": () => [new nn.Conv2d(3, 1, 3), image(), [0, 0]],
  "inspect.outputShape": () => [layer(), [1, 2]],
  "inspect.receptiveField": () => [layer()],
  "inspect.shapes": () => [layer()],
  "inspect.occlusion": () => [new nn.Flatten(0), image()],
  "inspect.saliency": () => [new nn.Flatten(0), image()],
  "inspect.topPictures": () => [new nn.Conv2d(3, 2, 3), image().unsqueeze(0), ""],
  summary: () => [layer(), [1, 2]],
  "LiveFigure.update": () => [library.plot.line([1, 2])],
  "Progress.setPostfix": () => [{ loss: 0.5 }],
  "Progress.setDescription": () => ["train"],
  progress: () => [[1, 2]],
  "plot.line": () => [[1, 2]],
  "plot.scatter": () => [
    [1, 2],
    [2, 4],
  ],
  "plot.bar": () => [
    ["plane", "bird"],
    [12, 30],
  ],
  "plot.histogram": () => [[1, 1, 2]],
  "plot.heatmap": () => [torch.eye(3)],
  "plot.confusionMatrix": () => [
    [0, 1],
    [1, 1],
    ["plane", "bird"],
  ],
  "plot.figure": () => [[{ type: "bar", x: ["a"], y: [1] }]],
  "plot.image": () => [image()],
  "plot.imageGrid": () => [image()],
  "plot.weights": () => [new nn.Conv2d(3, 2, 3)],
  "plot.featureMaps": () => [image()],
  "plot.activations": () => [new nn.Conv2d(3, 2, 3), image()],
  "plot.channels": () => [new nn.Conv2d(3, 2, 3)],
  "plot.dotProduct": () => [new nn.Conv2d(3, 2, 3), image(), [0, 0]],
  "plot.dots": () => [{ a: [1, 2] }],
  "plot.overlay": () => [image(), torch.ones(8, 8)],
  "plot.dotProductGradient": () => [torch.ones(3, 3), torch.ones(3, 3)],
  "plot.lossBowl": () => [(w: number) => w * w],
  "plot.receptiveField": () => [new nn.Conv2d(3, 1, 3), [1, 3, 8, 8]],
  "plot.shapeFlow": () => [new nn.Conv2d(3, 1, 3), [1, 3, 8, 8]],
  "plot.explorer": () => [new nn.Conv2d(3, 1, 3), image()],
  "plot.kernelEditor": () => [new nn.Conv2d(3, 1, 3), image()],
  "Dashboard.mistakes": () => [library.plot.image(image())],
  widget: () => ["export default {}"],
  "Dashboard.tick": () => [{ loss: 1 }],
  "Dashboard.epoch": () => [{ loss: 1 }],
  fit: () => [layer(), []],
  evaluate: () => [layer(), [[torch.ones(1, 2), torch.tensor([0])]]],
  "copy.deepcopy": () => [1],
  enumerate: () => [[1]],
  range: () => [3],
  "transforms.Compose": () => [[]],
  "transforms.RandomApply": () => [[]],
  "transforms.RandomChoice": () => [[]],
  "transforms.RandomOrder": () => [[]],
  "transforms.functional.toTensor": () => [new transforms.ToPILImage()(image())],
  "transforms.functional.pilToTensor": () => [new transforms.ToPILImage()(image())],
};

/** Arguments of transforms, by name. */
const byName: Readonly<Record<string, unknown>> = {
  size: 4,
  outputSize: 4,
  padding: 1,
  top: 1,
  left: 1,
  height: 3,
  width: 3,
  kernelSize: 3,
  bits: 2,
  threshold: 0.5,
  sharpnessFactor: 1.5,
  brightnessFactor: 1.5,
  contrastFactor: 1.5,
  saturationFactor: 1.5,
  hueFactor: 0.2,
  degrees: 30,
  angle: 30,
  translate: [1, 1],
  scale: 1.5,
  shear: [0, 0],
  startpoints: [
    [0, 0],
    [7, 0],
    [7, 7],
    [0, 7],
  ],
  endpoints: [
    [1, 1],
    [7, 0],
    [7, 7],
    [0, 7],
  ],
  mean: [0.5, 0.5, 0.5],
  std: [0.5, 0.5, 0.5],
  dtype: torch.float32,
  lambd: (value: unknown) => value,
  i: 1,
  j: 1,
  h: 2,
  w: 2,
  v: torch.zeros(3, 2, 2),
  transformationMatrix: torch.eye(192),
  meanVector: torch.zeros(192),
};

const pictures = ["img", "pic", "image", "tensor"];

/** The call, prepared but not made; undefined for a path without instructions here. */
export function plainCall(path: string, names: readonly string[]): Call | undefined {
  const make = required[path];
  const isTransform = path.startsWith("transforms.");
  if (make === undefined && names.length > 0 && !isTransform) return undefined;
  const rest = make?.() ?? names.map((name) => (pictures.includes(name) ? image() : byName[name]));
  if (make === undefined && rest.includes(undefined)) return undefined;
  const [first, ...more] = path.split(".") as [string, ...string[]];
  const owner = owners[first];
  if (owner !== undefined && more.length === 1) {
    const self = owner();
    const method = (self as Record<string, unknown>)[more[0]!] as Callable;
    return { invoke: (given) => Reflect.apply(method, self, given) as unknown, rest };
  }
  let self: unknown;
  let found: unknown = rooms;
  for (const name of [first, ...more]) [self, found] = [found, (found as Record<string, unknown>)[name]];
  if (typeof found !== "function") throw new TypeError(`${path} leads to no function`);
  const isClass = /^class\b/.test(Function.prototype.toString.call(found));
  return {
    invoke: (given) =>
      isClass
        ? Reflect.construct(found as Callable, given)
        : (Reflect.apply(found as Callable, self, given) as unknown),
    rest,
  };
}
