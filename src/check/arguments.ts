/**
 * What the checks may be given. They read their arguments with functions captured when the library is loaded, like everything here, so
 * that no cell can exchange an answer on its way; the signatures of the rest of the library do not promise that.
 */
import { nearest } from "../shape/nearest.ts";
import { shown } from "../shape/shown.ts";
import { Tensor } from "../tensor/index.ts";

const { isArray } = Array;
const { isInteger, isFinite } = Number;
const { keys } = Object;

/** Whether a value is right, and what it should be. */
interface Kind {
  readonly is: (value: unknown) => boolean;
  readonly what: string;
}

const any: Kind = { is: () => true, what: "anything" };
const given: Kind = { is: (value) => value !== undefined, what: "a value" };
const text: Kind = { is: (value) => typeof value === "string", what: "a text" };
const number: Kind = { is: (value) => typeof value === "number" && isFinite(value), what: "a number" };
const tolerance: Kind = { is: (value) => typeof value === "number" && value >= 0, what: "a number from 0" };
const count: Kind = { is: (value) => isInteger(value) && (value as number) >= 0, what: "a whole number from 0" };
const digits: Kind = { is: (value) => isInteger(value) && (value as number) > 0, what: "a whole number from 1" };
const sizes: Kind = { is: isSizes, what: "sizes, as in [1, 16, 32, 32]" };
const code: Kind = { is: (value) => typeof value === "function", what: "a function, as in () => layer(x)" };
const pattern: Kind = {
  is: (value) => typeof value === "string" || value instanceof RegExp,
  what: "a part of the message, or a regular expression",
};
const list: Kind = { is: isArray, what: "a list, as in check.convolution(x, weight, bias)" };
const object: Kind = { is: (value) => typeof value === "object" && value !== null, what: "an object" };
const pictures: Kind = { is: (value) => value === undefined || value instanceof Tensor, what: "a tensor" };

function isSizes(value: unknown): boolean {
  if (!isArray(value)) return false;
  for (let i = 0; i < value.length; i++) if (!count.is(value[i])) return false;
  return true;
}

interface Form {
  /** In order; those with `given` must not be undefined. */
  readonly names: readonly (readonly [name: string, kind: Kind])[];
  readonly options: Readonly<Record<string, Kind>>;
}

const say = { say: text };
/** The first argument, the task's name, has a check of its own. */
const forms = {
  shape: {
    names: [
      ["got", any],
      ["expected", sizes],
    ],
    options: say,
  },
  close: {
    names: [
      ["got", any],
      ["expected", given],
    ],
    options: {
      ...say,
      rtol: tolerance,
      atol: tolerance,
      mistakes: list,
      reveal: { is: (v) => v === "offset", what: '"offset"' },
    },
  },
  count: {
    names: [
      ["got", any],
      ["expected", number],
    ],
    options: { ...say, biases: count },
  },
  equal: {
    names: [
      ["got", any],
      ["expected", given],
    ],
    options: say,
  },
  throws: {
    names: [
      ["run", code],
      ["pattern", pattern],
    ],
    options: say,
  },
  training: { names: [["evidence", object]], options: say },
  normalised: { names: [["pictures", any]], options: { ...say, like: pictures } },
  secret: {
    names: [
      ["got", any],
      ["secret", text],
    ],
    options: { ...say, digits },
  },
  that: { names: [["condition", any]], options: say },
  points: {
    names: [
      ["max", { is: (v) => number.is(v) && (v as number) > 0, what: "a number above 0" }],
      ["run", code],
    ],
    options: {},
  },
  hint: { names: [["texts", any]], options: {} },
} as const satisfies Record<string, Form>;

const evidence = ["model", "before", "losses", "gradients", "outputs", "mode"];

/**
 * Refuses what a check cannot use: too much, too little, an unknown option, a wrong kind.
 *
 * @param args - Without the task's name.
 * @throws TypeError that names the argument, what was expected and what came.
 */
export function examine(name: keyof typeof forms, args: readonly unknown[]): void {
  const { names, options }: Form = forms[name];
  const usage = usageOf(name);
  const most = names.length + (keys(options).length > 0 ? 1 : 0);
  if (args.length > most) throw new TypeError(`${usage} takes ${most + 1} arguments, got ${args.length + 1}`);
  for (let i = 0; i < names.length; i++) {
    const [argument, kind] = names[i]!;
    if (kind === any || kind.is(args[i])) continue;
    throw new TypeError(
      args[i] === undefined
        ? `${usage} is missing '${argument}', ${kind.what}`
        : `check.${name}: '${argument}' must be ${kind.what}, not ${shown(args[i])}`,
    );
  }
  if (name === "training") {
    examineOptions("check.training: 'evidence'", args[0], evidence, {});
    if (keys(args[0] as object).length === 0)
      throw new TypeError(`check.training: 'evidence' is empty; it has ${evidence.join(", ")}`);
  }
  if (args.length > names.length) examineOptions(`check.${name}`, args[names.length], keys(options), options);
}

/** Refuses unknown names, and values of a wrong kind. */
export function examineOptions(
  place: string,
  value: unknown,
  names: readonly string[],
  kinds: Readonly<Record<string, Kind>>,
): void {
  if (value === undefined) return;
  if (!object.is(value) || isArray(value) || value instanceof Tensor)
    throw new TypeError(`${place}: options are an object with ${names.join(", ")}, not ${shown(value)}`);
  const found = keys(value as object);
  for (let i = 0; i < found.length; i++) {
    const key = found[i]!;
    if (!names.includes(key)) {
      const meant = nearest(key, names);
      const hint = meant === undefined ? `it has ${names.join(", ")}` : `did you mean '${meant}'?`;
      throw new TypeError(`${place} has no option '${key}'; ${hint}`);
    }
    const each = (value as Readonly<Record<string, unknown>>)[key];
    const kind = kinds[key];
    if (each !== undefined && kind !== undefined && !kind.is(each))
      throw new TypeError(`${place}: option '${key}' must be ${kind.what}, not ${shown(each)}`);
  }
}

/** `check.shape(task, got, expected, { say? })` */
function usageOf(name: keyof typeof forms): string {
  const { names, options }: Form = forms[name];
  const parts = ["task", ...names.map(([argument]) => argument)];
  const named = keys(options).map((option) => `${option}?`);
  return `check.${name}(${parts.join(", ")}${named.length === 0 ? "" : `, { ${named.join(", ")} }`})`;
}

/** The options of `predict.check`. */
export const comparing: Readonly<Record<string, Kind>> = { question: text, within: tolerance };
