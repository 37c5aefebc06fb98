/** Python's libraries: which library a name belongs to, whatever it was imported as. */

const SAME: Readonly<Record<string, string>> = {
  "torch.functional": "torch.nn.functional",
  "torch.nn.parameter.Parameter": "torch.nn.Parameter",
  "torch.autograd.Variable": "torch.autograd.Variable",
  "torch.utils.data.dataset.Dataset": "torch.utils.data.Dataset",
  "torch.utils.data.dataloader.DataLoader": "torch.utils.data.DataLoader",
};

/** The path of a name that is imported or looked up; the shortest if it has several. */
export function resolveLibrary(path: string): string {
  return SAME[path] ?? path.replace(/^torch\.nn\.modules\.(?:\w+\.)?/, "torch.nn.");
}

/** The name that cells import from `convkernel` for a path, which the rest of the path follows: `torch.nn.Linear` is `Linear` in `nn`. */
const SHORT: readonly (readonly [prefix: string, name: string])[] = [
  ["torch.nn.functional", "F"],
  ["torch.nn", "nn"],
  ["torch.optim", "optim"],
  ["torchvision.datasets", "datasets"],
  ["torchvision.transforms", "transforms"],
  ["torch", "torch"],
];

export function shortest(path: string): { readonly name: string; readonly rest: readonly string[] } | undefined {
  for (const [prefix, name] of SHORT) {
    if (path === prefix) return { name, rest: [] };
    if (path.startsWith(`${prefix}.`)) return { name, rest: path.slice(prefix.length + 1).split(".") };
  }
  return undefined;
}

const BUILTINS = new Set(
  "Ellipsis False None NotImplemented True abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr dict dir display divmod enumerate eval exec exit filter float format frozenset get_ipython getattr globals hasattr hash help hex id input int isinstance issubclass iter len license list locals map max memoryview min next object oct open ord pow print property quit range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip".split(
    " ",
  ),
);

/** Whether Python knows a name that no cell defines. */
export const isBuiltin = (name: string): boolean =>
  BUILTINS.has(name) || /^__\w+__$|^(?:[A-Z]\w*)?(?:Error|Exception|Warning|Iteration|Interrupt|Exit)$/.test(name);

/** What names stand for in cells that do not import them, because an earlier cell did. */
export const USUAL: Readonly<Record<string, string>> = {
  torch: "torch",
  nn: "torch.nn",
  F: "torch.nn.functional",
  optim: "torch.optim",
  torchvision: "torchvision",
  datasets: "torchvision.datasets",
  transforms: "torchvision.transforms",
  np: "numpy",
  numpy: "numpy",
  plt: "matplotlib.pyplot",
  math: "math",
  random: "random",
  time: "time",
  os: "os",
};
