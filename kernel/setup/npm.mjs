/** Finds npm in the same way on every platform: the one that started us, or else the one on the PATH. */
import { delimiter, dirname } from "node:path";
import { isWindows } from "./paths.mjs";
import { run } from "./steps.mjs";

/**
 * Options of an outer npm that would change what ours does: `npm pack --dry-run` runs us with npm_config_dry_run=true. Options for reaching
 * the registry (proxy, certificates, cache, address) are passed on.
 */
const outer =
  /^npm_config_(dry_run|json|long|parseable|global|location|prefix|global_prefix|local_prefix|workspaces?|include_workspace_root|pack_destination|ignore_scripts|package_lock|package_lock_only|omit|include|only|also|optional|dev|production|save.*|force|before|tag|loglevel|silent|shell_auto_fallback|call|package|yes)$/i;

/** @param {NodeJS.ProcessEnv} env */
export const withoutOuterOptions = (env) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !outer.test(name)));

/**
 * @param {readonly string[]} args
 * @param {{ log: string, timeout: number, cwd: string, env?: NodeJS.ProcessEnv, node?: string }} options
 *   `env` is added to ours; `node` is what npm runs on: npm leaves out packages that do not support it
 */
export function npm(args, { node = process.execPath, env, ...options }) {
  const PATH = `${dirname(node)}${delimiter}${process.env.PATH}`;
  const inherited = withoutOuterOptions(process.env);
  // Windows calls it Path, and a program that gets both may use either.
  for (const name of Object.keys(inherited)) if (name.toUpperCase() === "PATH") delete inherited[name];
  const withEnv = { ...options, env: { ...inherited, PATH, ...env } };
  const cli = process.env.npm_execpath;
  if (cli && cli.endsWith(".js") && /npm-cli/.test(cli)) return run(node, [cli, ...args], withEnv);
  return run(isWindows ? "npm.cmd" : "npm", args, withEnv);
}

/** Options that `npm ci` always gets: the lock file decides, and packages' own scripts stay off. */
export const cleanInstall = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
