/**
 * Runs the programs of test/fixtures/conformance: lists of steps [name, function, arguments, keyword arguments] in PyTorch's names, which
 * are turned into ours by changing snake_case to camelCase and passing the keyword arguments as one last object.
 */
import { inspect } from "node:util";
import { F, nn, optim, Tensor, torch } from "../../../src/index.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Step = readonly [name: string, fn: string, args: readonly Json[], kwargs: Readonly<Record<string, Json>>];
export type Shown =
  | { readonly t: string; readonly s: readonly number[]; readonly b?: string; readonly e?: number; readonly p?: string }
  | { readonly q: string | boolean | null }
  | { readonly n: number | string }
  | { readonly l: readonly Shown[] };
export type Program = {
  readonly id: string;
  readonly steps: readonly Step[];
  readonly outs: readonly string[];
  readonly want?: readonly Shown[];
  readonly error?: string;
  /** For an expression, which has no steps: its text, and what PyTorch prints. */
  readonly python?: string;
  readonly typescript?: string;
  readonly text?: string;
  /** Absolute tolerance, if the usual one is too small. */
  readonly atol?: number;
};

type Env = Map<string, unknown>;
type Callable = (...args: unknown[]) => unknown;

/** The values under the program's names, or the message of the error with which it ends. */
export function run(program: Program): { values: unknown[] } | { error: string; stack: string } {
  const env: Env = new Map();
  torch.manualSeed(0);
  try {
    for (const step of program.steps) env.set(step[0], perform(step, env));
    return { values: program.outs.map((name) => env.get(name)) };
  } catch (error) {
    return { error: (error as Error).message, stack: String((error as Error).stack) };
  } finally {
    torch.setPrintoptions({ profile: "default" });
  }
}

/** A Python identifier in our spelling. */
export function camel(name: string): string {
  return name
    .replace(/^T_/, "t_")
    .replace(/([a-z0-9])_([a-z0-9])/g, (_, before: string, letter: string) => before + letter.toUpperCase());
}

function perform([, fn, rawArgs, rawKwargs]: Step, env: Env): unknown {
  if (fn.startsWith("nograd ")) {
    return torch.noGrad(() => perform(["", fn.slice(7), rawArgs, rawKwargs], env));
  }
  if (fn === "index") return (decode(rawArgs[0]!, env) as Tensor).at(...place(rawArgs[1]!, env));
  if (fn === "setitem") {
    (decode(rawArgs[0]!, env) as Tensor).setAt(place(rawArgs[1]!, env), decode(rawArgs[2]!, env) as Tensor);
    return null;
  }
  const args = rawArgs.map((arg) => decode(arg, env));
  const options = Object.entries(rawKwargs).map(([name, value]) => [camel(name), decode(value, env)]);
  const special = specials[fn];
  if (special !== undefined) return special(...args);
  if (fn.startsWith("attr:")) return (args[0] as Record<string, unknown>)[camel(fn.slice(5))];
  const given = options.length > 0 ? [...args, Object.fromEntries(options)] : args;
  const { invoke, rest } = callee(fn, given);
  return invoke(rest);
}

/** The function that a step calls, and its arguments. */
export interface Callee {
  readonly invoke: (given: readonly unknown[]) => unknown;
  readonly rest: readonly unknown[];
}

function callee(fn: string, given: readonly unknown[]): Callee {
  if (fn.startsWith(".")) {
    const [self, ...rest] = given;
    const method = (self as Record<string, unknown>)[camel(fn.slice(1))];
    if (typeof method !== "function") throw new TypeError(`no method ${camel(fn.slice(1))}`);
    return { invoke: (args) => Reflect.apply(method as Callable, self, args) as unknown, rest };
  }
  const [root, ...path] = fn.split(".");
  let found: unknown = roots[root!];
  for (const name of path) found = (found as Record<string, unknown>)[camel(name)];
  if (typeof found !== "function") throw new TypeError(`no function ${fn}`);
  const isClass = ["nn", "optim", "sched"].includes(root!);
  const invoke = (args: readonly unknown[]): unknown =>
    isClass ? Reflect.construct(found as Callable, args) : (found as Callable)(...args);
  return { invoke, rest: given };
}

/** The call of a program's step, prepared but not made; the steps before it have been run. */
export function callOf(program: Program, fn: string): Callee {
  const env: Env = new Map();
  for (const step of program.steps) {
    if (step[1] === fn) {
      const args = step[2].map((arg) => decode(arg, env));
      const options = Object.entries(step[3]).map(([name, value]) => [camel(name), decode(value, env)]);
      return callee(fn, options.length > 0 ? [...args, Object.fromEntries(options)] : args);
    }
    env.set(step[0], perform(step, env));
  }
  throw new Error(`${program.id} does not call ${fn}`);
}

const roots: Record<string, unknown> = {
  torch,
  F,
  nn,
  optim,
  init: nn.init,
  utils: nn.utils,
  sched: optim.lrScheduler,
};

type AnyModule = nn.Module<unknown>;

const specials: Record<string, Callable> = {
  input: (value) => value,
  seed: (seed) => (torch.manualSeed(seed as number), null),
  bowl: (optimizer, w, v) => bowl(optimizer as optim.LBFGS, w as Tensor, v as Tensor),
  call: (module, ...inputs) => (module as Callable)(...inputs),
  repr: (value) => inspect(value),
  // The values of a dict, which may be a state dict or a plain object.
  items: (value) => {
    const { values } = value as { values?: () => Iterable<unknown> };
    if (!Array.isArray(value) && typeof values === "function") return [...values.call(value)];
    return Symbol.iterator in (value as object) ? [...(value as Iterable<unknown>)] : Object.values(value as object);
  },
  first: (value) => (value as unknown[])[0],
  second: (value) => (value as unknown[])[1],
  keys: (value) => Object.keys(value as object).map(snake),
  lr: (optimizer) => (optimizer as optim.SGD).paramGroups.map(({ lr }) => lr),
  momenta: (optimizer) =>
    (optimizer as optim.SGD).paramGroups.map((group) => (group as { betas?: number[] }).betas?.[0] ?? group.momentum),
  params: (module) => (module as AnyModule).parameters().map((p) => p.detach()),
  grads: (module) => (module as AnyModule).parameters().map(({ grad }) => grad),
  backward: (value) => {
    const y = value as Tensor;
    const weights = torch.tensor(formula(y.shape, 7, -1, 1), { dtype: y.dtype }).reshape([...y.shape]);
    y.backward(weights);
    return null;
  },
};

/** A step of an optimiser that evaluates the loss itself; the loss has a curved valley. */
function bowl(optimizer: optim.LBFGS, w: Tensor, v: Tensor): Tensor {
  const loss = optimizer.step(() => {
    optimizer.zeroGrad();
    const parts = [w.sub(1).pow(2).sum(), w.mul(v).sub(0.5).pow(2).sum(), v.pow(4).sum().mul(0.1)] as const;
    const sum = parts[0].add(parts[1]).add(parts[2]);
    sum.backward();
    return sum;
  });
  return loss.detach();
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function decode(arg: Json, env: Env): unknown {
  if (typeof arg === "string" && ["nan", "inf", "-inf"].includes(arg)) return word(arg);
  if (Array.isArray(arg)) return arg.map((item: Json) => decode(item, env));
  if (typeof arg !== "object" || arg === null) return arg;
  const object = arg as { readonly [key: string]: Json };
  if ("ref" in object) return env.get(object["ref"] as string);
  if ("dtype" in object) return torch.dtypes[object["dtype"] as keyof typeof torch.dtypes];
  if ("t" in object) return build(object);
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [camel(name), decode(value, env)]));
}

/** An index; slices and the ellipsis stay strings, which `at` understands. */
function place(parts: Json, env: Env): never[] {
  return (parts as readonly Json[]).map((part) => (typeof part === "string" ? part : decode(part, env))) as never[];
}

export function word(value: string | number): number {
  return typeof value === "number" ? value : { nan: NaN, inf: Infinity, "-inf": -Infinity }[value as "nan"];
}

function build(spec: { readonly [key: string]: Json }): Tensor {
  const dtype = torch.dtypes[spec["t"] as keyof typeof torch.dtypes];
  const shape = spec["s"] as readonly number[];
  let values: (number | boolean)[];
  if ("v" in spec) values = (spec["v"] as readonly (number | string)[]).map(word);
  else {
    const [lo, hi] = spec["r"] as [number, number];
    values = formula(shape, spec["k"] as number, lo, hi);
    if (dtype === torch.bool) values = values.map((v) => (v as number) > (lo + hi) / 2);
    else if (!dtype.isFloatingPoint) values = values.map((v) => Math.floor(v as number));
  }
  const made = torch
    .tensor(values, { dtype })
    .reshape([...shape])
    .clone();
  return spec["g"] === 1 ? made.requiresGrad_() : made;
}

function formula(shape: readonly number[], k: number, lo: number, hi: number): number[] {
  const count = shape.reduce((product, size) => product * size, 1);
  return Array.from({ length: count }, (_, i) => lo + ((hi - lo) * ((i * 617 + k * 101 + 13) % 1009)) / 1008);
}
