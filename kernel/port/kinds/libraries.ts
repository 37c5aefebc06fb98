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
