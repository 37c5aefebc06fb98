/**
 * The addon of @tensorflow/tfjs-node, called without the package's JavaScript: `executeOp` runs any op of TensorFlow by name.
 * This is a private interface of version 4.22.0, the only version it is used with.
 *
 * Reference: https://github.com/tensorflow/tfjs/blob/tfjs-v4.22.0/tfjs-node/binding/tfjs_binding.cc
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { here, requirePackage } from "../require.ts";

export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: boolean | number | string | readonly number[] | readonly boolean[];
}

export interface TensorInfo {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: number;
}

export interface Binding {
  createTensor(shape: readonly number[], dtype: number, array: Float32Array | Int32Array | Uint8Array): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array;
  executeOp(name: string, attributes: readonly Attribute[], inputs: readonly number[], outputs: number): TensorInfo[];
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_BOOL: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_Version: string;
}

const version = "4.22.0";

export type Addon =
  { readonly kind: "found"; readonly path: string } | { readonly kind: "missing"; readonly reason: string };

/** Looks for the addon without loading it. */
export function findAddon(): Addon {
  let reason = "@tensorflow/tfjs-node is not installed";
  for (const folder of packageFolders()) {
    const found = (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string }).version;
    const path = addonOf(folder);
    if (found !== version) reason = `@tensorflow/tfjs-node ${version} expected, got ${found}`;
    else if (path === undefined) reason = "@tensorflow/tfjs-node is installed without its native addon";
    else return { kind: "found", path };
  }
  return { kind: "missing", reason };
}

/** Loads the addon; throws if its libraries cannot be loaded. */
export function loadBinding(path: string): Binding {
  // TensorFlow reads this when it is loaded
  process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "3";
  return requirePackage(path) as Binding;
}

/** Beside this package, like any dependency, if a project has installed it itself; and in `.native`, where set-up puts it. */
function packageFolders(): string[] {
  const file = fileURLToPath(here);
  const starts = [file];
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(join(folder, ".native"))) starts.push(join(folder, ".native", "package.json"));
  return starts.flatMap((start) => {
    try {
      return [dirname(createRequire(start).resolve("@tensorflow/tfjs-node/package.json"))];
    } catch {
      return [];
    }
  });
}

function addonOf(folder: string): string | undefined {
  const lib = join(folder, "lib");
  if (!existsSync(lib)) return undefined;
  const builds = readdirSync(lib).filter((name) => /^napi-v\d+$/.test(name));
  builds.sort((a, b) => Number(b.slice(6)) - Number(a.slice(6)));
  return builds.map((build) => join(lib, build, "tfjs_binding.node")).find((path) => existsSync(path));
}
