/** The few options that our commands handle; all others are passed on to the program they start. */
import { SetupError } from "./steps.mjs";

/**
 * Takes `--name VALUE` or `--name=VALUE` out of the arguments.
 * @param {string[]} args @param {string} name
 * @returns {string | undefined}
 */
export function takeValue(args, name) {
  const at = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  if (at < 0) return undefined;
  const [found = ""] = args.splice(at, 1);
  if (found.includes("=")) return found.slice(name.length + 1);
  const [value] = args.splice(at, 1);
  if (value === undefined) throw new SetupError(`${name} needs a value.`, `write ${name} VALUE.`);
  return value;
}

/** Takes a flag out of the arguments. @param {string[]} args @param {string} name */
export function takeFlag(args, name) {
  const at = args.indexOf(name);
  if (at >= 0) args.splice(at, 1);
  return at >= 0;
}

/**
 * How the kernel on a shared machine should be started: `--memory-mb N`, `--end-detached`, `--env NAME=VALUE` (any number).
 * @param {string[]} args
 * @returns {import("./kernelspec.mjs").Settings | undefined} undefined if nothing was asked for
 */
export function takeSettings(args) {
  const memory = takeValue(args, "--memory-mb");
  if (memory !== undefined && !/^[1-9]\d*$/.test(memory))
    throw new SetupError(`--memory-mb ${memory}: expected a whole number of megabytes.`, "write --memory-mb 1024.");
  const detached = takeFlag(args, "--end-detached");
  /** @type {Record<string, string>} */
  const env = {};
  for (let pair = takeValue(args, "--env"); pair !== undefined; pair = takeValue(args, "--env")) {
    const [, name, value] = /^([A-Za-z_]\w*)=([^]*)$/.exec(pair) ?? [];
    if (name === undefined || value === undefined)
      throw new SetupError(`--env ${pair}: expected NAME=VALUE.`, "write --env CONVKERNEL_DATA=/srv/data.");
    env[name] = value;
  }
  const kernelArgs = [
    ...(memory === undefined ? [] : ["--memory-mb", memory]),
    ...(detached ? ["--end-detached"] : []),
  ];
  return kernelArgs.length > 0 || Object.keys(env).length > 0 ? { args: kernelArgs, env } : undefined;
}
