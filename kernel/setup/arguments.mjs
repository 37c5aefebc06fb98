/** The few options that our commands know; all others go on to the program behind them. */
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
