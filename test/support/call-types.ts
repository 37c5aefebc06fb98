/** The calls of the signature fixture as TypeScript, and the compiler's messages for each. */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { camel, type Json, type Program } from "../src/conformance/program.ts";
import { projectRoot } from "./python.ts";

const run = promisify(execFile);

/** Steps that only prepare a call or look at its result. */
const besides = new Set(["input", "seed", "repr", "params", "lr", "bowl", ".step", ".backward", ".sum", ".detach"]);
const rooms: Readonly<Record<string, string>> = { init: "nn.init", sched: "optim.lrScheduler" };

/** The call of a program, in a block, on one line. */
export function callText({ steps }: Program): string {
  const tensors = new Set(steps.filter(([, fn]) => fn === "input").map(([name]) => name));
  const text = (value: Json): string => {
    if (typeof value === "string" && ["nan", "inf", "-inf"].includes(value))
      return { nan: "NaN", inf: "Infinity", "-inf": "-Infinity" }[value]!;
    if (Array.isArray(value)) return `[${value.map(text).join(", ")}]`;
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    const object = value as { readonly [key: string]: Json };
    if ("ref" in object) return tensors.has(object["ref"] as string) ? "T" : (object["ref"] as string);
    if ("dtype" in object && Object.keys(object).length === 1) return `torch.${object["dtype"] as string}`;
    return "t" in object ? "T" : named(object);
  };
  const named = (object: { readonly [key: string]: Json }): string =>
    `{ ${Object.entries(object)
      .map(([name, value]) => `${camel(name)}: ${text(value)}`)
      .join(", ")} }`;
  const lines = steps.flatMap(([name, fn, args, kwargs]) => {
    const isCalled = name === "y" || !besides.has(fn);
    if (fn === "input" || fn === "seed" || fn.startsWith("attr:") || !isCalled) return [];
    const given = [...args.map(text), ...(Object.keys(kwargs).length > 0 ? [named(kwargs)] : [])];
    if (fn.startsWith(".")) return [`const ${name} = ${given[0]}.${camel(fn.slice(1))}(${given.slice(1).join(", ")});`];
    const [room, ...path] = fn.split(".") as [string, ...string[]];
    const callee = [rooms[room] ?? room, ...path.map(camel)].join(".");
    const isClass = ["nn", "optim", "sched"].includes(room);
    return [`const ${name} = ${isClass ? "new " : ""}${callee}(${given.join(", ")});`];
  });
  return `{ ${lines.join(" ")} }`;
}

/** Compiles the calls as one program against the library's types; returns the message for each call that has one. */
export async function typeNotes(calls: readonly string[], folder: string): Promise<ReadonlyMap<number, string>> {
  const header = [
    `import { F, nn, optim, torch, type Tensor } from ${JSON.stringify(join(projectRoot, "src/index.ts"))};`,
    "declare const T: Tensor;",
  ];
  writeFileSync(join(folder, "calls.mts"), [...header, ...calls, ""].join("\n"));
  const compilerOptions = {
    declaration: false,
    noUnusedLocals: false,
    rewriteRelativeImportExtensions: false,
    allowImportingTsExtensions: true,
    typeRoots: [join(projectRoot, "node_modules/@types")],
  };
  const config = { extends: join(projectRoot, "tsconfig.json"), compilerOptions, include: ["calls.mts"], exclude: [] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const tsc = join(projectRoot, "node_modules/typescript/bin/tsc");
  const { stdout } = await run(process.execPath, [tsc, "-p", folder, "--pretty", "false"], {
    maxBuffer: 2 ** 26,
  }).catch((error: { stdout: string }) => error);
  const notes = new Map<number, string>();
  for (const [, line, message] of stdout.matchAll(/^.*calls\.mts\((\d+),\d+\): error (.*)$/gm)) {
    const at = Number(line) - 1 - header.length;
    if (!notes.has(at)) notes.set(at, message!);
  }
  return notes;
}
