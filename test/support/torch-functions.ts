/**
 * Writes what follows from the declarations of Tensor's methods; PyTorch's own lists of names decide which there are
 * (test/fixtures/signatures/names.json):
 * - src/tensor/ops/twins.ts: the methods that work in place, such as `exp_`, with the types of `exp`.
 * - src/torch-functions.ts: the functions of `torch` that are also methods, with the methods' types and documentation.
 *
 * `npm run functions` writes the files; a test compares them with this script's result.
 */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { parseSync } from "oxc-parser";
import * as prettier from "prettier";
import { projectRoot } from "./python.ts";

const folder = join(projectRoot, "src", "tensor");
export const target: string = join(projectRoot, "src", "torch-functions.ts");
export const twinsTarget: string = join(folder, "ops", "twins.ts");

export interface Method {
  readonly name: string;
  readonly doc: string | undefined;
  readonly params: readonly {
    readonly name: string;
    readonly type: string;
    readonly isOptional: boolean;
    readonly isRest: boolean;
  }[];
  readonly returns: string;
}

/** The parts of the parser's tree that are used. */
interface Ast {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly name?: string;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly id?: Ast;
  readonly key?: Ast;
  readonly argument?: Ast;
  readonly declaration?: Ast | null;
  readonly typeAnnotation?: Ast | null;
  readonly returnType?: Ast | null;
  readonly params?: readonly Ast[];
  readonly body?: unknown;
}

const membersOf = (node: Ast): readonly Ast[] => (node.body as { body: readonly Ast[] }).body;

/** The methods that a file declares, and the types that it exports. */
function readFile(path: string): { methods: Method[]; types: string[] } {
  const text = readFileSync(path, "utf8");
  const { program, comments } = parseSync(path, text);
  const source = (holder: Ast | null | undefined): string => {
    const type = holder?.typeAnnotation;
    return type ? text.slice(type.start, type.end) : "unknown";
  };
  const docBefore = (start: number): string | undefined => {
    const comment = comments.findLast(({ end }) => end <= start);
    if (comment === undefined || comment.type !== "Block" || !comment.value.startsWith("*")) return undefined;
    return /^\s*$/.test(text.slice(comment.end, start)) ? text.slice(comment.start, comment.end) : undefined;
  };
  const parameter = (param: Ast): Method["params"][number] => {
    const id = param.type === "RestElement" ? param.argument! : param;
    const type = source(param.typeAnnotation ?? id.typeAnnotation);
    return { name: id.name!, type, isOptional: id.optional ?? false, isRest: param !== id };
  };
  const method = (member: Ast): Method => ({
    name: member.key!.name!,
    doc: docBefore(member.start),
    params: member.params!.map(parameter),
    returns: source(member.returnType),
  });
  const body = program.body as unknown as readonly Ast[];
  const exported = body.flatMap(({ type, declaration }) =>
    type === "ExportNamedDeclaration" && declaration ? [declaration] : [],
  );
  const interfaces = body.filter(({ type }) => type === "TSModuleDeclaration").flatMap(membersOf);
  return {
    types: exported.filter(({ type }) => /^TS(Interface|TypeAlias)/.test(type)).map(({ id }) => id!.name!),
    methods: interfaces
      .flatMap(membersOf)
      .filter(({ type, computed }) => type === "TSMethodSignature" && !computed)
      .map(method),
  };
}

/** Names that conflict with torch's own, or that are reserved in JavaScript. */
const reserved: Readonly<Record<string, string>> = { var: "variance" };

const camel = (name: string): string =>
  name.replace(/([a-z0-9])_([a-z0-9])/g, (_, a: string, b: string) => a + b.toUpperCase());

function readFolder(): ({ file: string } & ReturnType<typeof readFile>)[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  return files.sort().map((file) => ({ file: join(folder, file), ...readFile(join(folder, file)) }));
}

/** Every method that a file of the room adds to Tensor, once for each of its forms. */
export const declaredMethods = (): Method[] => readFolder().flatMap(({ methods }) => methods);

function torchNames(): { readonly torch: readonly string[]; readonly Tensor: readonly string[] } {
  return JSON.parse(readFileSync(join(projectRoot, "test/fixtures/signatures/names.json"), "utf8")) as never;
}

/** The names of types in declarations. */
const typesIn = (text: string): string[] =>
  [...text.matchAll(/(?<!["\w])[A-Z]\w+\b/g)]
    .map(([type]) => type)
    .filter((type) => !["Omit", "Pick", "Readonly"].includes(type));

/** Imports of the types, from the files that export them, for a file in the folder `from`. */
function importsOf(used: Iterable<string>, read: ReturnType<typeof readFolder>, from: string): string {
  const home = new Map(read.flatMap(({ file, types }) => types.map((type) => [type, file] as const)));
  const builtIn = new Set(["Tensor", "DType", "Scalar"]);
  const imports = Map.groupBy([...new Set(used)].filter((type) => !builtIn.has(type)).sort(), (type) => {
    const file = home.get(type);
    if (file === undefined) throw new Error(`${type} is used by a method of Tensor and must be exported by its file`);
    const path = relative(from, file).split(sep).join("/");
    return path.startsWith(".") ? path : `./${path}`;
  });
  return [...imports].map(([file, types]) => `import type { ${types.join(", ")} } from "${file}";`).join("\n");
}

async function formatted(source: string, filepath: string): Promise<string> {
  return prettier.format(source, { ...(await prettier.resolveConfig(filepath)), filepath });
}

/** Views, which change the shape in place (ops/reshape-in-place.ts), and what gives float64 only. */
const unlike = ["floatPower", "squeeze", "swapaxes", "swapdims", "t", "transpose", "unsqueeze"];

/** The source text of the file of methods that work in place. */
export async function twins(): Promise<string> {
  const read = readFolder().filter(({ file }) => file !== twinsTarget);
  const names = new Set(torchNames().Tensor.map(camel));
  const methods = Map.groupBy(
    read.flatMap((each) => each.methods),
    ({ name }) => name,
  );
  const chosen = [...methods.keys()]
    .filter((name) => names.has(`${name}_`) && !methods.has(`${name}_`) && !unlike.includes(name))
    .sort();
  const lines = chosen.flatMap((name) => [
    `/** \`${name}\`, in place. */`,
    ...methods.get(name)!.map(({ params }) => {
      const list = params.map(
        ({ name: param, type, isOptional, isRest }) =>
          `${isRest ? "..." : ""}${param}${isOptional ? "?" : ""}: ${type}`,
      );
      return `${name}_(${list.join(", ")}): this;`;
    }),
  ]);
  const homes = read.filter(({ methods: own }) => own.some(({ name }) => chosen.includes(name)));
  const source = `/** Operations that change their tensor. Made by \`npm run functions\` from the declarations of the others: change those. */

import type { DType, Scalar } from "../../shape/index.ts";
import { inPlaceMethod } from "../method.ts";
${homes.map(({ file }) => `import "./${relative(join(folder, "ops"), file).split(sep).join("/")}";`).join("\n")}
${importsOf(typesIn(lines.join("\n")), read, join(folder, "ops"))}

declare module "../tensor.ts" {
  interface Tensor {
    ${lines.join("\n    ")}
  }
}

for (const name of ${JSON.stringify(chosen.join(" "))}.split(" ")) inPlaceMethod(name);
`;
  return formatted(
    /\bDType\b/.test(lines.join("\n")) ? source : source.replace("{ DType, Scalar }", "{ Scalar }"),
    twinsTarget,
  );
}

/** The source text of the file of functions. */
export async function torchFunctions(): Promise<string> {
  const read = readFolder();
  const torchs = new Set(torchNames().torch.map(camel));
  const own = readFileSync(join(projectRoot, "src/torch.ts"), "utf8");
  const elsewhere = new Set(
    [...own.matchAll(/export \{([^}]*)\}|export (?:function|const) (\w+)/g)].flatMap(([, list, one]) =>
      one ? [one] : list!.split(",").map((part) => part.trim().replace(/^type /, "")),
    ),
  );
  const methods = Map.groupBy(
    read.flatMap((each) => each.methods),
    ({ name }) => name,
  );
  const chosen = [...methods.keys()].filter((name) => torchs.has(name) && !elsewhere.has(name)).sort();
  const used = new Set<string>();
  const text = chosen.map((name) => functionText(name, methods.get(name)!, used)).join("\n");
  const source = `/**
 * The functions of \`torch\` that are methods of Tensor too. Made by \`npm run functions\` from the methods' declarations: change those.
 */
import type { DType, Scalar } from "./shape/index.ts";
import { callAsFunction } from "./tensor/method.ts";
import type { Tensor } from "./tensor/index.ts";
${importsOf(used, read, join(projectRoot, "src"))}

${text}`;
  return formatted(source, target);
}

function functionText(method: string, forms: readonly Method[], used: Set<string>): string {
  const name = reserved[method] ?? method;
  const doc =
    forms
      .find((each) => each.doc !== undefined)
      ?.doc?.replace(/^ {4}/gm, "")
      .replace("declare", "") ?? "";
  const lines = forms.map(({ params, returns }) => {
    const list = params.map(({ name: param, type, isOptional, isRest }) => {
      const plain = isRest ? "readonly number[]" : type;
      return `${param}${isOptional ? "?" : ""}: ${plain}`;
    });
    return `export function ${name}(${["input: Tensor", ...list].join(", ")}): ${returns.replace(/\bthis\b/, "Tensor")};`;
  });
  lines.push(`export function ${name}(options: ${byName(forms)}): ${forms[0]!.returns.replace(/\bthis\b/, "Tensor")};`);
  for (const type of typesIn(lines.join("\n"))) used.add(type);
  const unique = [...new Set(lines)];
  const body = `export function ${name}(...given: unknown[]): unknown { return callAsFunction("${method}", given); }`;
  const alias = name === method ? "" : `export { ${name} as ${method} };\n`;
  return `${doc}\n${unique.join("\n")}\n${body}\n${alias}`;
}

/** All arguments in one object: the longest list of positional ones, and the options after it. */
function byName(forms: readonly Method[]): string {
  const isOptions = (form: Method) => form.params.length === 1 && form.params[0]!.name === "options";
  const positional = forms.filter((form) => !isOptions(form));
  const options = forms.find(isOptions);
  if (options !== undefined) return `{ readonly input: Tensor } & (${options.params[0]!.type})`;
  const longest = positional.toSorted((a, b) => b.params.length - a.params.length)[0]!;
  const last = longest.params.at(-1);
  const rest = last?.name === "options" ? ` & (${last.type})` : "";
  const named = longest.params.filter((param) => param !== last || rest === "");
  const members = named.map(
    ({ name, type, isOptional, isRest }) =>
      `readonly ${name}${isOptional ? "?" : ""}: ${isRest ? "readonly number[]" : type}`,
  );
  return `{ ${["readonly input: Tensor", ...members].join("; ")} }${rest}`;
}

if (import.meta.main) {
  writeFileSync(twinsTarget, await twins());
  writeFileSync(target, await torchFunctions());
}
