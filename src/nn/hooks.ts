/** Functions that observe each call of a module, and may change its inputs or its output. */
import {
  isPlainObject,
  keyword,
  optional,
  required,
  shown,
  warn,
  type Arguments,
  type Values,
} from "../shape/index.ts";
import type { Tensor } from "../tensor/index.ts";
import * as is from "../tensor/kinds.ts";
import type { Module } from "./module.ts";

// Declared as methods so that a hook may use narrower types for its module: `(module: nn.Linear, inputs: Tensor[],
// output: Tensor)`.
/** Called with a module's inputs before `forward`; what it returns, if anything, replaces them. */
export type ForwardPreHook = { hook(module: Module<unknown>, inputs: Tensor[]): unknown }["hook"];
/** The arguments that a call gave by name, in one last object. */
export type Kwargs = Record<string, unknown>;
/** The same with the named arguments apart; it may return `[inputs, kwargs]`. */
export type ForwardPreHookWithKwargs = {
  hook(module: Module<unknown>, inputs: Tensor[], kwargs: Kwargs): readonly [unknown, Kwargs] | undefined | void;
}["hook"];
/** Called with a module's inputs and output after `forward`; what it returns, if anything, replaces the output. */
export type ForwardHook<Out = unknown> = {
  hook(module: Module<unknown>, inputs: Tensor[], output: Out): unknown;
}["hook"];
/** The same with the named arguments apart. */
export type ForwardHookWithKwargs<Out = unknown> = {
  hook(module: Module<unknown>, inputs: Tensor[], kwargs: Kwargs, output: Out): unknown;
}["hook"];
/** Called with each module of a model. */
export type ModuleVisitor = { visit(module: Module): void }["visit"];
export type RemovableHandle = { remove(): void };
/** `prepend` puts a hook before the existing ones. */
export type HookOptions = { prepend?: boolean };
/** `alwaysCall` calls a hook even if `forward` or an earlier hook throws; it then gets undefined as the output. */
export type ForwardHookOptions = HookOptions & { alwaysCall?: boolean };

const hook = required(is.callable<(...args: never[]) => unknown>());
const withKwargs = keyword(is.bool, false);

/** The arguments of the methods that register hooks. */
export const hookArguments = {
  pre: { hook, prepend: keyword(is.bool, false), withKwargs },
  forward: { hook, prepend: keyword(is.bool, false), withKwargs, alwaysCall: keyword(is.bool, false) },
  backward: { hook, prepend: optional(is.bool, false) },
} satisfies Record<string, Arguments>;

type Registered = { readonly withKwargs?: boolean; readonly alwaysCall?: boolean };
type Entry<Hook> = Registered & { readonly hook: Hook };

/** Hooks of one kind, in the order in which they are called; a function registered twice is called twice. */
export class Hooks<Hook> {
  #entries: readonly Entry<Hook>[] = [];

  get size(): number {
    return this.#entries.length;
  }

  add(given: Pick<Values<typeof hookArguments.backward>, "prepend"> & Registered & { hook: unknown }): RemovableHandle {
    const { prepend, ...entry } = given as { prepend: boolean } & Entry<Hook>;
    this.#entries = prepend ? [entry, ...this.#entries] : [...this.#entries, entry];
    return { remove: () => void (this.#entries = this.#entries.filter((each) => each !== entry)) };
  }

  /** Adds all of them to another list. */
  copyTo(other: Hooks<Hook>): void {
    for (const entry of this.#entries) other.add({ ...entry, prepend: false });
  }

  /** Each with how it was registered. */
  entries(): readonly Entry<Hook>[] {
    return this.#entries;
  }

  *[Symbol.iterator](): Generator<Hook> {
    for (const entry of this.#entries) yield entry.hook;
  }
}

type AnyHook = (...given: unknown[]) => unknown;

/** What a call gave by position, and what by name. */
function parted(inputs: readonly unknown[]): [unknown[], Kwargs] {
  const last = inputs.at(-1);
  return isPlainObject(last) ? [inputs.slice(0, -1), last as Kwargs] : [[...inputs], {}];
}

/** Calls the hooks before `forward`; the inputs, or what replaces them. */
export function callPreHooks(module: Module<unknown>, hooks: Hooks<unknown>, inputs: unknown[]): unknown[] {
  let args = inputs;
  for (const { hook, withKwargs } of hooks.entries() as readonly Entry<AnyHook>[]) {
    if (withKwargs) {
      const answer = hook(module, ...parted(args));
      if (answer === undefined || answer === null) continue;
      if (!Array.isArray(answer) || answer.length !== 2 || !isPlainObject(answer[1]))
        throw new TypeError(`forward pre-hook must return nothing or [inputs, kwargs], but got ${shown(answer)}`);
      const [given, kwargs] = answer as [unknown, Kwargs];
      args = [...(Array.isArray(given) ? (given as unknown[]) : [given])];
      if (Object.keys(kwargs).length > 0) args.push(kwargs);
    } else {
      const answer = hook(module, args);
      if (answer !== undefined) args = Array.isArray(answer) ? (answer as unknown[]) : [answer];
    }
  }
  return args;
}

/** Calls the hooks after `forward`; the output, or what replaces it. Those registered with `alwaysCall` see errors, too. */
export function callForwardHooks(
  module: Module<unknown>,
  hooks: Hooks<unknown>,
  args: unknown[],
  forward: () => unknown,
): unknown {
  const called = new Set<unknown>();
  let output: unknown;
  const callOne = ({ hook, withKwargs }: Entry<AnyHook>): void => {
    output = (withKwargs ? hook(module, ...parted(args), output) : hook(module, args, output)) ?? output;
  };
  const entries = hooks.entries() as readonly Entry<AnyHook>[];
  try {
    output = forward();
    for (const entry of entries) {
      called.add(entry);
      callOne(entry);
    }
    return output;
  } catch (error) {
    for (const entry of entries) {
      if (!entry.alwaysCall || called.has(entry)) continue;
      try {
        callOne(entry);
      } catch (another) {
        // The first error is the one that the caller has to see.
        warn(
          `a forward hook with alwaysCall threw, too, which is not reported as another error came first: ${String(another)}`,
        );
      }
    }
    throw error;
  }
}
