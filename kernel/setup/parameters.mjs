/** `-p NAME VALUE` of `convkernel run`: the parameters of a notebook, as code. */
import { SetupError } from "./steps.mjs";

/**
 * Takes all `-p NAME VALUE` (or `--parameter`) out of the arguments. A value that is valid JSON is taken as such, any other as text.
 * @param {string[]} args
 * @returns {Record<string, string>} name to TypeScript literal
 */
export function takeParameters(args) {
  /** @type {Record<string, string>} */
  const parameters = {};
  for (;;) {
    const at = args.findIndex((arg) => arg === "-p" || arg === "--parameter");
    if (at < 0) return parameters;
    const [, name, value] = args.splice(at, 3);
    if (name === undefined || value === undefined)
      throw new SetupError(`-p needs a name and a value, got ${name ?? "nothing"}.`, "write -p NAME VALUE.");
    if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
      throw new SetupError(`-p needs the name of a variable, got ${name}.`, "write -p NAME VALUE.");
    parameters[name] = literal(value);
  }
}

/** @param {string} value */
function literal(value) {
  try {
    return JSON.stringify(JSON.parse(value));
  } catch {
    return JSON.stringify(value);
  }
}
