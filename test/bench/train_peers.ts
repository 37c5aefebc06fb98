/** What a TypeScript user would take instead: tfjs layers (node and wasm), jax-js, js-pytorch. Each is a side of train.ts. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../support/python.ts";
import { start, type Side } from "./train_protocol.ts";

const PACKAGES = ["@jax-js/jax@0.1.25", "js-pytorch@0.7.2"];
const environment = join(projectRoot, ".cache", "peers");
const stamp = join(environment, "packages.txt");

/** The option that asks for the other libraries. */
export const PEERS = { peers: { type: "boolean", default: false } } as const;

/** How to start each; nothing unless asked, because two of them have to be installed (110 MB). */
export function peerSides(isAsked: boolean): Readonly<Record<string, () => Promise<Side>>> {
  if (!isAsked) return {};
  install();
  const side = (name: string, ...args: string[]) => {
    return () => start(process.execPath, [join(import.meta.dirname, `train_${name}.ts`), ...args]);
  };
  return {
    "tfjs layers, node": side("tfjs", "node"),
    "tfjs layers, wasm": side("tfjs", "wasm"),
    "jax-js, wasm": side("jax", environment),
    "js-pytorch": side("js_pytorch", environment),
  };
}

function install(): void {
  const wanted = PACKAGES.join("\n");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  console.log(`Installing ${PACKAGES.join(" and ")} into .cache/peers, as --peers asks: once.`);
  rmSync(environment, { recursive: true, force: true });
  mkdirSync(environment, { recursive: true });
  writeFileSync(join(environment, "package.json"), "{}");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--save-exact", ...PACKAGES];
  const { status } = spawnSync(npm, args, { cwd: environment, stdio: "inherit" });
  if (status !== 0) throw new Error(`npm ${args.join(" ")} failed; without --peers the rest runs`);
  writeFileSync(stamp, wanted);
}
