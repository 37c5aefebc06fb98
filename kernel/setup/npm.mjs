/** npm, found the same way on every platform: the one that started us, else the one on the PATH. */
import { isWindows } from "./paths.mjs";
import { run } from "./steps.mjs";

/**
 * @param {readonly string[]} args
 * @param {{ log: string, timeout: number, cwd: string, env?: NodeJS.ProcessEnv }} options
 */
export function npm(args, options) {
  const cli = process.env.npm_execpath;
  if (cli && cli.endsWith(".js") && /npm-cli/.test(cli)) return run(process.execPath, [cli, ...args], options);
  return run(isWindows ? "npm.cmd" : "npm", args, options);
}
