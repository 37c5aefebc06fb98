/** `npm run bench -- NAME [arguments]` runs test/bench/NAME.ts; without a name it lists them. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const [name, ...rest] = process.argv.slice(2);
const folder = import.meta.dirname;
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -3));

if (name === undefined || !names.includes(name)) {
  console.log(`npm run bench -- NAME, where NAME is one of: ${names.join(", ")}`);
  process.exitCode = name === undefined ? 0 : 1;
} else {
  const { status } = spawnSync(process.execPath, [join(folder, `${name}.ts`), ...rest], { stdio: "inherit" });
  process.exitCode = status ?? 1;
}
