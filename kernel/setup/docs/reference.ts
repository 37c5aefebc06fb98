/** The reference, from TypeDoc's description of `src/index.ts`: one page for each module, with torch's names beside ours. */
import type { Comment, Part, Reflection, Signature } from "./typedoc.ts";
import { Kind } from "./typedoc.ts";
import { typeText, parameterText } from "./type-text.ts";

/** A page of the reference: its name, the part of the library it covers, and PyTorch's name for that. */
interface Module {
  readonly page: string;
  readonly title: string;
  readonly path: readonly string[];
  readonly torch?: string;
  readonly about: string;
}

export const modules: readonly Module[] = [
  {
    page: "torch",
    title: "torch",
    path: ["torch"],
    torch: "torch",
    about: "tensors of given numbers, out of nothing, by chance; functions of tensors; seeds, printing, saving",
  },
  { page: "tensor", title: "Tensor", path: ["Tensor"], torch: "torch.Tensor", about: "methods of a tensor" },
  {
    page: "autograd",
    title: "torch.autograd",
    path: ["torch", "autograd"],
    torch: "torch.autograd",
    about: "gradients without `backward`, rules of one's own",
  },
  {
    page: "data",
    title: "torch.utils.data",
    path: ["torch", "utils", "data"],
    torch: "torch.utils.data",
    about: "datasets, samplers, batches",
  },
  { page: "nn", title: "nn", path: ["nn"], torch: "torch.nn", about: "layers, losses, containers, `Module`" },
  { page: "nn-init", title: "nn.init", path: ["nn", "init"], torch: "torch.nn.init", about: "initial values" },
  {
    page: "nn-utils",
    title: "nn.utils",
    path: ["nn", "utils"],
    torch: "torch.nn.utils",
    about: "gradients clipped, parameters as one vector",
  },
  { page: "functional", title: "F", path: ["F"], torch: "torch.nn.functional", about: "the layers as functions" },
  { page: "optim", title: "optim", path: ["optim"], torch: "torch.optim", about: "optimisers" },
  {
    page: "lr-scheduler",
    title: "optim.lrScheduler",
    path: ["optim", "lrScheduler"],
    torch: "torch.optim.lr_scheduler",
    about: "learning rates that change",
  },
  {
    page: "datasets",
    title: "datasets",
    path: ["datasets"],
    torch: "torchvision.datasets",
    about: "CIFAR, MNIST and its relatives, folders of pictures, drawn pictures",
  },
  {
    page: "transforms",
    title: "transforms",
    path: ["transforms"],
    torch: "torchvision.transforms",
    about: "what is done to pictures",
  },
  {
    page: "inspect",
    title: "inspect",
    path: ["inspect"],
    about: "what a convolution did: patches, dot products, shapes, activations",
  },
  { page: "plot", title: "plot", path: ["plot"], about: "figures, pictures, explorers" },
  { page: "python", title: "python", path: ["python"], about: "what ported notebooks need of Python" },
  {
    page: "more",
    title: "check, fit, progress and more",
    path: [],
    about: "`check`, `predict`, `fit`, `evaluate`, `progress`, `summary`, `widget`",
  },
];

const shownKinds: ReadonlySet<number> = new Set([Kind.class, Kind.function, Kind.variable, Kind.interface]);
/** How many call forms of a callable are shown; the others only mix positional and named arguments differently. */
const FORMS = 3;
/** Width of a line of code, in characters. */
const WIDTH = 72;

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** PyTorch's names for what a page shows, by our names. */
export type TorchNames = Readonly<Record<string, readonly string[]>>;

/** An argument as its signature states it. */
export interface ShownArgument {
  readonly name: string;
  readonly expects: string;
  readonly isRequired: boolean;
  readonly isKeyword: boolean;
  readonly default?: string;
}

/** The arguments of each call form of a callable, by its path. */
export type SignatureLines = Readonly<Record<string, readonly (readonly ShownArgument[])[]>>;

/** What the pages are made from besides TypeDoc's description. */
interface Known {
  readonly torch: ReadonlySet<string>;
  readonly signatures: SignatureLines;
}

/** Each page by its name. */
export function referencePages(
  api: Reflection,
  torchNames: TorchNames,
  signatures: SignatureLines,
): Map<string, string> {
  const known = { torch: new Set(Object.values(torchNames).flat()), signatures };
  return new Map(modules.map((module) => [module.page, pageOf(module, api, known)]));
}

function pageOf(module: Module, api: Reflection, known: Known): string {
  let at = api;
  for (const name of module.path) at = at.children?.find((child) => child.name === name) ?? missing(module.title);
  const parts = [`# ${module.title}`];
  if (module.torch !== undefined) parts.push(`PyTorch: \`${module.torch}\`.`);
  parts.push(`\`\`\`ts\nimport { ${importName(module)} } from "convkernel";\n\`\`\``);
  const isClass = at.kind === Kind.class;
  if (isClass) parts.push(text(at.comment));
  const entries = (at.children ?? [])
    .filter((child) => isClass || shownKinds.has(child.kind))
    .filter(({ name, flags }) => !name.startsWith("[") && !name.startsWith("_") && !flags?.isExternal)
    .filter((child) => !isClass || commentOf(child) !== undefined)
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
  for (const entry of entries) parts.push(...entryText(entry, module, known));
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function missing(title: string): never {
  throw new Error(`The reference has a page for ${title}, which the library does not export.`);
}

/** What a reader imports to use it. */
const importName = ({ path }: Module): string => path[0] ?? "check, fit, progress, summary";

const commentOf = (entry: Reflection): Comment | undefined =>
  entry.comment ??
  entry.signatures?.find(({ comment }) => comment !== undefined)?.comment ??
  entry.type?.declaration?.signatures?.find(({ comment }) => comment !== undefined)?.comment ??
  entry.getSignature?.comment;

function entryText(entry: Reflection, module: Module, known: Known): string[] {
  const comment = commentOf(entry);
  const parts = [`## ${entry.name}`];
  if (module.torch !== undefined && entry.kind !== Kind.interface) {
    const name = entry.kind === Kind.class ? entry.name : snake(entry.name);
    const ours = text(comment).match(/https:\/\/docs\.pytorch\.org\/[^\s)>\]]+?(?=[.,]?(?:[\s)>\]]|$))/)?.[0];
    if (known.torch.has(name) || ours !== undefined) {
      const full = `\`${module.torch}.${name}\``;
      parts.push(`PyTorch: ${ours === undefined ? full : `[${full}](${ours})`}`);
    }
  }
  const stated = known.signatures[pathOf(entry, module)];
  parts.push(code(formsOf(entry, module, stated)), withoutPage(text(comment)), argumentList(stated));
  for (const { tag, content } of comment?.blockTags ?? [])
    if (tag === "@throws") parts.push(`**Errors:** ${joined(content)}`);
    else if (tag === "@example") parts.push(joined(content));
  if (entry.kind === Kind.class || entry.kind === Kind.interface) parts.push(members(entry));
  return parts.filter((part) => part !== "");
}

const code = (lines: readonly string[]): string => (lines.length === 0 ? "" : `\`\`\`ts\n${lines.join("\n")}\n\`\`\``);

/** The path by which the library knows a callable. */
function pathOf({ name }: Reflection, { page, path }: Module): string {
  if (page === "nn-init") return `init.${name}`;
  return [...path, name].join(".");
}

function formsOf(entry: Reflection, module: Module, stated: SignatureLines[string] | undefined): string[] {
  const owner = module.path.length === 0 ? "" : `${module.path.join(".")}.`;
  const path = module.page === "tensor" ? `x.${entry.name}` : `${owner}${entry.name}`;
  if (entry.kind === Kind.interface) return [];
  const isClass = entry.kind === Kind.class;
  const signatures = isClass
    ? entry.children?.find(({ kind }) => kind === Kind.constructor)?.signatures
    : (entry.signatures ?? entry.type?.declaration?.signatures);
  const call = isClass ? `new ${path}` : path;
  if (signatures !== undefined) {
    const type = signatures[0]?.type;
    const result = isClass || type === undefined ? "" : `: ${typeText(type)}`;
    if (stated !== undefined)
      return stated.map((form) => wrapped(`${call}(${places(form)})${stated.length === 1 ? result : ""}`));
    return forms(signatures, call, !isClass);
  }
  const type = entry.getSignature?.type ?? entry.type;
  return type === undefined ? [] : [`${path}: ${typeText(type)}`];
}

/** A call form's arguments in order; named-only ones are in braces. */
function places(form: readonly ShownArgument[]): string {
  const word = ({ name, isRequired }: ShownArgument): string => (isRequired ? name : `${name}?`);
  const named = form.filter(({ isKeyword }) => isKeyword).map(word);
  const placed = form.filter(({ isKeyword }) => !isKeyword).map(word);
  return [...placed, ...(named.length > 0 ? [`{ ${named.join(", ")} }`] : [])].join(", ");
}

/** A call, wrapped into lines that fit the page. */
function wrapped(call: string): string {
  if (call.length <= WIDTH) return call;
  const lines: string[] = [];
  for (const word of call.split(/(?<=, )/)) {
    const last = lines.at(-1);
    if (last !== undefined && (last + word).trimEnd().length <= WIDTH) lines[lines.length - 1] = last + word;
    else lines.push(lines.length === 0 ? word : `  ${word}`);
  }
  return lines.map((line) => line.trimEnd()).join("\n");
}

/** Every argument once, with what it accepts and its default. */
function argumentList(stated: SignatureLines[string] | undefined): string {
  const all = new Map(stated?.flat().map((argument) => [argument.name, argument]));
  return [...all.values()]
    .map(
      ({ name, expects, default: value }) => `- \`${name}\`: ${expects}${value === undefined ? "" : ` = \`${value}\``}`,
    )
    .join("\n");
}

function forms(signatures: readonly Signature[], path: string, withResult: boolean): string[] {
  const lines = signatures.slice(0, FORMS).map((signature) => {
    const given = (signature.parameters ?? []).map(parameterText).join(", ");
    const result = withResult && signature.type !== undefined ? `: ${typeText(signature.type)}` : "";
    return `${path}(${given})${result}`;
  });
  return [...new Set(lines)];
}

/** The members that a class adds, one per line; inherited ones are listed with the class above it. */
function members(entry: Reflection): string {
  return (entry.children ?? [])
    .filter((child) => child.inheritedFrom === undefined && child.kind !== Kind.constructor)
    .filter((child) => !child.name.startsWith("[") && commentOf(child) !== undefined && child.overwrites === undefined)
    .map((child) => `- \`${child.name}\`: ${text(commentOf(child)).replaceAll("\n", " ")}`)
    .join("\n");
}

const joined = (parts: readonly Part[]): string => parts.map((part) => part.text).join("");

const text = (comment: Comment | undefined): string => joined(comment?.summary ?? []).trim();

/** Drops the sentence that names PyTorch's page, because the link is already shown beside PyTorch's name. */
const withoutPage = (summary: string): string =>
  summary.replace(/\s*(?:See|Reference:)\s+https:\/\/docs\.pytorch\.org\/\S+$/, "").trim();
