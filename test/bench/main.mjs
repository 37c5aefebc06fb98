/** `npm run bench -- NAME [arguments]` runs test/bench/NAME.ts with the kernel's runtime; without a name it lists them. A name with _ is a part of another. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findRuntime } from "../../kernel/setup/runtime.mjs";

const [name, ...rest] = process.argv.slice(2);
const folder = dirname(fileURLToPath(import.meta.url));
const names = readdirSync(folder)
  .filter((file) => /^[a-z-]+\.ts$/.test(file))
  .map((file) => file.slice(0, -3));
const node = findRuntime();

if (name === undefined || !names.includes(name)) {
  console.log(`npm run bench -- NAME, where NAME is one of: ${names.join(", ")}`);
  process.exitCode = name === undefined ? 0 : 1;
} else if (node === undefined) {
  console.log("The benchmarks run in what `npm test` sets up: run that once before.");
  process.exitCode = 1;
} else {
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
  const { status } = spawnSync(node, [join(folder, `${name}.ts`), ...rest], { stdio: "inherit", env });
  process.exitCode = status ?? 1;
}
