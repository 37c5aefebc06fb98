import { isPlainObject, shown } from "../shape/index.ts";
import { noGrad, Tensor } from "../tensor/index.ts";
import type { Module } from "./module.ts";

/** The methods of a Python dict, besides `state[name]`. A tensor with one of these names hides the method. */
class DictHabits {
  keys(): string[] {
    return Object.keys(this);
  }

  values(): Tensor[] {
    return Object.values(this) as Tensor[];
  }

  /** A Map's name for `items`. */
  entries(): [string, Tensor][] {
    return this.items();
  }

  items(): [string, Tensor][] {
    return Object.entries(this) as [string, Tensor][];
  }

  [Symbol.iterator](): Iterator<string> {
    return this.keys()[Symbol.iterator]();
  }
}

/** Tensors by name that work like a dict: `state["fc.weight"]`, `for (const [name, tensor] of state.items())`. */
export type StateDict = DictHabits & Record<string, Tensor>;

export function emptyStateDict(): StateDict {
  return new DictHabits() as StateDict;
}

/** Whether a value may be a state dict; its tensors are checked one by one later. */
export function isStateDict(value: unknown): value is Readonly<Record<string, Tensor>> {
  return value instanceof DictHabits || isPlainObject(value);
}

/** The module's names that the state lacked, and the state's names that the module does not know. */
export class LoadResult {
  readonly missingKeys: readonly string[];
  readonly unexpectedKeys: readonly string[];

  constructor(missingKeys: readonly string[], unexpectedKeys: readonly string[]) {
    this.missingKeys = missingKeys;
    this.unexpectedKeys = unexpectedKeys;
  }

  toString(): string {
    if (this.missingKeys.length + this.unexpectedKeys.length === 0) return "<All keys matched successfully>";
    return `_IncompatibleKeys(missing_keys=${list(this.missingKeys)}, unexpected_keys=${list(this.unexpectedKeys)})`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

function list(names: readonly string[]): string {
  return `[${names.map((name) => `'${name}'`).join(", ")}]`;
}

/**
 * Copies `state` into `module`; `running_mean` and `runningMean` are the same name, so states of PyTorch models fit.
 * All problems are collected into one error, as in torch. `assign` replaces the module's tensor instead of copying.
 */
export function loadStateDict(
  module: Module<unknown>,
  state: Readonly<Record<string, Tensor>>,
  strict: boolean,
  assign: ((name: string, tensor: Tensor) => void) | null = null,
): LoadResult {
  const own = module.stateDict();
  const given = new Map(Object.keys(state).map((name) => [snakeCase(name), name]));
  const wanted = new Set(Object.keys(own).map(snakeCase));
  const missing = Object.keys(own).filter((name) => !given.has(snakeCase(name)));
  const unexpected = Object.keys(state).filter((name) => !wanted.has(snakeCase(name)));
  const complaints: string[] = [];
  if (strict && unexpected.length > 0) complaints.push(`Unexpected key(s) in state_dict: ${quote(unexpected)}. `);
  if (strict && missing.length > 0) complaints.push(`Missing key(s) in state_dict: ${quote(missing)}. `);
  complaints.reverse();
  for (const [name, target] of Object.entries(own)) {
    const source = state[name] ?? state[given.get(snakeCase(name)) ?? ""];
    if (source === undefined) continue;
    if (!((source as unknown) instanceof Tensor))
      complaints.push(
        `While copying the parameter named "${name}", expected a Tensor from checkpoint but received ${shown(source)}.`,
      );
    else if (String(source.shape) !== String(target.shape)) complaints.push(sizeMismatch(name, source, target));
    else if (assign !== null) assign(name, source);
    else noGrad(() => target.copy_(source));
  }
  if (complaints.length > 0) {
    throw new Error(`Error(s) in loading state_dict for ${module.constructor.name}:\n\t${complaints.join("\n\t")}`);
  }
  return new LoadResult(missing, unexpected);
}

/** A name as Python spells it: `runningMean` is `running_mean`. */
export function snakeCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function sizeMismatch(name: string, source: Tensor, target: Tensor): string {
  return (
    `size mismatch for ${name}: copying a param with shape ${source.shape.toString()} from checkpoint, ` +
    `the shape in current model is ${target.shape.toString()}.`
  );
}

function quote(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
