/** Functions that observe each call of a module, and may change its inputs or its output. */
import { keyword, optional, required, type Arguments, type Values } from "../shape/index.ts";
import type { Tensor } from "../tensor/index.ts";
import * as is from "../tensor/kinds.ts";
import type { Module } from "./module.ts";

// Declared as methods so that a hook may use narrower types for its module: `(module: nn.Linear, inputs: Tensor[],
// output: Tensor)`.
/** Called with a module's inputs before `forward`; what it returns, if anything, replaces them. */
export type ForwardPreHook = { hook(module: Module<unknown>, inputs: Tensor[]): unknown }["hook"];
/** Called with a module's inputs and output after `forward`; what it returns, if anything, replaces the output. */
export type ForwardHook<Out = unknown> = {
  hook(module: Module<unknown>, inputs: Tensor[], output: Out): unknown;
}["hook"];
/** Called with each module of a model. */
export type ModuleVisitor = { visit(module: Module): void }["visit"];
export type RemovableHandle = { remove(): void };
/** `prepend` puts a hook before the existing ones. */
export type HookOptions = { prepend?: boolean };

const hook = required(is.callable<(...args: never[]) => unknown>());
const withKwargs = keyword(is.only(false), false);

/** The arguments of the methods that register hooks. */
export const hookArguments = {
  pre: { hook, prepend: keyword(is.bool, false), withKwargs },
  forward: { hook, prepend: keyword(is.bool, false), withKwargs, alwaysCall: keyword(is.only(false), false) },
  backward: { hook, prepend: optional(is.bool, false) },
} satisfies Record<string, Arguments>;

/** Hooks of one kind, in the order in which they are called; a function registered twice is called twice. */
export class Hooks<Hook> {
  #entries: readonly { readonly hook: Hook }[] = [];

  get size(): number {
    return this.#entries.length;
  }

  add({ hook, prepend }: Pick<Values<typeof hookArguments.backward>, "prepend"> & { hook: unknown }): RemovableHandle {
    const entry = { hook: hook as Hook };
    this.#entries = prepend ? [entry, ...this.#entries] : [...this.#entries, entry];
    return { remove: () => void (this.#entries = this.#entries.filter((each) => each !== entry)) };
  }

  *[Symbol.iterator](): Generator<Hook> {
    for (const entry of this.#entries) yield entry.hook;
  }
}
