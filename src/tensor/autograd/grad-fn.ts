/**
 * The graph that `backward` walks: one node for each recorded operation, pointing at the nodes that made its inputs.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/notes/autograd.html
 */

import type { Storage } from "../../backend/index.ts";
import type { DType } from "../../shape/index.ts";
import { scalarTypeName, signature } from "../../shape/index.ts";
import type { Tensor } from "../tensor.ts";
import { outsideScopes } from "./scope.ts";

/** Where the gradient of one input goes: the node that made the input, and which of that node's outputs it was. */
export interface Edge {
  readonly node: GradFn;
  readonly index: number;
  /** The input's shape and dtype, to which its gradient is converted. */
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** What a rule may return for an input: its gradient, or nothing. */
export type InputGrad = Tensor | null | undefined | false;

/** How the gradients of an operation's inputs follow from those of its outputs. */
export interface Rule<C> {
  /** torch's name, e.g. `MulBackward0`. */
  readonly name: string;
  readonly backward: (node: GradFn<C>, grad: Tensor, ...more: (Tensor | null)[]) => readonly InputGrad[];
  /** Releases what the context holds besides tensors. */
  readonly free?: (context: C) => void;
}

interface Saved {
  tensor: Tensor;
  /** The tensor's version counter when it was saved: assigning `data` may have given the tensor another one since. */
  storage: Storage;
  version: number;
  /** The operation's own result. */
  readonly isOutput: boolean;
}

/** Sees a gradient on its way into a node, and may replace it. */
export interface PreHook {
  readonly index: number;
  readonly call: (grad: Tensor) => Tensor | undefined;
}

const nameSignature = signature("GradFn.name", {});

let sequence = 0;

const inspectCustom = Symbol.for("nodejs.util.inspect.custom");

export class GradFn<C = unknown> {
  readonly rule: Rule<C>;
  /** One edge for each input; null where the input needs no gradient. */
  readonly next: (Edge | null)[];
  /** Greater than that of every node it points at, so the graph can be walked in descending order. */
  readonly sequence: number;
  /** The shapes and dtypes of several outputs; undefined if there is only one. */
  outputs: readonly { readonly shape: readonly number[]; readonly dtype: DType }[] | undefined;
  preHooks: PreHook[] | null = null;
  #saved: (Saved | null)[] | null;
  #context: C | undefined;

  constructor(rule: Rule<C>, next: (Edge | null)[], saved: readonly (Tensor | null)[], context: C, output?: Tensor) {
    this.rule = rule;
    this.next = next;
    this.#context = context;
    this.sequence = sequence++;
    this.outputs = undefined;
    const entries = Array<Saved | null>(saved.length);
    for (let i = 0; i < saved.length; i++) {
      const tensor = saved[i]!;
      if (tensor === null) entries[i] = null;
      else {
        tensor.memory.retain();
        entries[i] = { tensor, storage: tensor.memory, version: tensor.memory.version, isOutput: tensor === output };
      }
    }
    this.#saved = entries;
  }

  /** torch's name of the operation, e.g. `MulBackward0`. */
  name(): string;
  name(...given: unknown[]): string {
    nameSignature.read(given);
    return this.rule.name;
  }

  /**
   * The nodes whose outputs this operation took, each with the index of that output; null for an input that needs no
   * gradient.
   */
  get nextFunctions(): readonly (readonly [node: GradFn, index: number])[] {
    // The type leaves out null, like that of `grad`: code that walks a graph starts where there is a next node.
    return this.next.map(
      (edge) => [edge === null ? (null as unknown as GradFn) : edge.node, edge?.index ?? 0] as const,
    );
  }

  /** What the rule keeps besides tensors. */
  get context(): C {
    return this.#context as C;
  }

  /** Whether input `i` needs a gradient; a rule skips the work for the others. */
  needs(i: number): boolean {
    return this.next[i] != null;
  }

  /**
   * The tensors kept for the gradient.
   *
   * @throws Error in torch's words after they were freed, or if one was changed in place since.
   */
  saved(): Tensor[] {
    return this.savedOrNull() as Tensor[];
  }

  /** Like `saved`, for operations with optional inputs. */
  savedOrNull(): (Tensor | null)[] {
    this.checkNotFreed();
    const saved = this.#saved!;
    const tensors = Array<Tensor | null>(saved.length);
    for (let i = 0; i < saved.length; i++) {
      const entry = saved[i]!;
      if (entry !== null && entry.storage.version !== entry.version) throw modifiedInPlace(entry, this.rule.name);
      tensors[i] = entry === null ? null : entry.tensor;
    }
    return tensors;
  }

  /** @throws Error in torch's words after `free`. */
  checkNotFreed(): void {
    if (this.#saved === null)
      throw new Error(
        "Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). " +
          "Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). " +
          "Specify retainGraph: true if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.",
      );
  }

  /** After an in-place operation, the tensor takes the place of its saved result. */
  replaceSaved(result: Tensor, self: Tensor): void {
    if (this.#saved === null) return;
    for (const entry of this.#saved)
      if (entry !== null && entry.tensor === result) {
        self.memory.retain();
        entry.storage.release();
        entry.tensor = self;
        entry.storage = self.memory;
        entry.version = self.memory.version;
      }
  }

  /** Called before an in-place operation changes `self`: the rule keeps a copy of the old values. */
  copySaved(self: Tensor): void {
    if (this.#saved === null) return;
    for (const entry of this.#saved)
      if (entry !== null && entry.tensor === self) {
        // Keeps its history, for gradients of gradients; belongs to no scope, which would free it at its end.
        const copy = outsideScopes(() => self.clone());
        entry.storage.release();
        // Starts with one owner, which is this node.
        entry.tensor = copy;
        entry.storage = copy.memory;
        entry.version = copy.memory.version;
      }
  }

  /** Releases the saved tensors: the graph has been consumed. */
  free(): void {
    const saved = this.#saved;
    if (saved === null) return;
    if (this.rule.free !== undefined) {
      this.rule.free(this.context);
      this.#context = undefined;
    } else if (saved.length === 0) return;
    this.#saved = null;
    for (const entry of saved) entry?.storage.release();
  }

  toString(): string {
    return `<${this.rule.name}>`;
  }

  [inspectCustom](): string {
    return this.toString();
  }
}

function modifiedInPlace({ tensor, version, isOutput }: Saved, name: string): Error {
  const type = `torch.${scalarTypeName(tensor.dtype)}Tensor [${tensor.shape.join(", ")}]`;
  // torch names the operation, not its gradient, if the changed tensor is the operation's own result.
  const maker = isOutput ? name.replace(/Backward\d*$/, "") : (tensor.gradFn as GradFn | null)?.rule.name;
  const from = maker === undefined ? "" : `, which is output ${tensor.outputNr} of ${maker},`;
  return new Error(
    `one of the variables needed for gradient computation has been modified by an inplace operation: [${type}]${from} ` +
      `is at version ${tensor.memory.version}; expected version ${version} instead. ` +
      "Hint: use the operation without the trailing underscore, or clone() the tensor before changing it.",
  );
}
