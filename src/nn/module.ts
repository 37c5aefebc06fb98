import {
  float32,
  float64,
  keyword,
  optional,
  overloads,
  required,
  scalarTypeName,
  signature,
  type DType,
  type Device,
} from "../shape/index.ts";
import { demandCpu, noCuda, noGrad, Tensor } from "../tensor/index.ts";
import * as is from "../tensor/kinds.ts";
import { withBackwardHooks, type BackwardHook } from "./backward-hooks.ts";
import { call, Callable } from "./callable.ts";
import { Parameter } from "./parameter.ts";
import { moduleRepr } from "./repr.ts";
import { emptyStateDict, loadStateDict, snakeCase, type LoadResult, type StateDict } from "./state-dict.ts";

/** The arguments of `forward`: each module declares its own, so the base accepts them all. */
// `any`, because a function of particular arguments is not assignable to one of `unknown[]`.
type Inputs = any[];

// Methods, because a hook may name what it knows of its module: `(module: nn.Linear, inputs: Tensor[], output: Tensor)`.
/** Called with a module's inputs before `forward`; what it returns, if anything, replaces them. */
export type ForwardPreHook = { hook(module: Module<unknown>, inputs: Tensor[]): unknown }["hook"];
/** Called with a module's inputs and output after `forward`; what it returns, if anything, replaces the output. */
export type ForwardHook<Out = unknown> = {
  hook(module: Module<unknown>, inputs: Tensor[], output: Out): unknown;
}["hook"];
/** Called with each module of a model. */
export type ModuleVisitor = { visit(module: Module): void }["visit"];
export type RemovableHandle = { remove(): void };

/** What `to` takes beside its target. */
export type ModuleToOptions = { dtype?: DType | null; device?: Device | string | null; nonBlocking?: boolean };
const more = { nonBlocking: optional(is.bool, false) };
const toSignature = overloads("nn.Module.to", {
  dtype: { dtype: required(is.dtype), ...more, device: keyword(is.orNull(is.device), null) },
  device: { device: optional(is.orNull(is.device), null), dtype: optional(is.orNull(is.dtype), null), ...more },
  other: { other: required(is.tensor), ...more },
});

const recurse = optional(is.bool, true);
const removeDuplicate = optional(is.only(true), true);
const named = { prefix: optional(is.string, ""), recurse, removeDuplicate };
const aModule = is.kind("Module", (value): value is Module<unknown> => value instanceof Module);
const signed = {
  registerBuffer: signature("Module.registerBuffer", {
    name: required(is.string),
    tensor: required(is.orNull(is.tensor)),
    persistent: optional(is.bool, true),
  }),
  registerParameter: signature("Module.registerParameter", {
    name: required(is.string),
    param: required(is.orNull(is.kind("Parameter", (value) => value instanceof Parameter))),
  }),
  addModule: signature("Module.addModule", { name: required(is.string), module: required(is.orNull(aModule)) }),
  namedParameters: signature("Module.namedParameters", named),
  parameters: signature("Module.parameters", { recurse }),
  namedBuffers: signature("Module.namedBuffers", named),
  buffers: signature("Module.buffers", { recurse }),
  train: signature("Module.train", { mode: optional(is.bool, true) }),
  eval: signature("Module.eval", {}),
  apply: signature("Module.apply", { fn: required(is.callable<(module: Module<unknown>) => void>()) }),
  requiresGrad_: signature("Module.requiresGrad_", { requiresGrad: optional(is.bool, true) }),
  zeroGrad: signature("Module.zeroGrad", { setToNone: optional(is.bool, true) }),
};

// The call is typed by an interface of the same name, because a class cannot declare a call signature.
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging, no-unused-vars
export interface Module<Out = Tensor> {
  // The parameters of `this["forward"]` are not known inside a class that others extend; a tensor is what nearly all take.
  (input: Tensor): ReturnType<this["forward"]>;
  (...inputs: Parameters<this["forward"]>): ReturnType<this["forward"]>;
}

/**
 * Base class of all layers and models: made with `new`, then called.
 *
 * Parameters and child modules are the instance's own properties, in the order in which they were assigned, whether by a
 * class field or in the constructor. `Out` is what `forward` returns, for modules that return more than one tensor.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.Module.html.
 *
 * @example
 * class Net extends nn.Module {
 *   conv = new nn.Conv2d(3, 6, 3);
 *   forward(x: Tensor) {
 *     return F.relu(this.conv(x));
 *   }
 * }
 * const net = new Net();
 * net(torch.zeros(1, 3, 8, 8)).shape; // torch.Size([1, 6, 6, 6])
 */
export class Module<Out = Tensor> extends Callable {
  #training = true;
  readonly #buffers = new Map<string, { persistent: boolean }>();
  readonly #preHooks = new Set<ForwardPreHook>();
  readonly #hooks = new Set<ForwardHook>();
  readonly #backwardHooks = new Set<BackwardHook>();

  /** What the module computes; a class of one's own overrides it. */
  forward(..._inputs: Inputs): Out {
    throw new Error(`Module [${this.constructor.name}] is missing the required "forward" function`);
  }

  /** True in training mode (the default), false after `eval()`. */
  get training(): boolean {
    return this.#training;
  }

  set training(mode: boolean) {
    this.#training = mode;
  }

  override [call](...inputs: Inputs): Out {
    if (!this.hasHooks) return this.forward(...inputs);
    let args = inputs;
    for (const hook of this.#preHooks) {
      const replaced = hook(this, args);
      if (replaced !== undefined) args = Array.isArray(replaced) ? replaced : [replaced];
    }
    let output = this.#forwardWatched(args);
    for (const hook of this.#hooks) output = (hook(this, args, output) as Out | undefined) ?? output;
    return output;
  }

  #forwardWatched(args: Inputs): Out {
    if (this.#backwardHooks.size === 0) return this.forward(...args);
    return withBackwardHooks(this, this.#backwardHooks, args, (inputs) => this.forward(...inputs)) as Out;
  }

  /** Whether hooks see what goes in or comes out. */
  get hasHooks(): boolean {
    return this.#preHooks.size > 0 || this.#hooks.size > 0 || this.#backwardHooks.size > 0;
  }

  registerForwardPreHook(hook: ForwardPreHook): RemovableHandle {
    this.#preHooks.add(hook);
    return { remove: () => void this.#preHooks.delete(hook) };
  }

  registerForwardHook(hook: ForwardHook<Out>): RemovableHandle {
    this.#hooks.add(hook as ForwardHook);
    return { remove: () => void this.#hooks.delete(hook as ForwardHook) };
  }

  /** Shows the gradients of the module's inputs and outputs whenever they have been computed. */
  registerFullBackwardHook(hook: BackwardHook): RemovableHandle {
    this.#backwardHooks.add(hook);
    return { remove: () => void this.#backwardHooks.delete(hook) };
  }

  /** A tensor that is part of the state but not trained, such as a running mean. */
  registerBuffer(name: string, tensor: Tensor | null, persistent?: boolean): void;
  registerBuffer(name: string, tensor: Tensor | null, options: { persistent?: boolean }): void;
  registerBuffer(...given: unknown[]): void {
    const { name, tensor, persistent } = signed.registerBuffer.read(given);
    this.#buffers.set(name, { persistent });
    this.#define(name, tensor);
  }

  registerParameter(name: string, param: Parameter | null): void;
  registerParameter(...given: unknown[]): void {
    const { name, param } = signed.registerParameter.read(given);
    this.#define(name, param);
  }

  addModule(name: string, module: Module<unknown> | null): void;
  addModule(...given: unknown[]): void {
    const { name, module } = signed.addModule.read(given);
    this.#define(name, module);
  }

  /** The members by name; containers that keep theirs elsewhere override it. */
  protected entries(): Iterable<readonly [string, unknown]> {
    return Object.entries(this);
  }

  /** Writes a tensor or module back under the name that `entries` gave. */
  protected setEntry(name: string, value: unknown): void {
    this.#define(name, value);
  }

  /** A property that keeps its kind: what is no parameter, buffer or module cannot take the place of one. */
  #define(name: string, value: unknown): void {
    let member = value;
    Object.defineProperty(this, name, {
      get: () => member,
      set: (next: unknown) => {
        checkMember(name, member, next, this.#buffers.has(name));
        member = next;
      },
      enumerable: true,
      configurable: true,
    });
  }

  /** For layers, at the end of their constructor: the parameters and modules among the properties keep their kind from now on. */
  protected keepKinds(): void {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(this)))
      if (value instanceof Parameter || value instanceof Module) this.#define(name, value);
  }

  namedChildren(): [string, Module][] {
    const seen = new Set<unknown>();
    const found: [string, Module][] = [];
    for (const [name, value] of this.entries()) {
      if (!(value instanceof Module) || seen.has(value)) continue;
      seen.add(value);
      found.push([name, value as Module]);
    }
    return found;
  }

  children(): Module[] {
    return this.namedChildren().map(([, child]) => child);
  }

  /** This module and all below it with their dotted names, parents first; a module that occurs twice is listed once. */
  namedModules(prefix = "", seen = new Set<unknown>()): [string, Module][] {
    if (seen.has(this)) return [];
    seen.add(this);
    this.keepKinds();
    const found: [string, Module][] = [[prefix, this as unknown as Module]];
    for (const [name, child] of this.#allChildren()) found.push(...child.namedModules(join(prefix, name), seen));
    return found;
  }

  modules(): Module[] {
    return this.namedModules().map(([, module]) => module);
  }

  #allChildren(): [string, Module<unknown>][] {
    return [...this.entries()].filter((entry): entry is [string, Module<unknown>] => entry[1] instanceof Module);
  }

  namedParameters(prefix?: string, recurse?: boolean): [string, Parameter][];
  namedParameters(options: { prefix?: string; recurse?: boolean }): [string, Parameter][];
  namedParameters(...given: unknown[]): [string, Parameter][] {
    const { prefix, recurse } = signed.namedParameters.read(given);
    return this.#namedTensors(prefix, recurse, (module) => module.#ownParameters());
  }

  /** The parameters of this module, then those of its children; one that occurs twice is listed once. */
  parameters(recurse?: boolean): Parameter[];
  parameters(options: { recurse?: boolean }): Parameter[];
  parameters(...given: unknown[]): Parameter[] {
    const { recurse } = signed.parameters.read(given);
    return this.namedParameters({ recurse }).map(([, parameter]) => parameter);
  }

  namedBuffers(prefix?: string, recurse?: boolean): [string, Tensor][];
  namedBuffers(options: { prefix?: string; recurse?: boolean }): [string, Tensor][];
  namedBuffers(...given: unknown[]): [string, Tensor][] {
    const { prefix, recurse } = signed.namedBuffers.read(given);
    return this.#namedTensors(prefix, recurse, (module) => module.#ownBuffers());
  }

  buffers(recurse?: boolean): Tensor[];
  buffers(options: { recurse?: boolean }): Tensor[];
  buffers(...given: unknown[]): Tensor[] {
    const { recurse } = signed.buffers.read(given);
    return this.namedBuffers({ recurse }).map(([, buffer]) => buffer);
  }

  #ownParameters(): [string, Parameter][] {
    return [...this.entries()].filter((entry): entry is [string, Parameter] => entry[1] instanceof Parameter);
  }

  #ownBuffers(): [string, Tensor][] {
    if (this.#buffers.size === 0) return [];
    const members = new Map(this.entries());
    const found = [...this.#buffers.keys()].map((name): [string, unknown] => [name, members.get(name)]);
    return found.filter((entry): entry is [string, Tensor] => entry[1] instanceof Tensor);
  }

  #namedTensors<T>(prefix: string, recurse: boolean, own: (module: Module<unknown>) => [string, T][]): [string, T][] {
    const seen = new Set<T>();
    const found: [string, T][] = [];
    for (const [path, module] of recurse ? this.namedModules(prefix) : [[prefix, this] as const]) {
      for (const [name, tensor] of own(module)) {
        if (seen.has(tensor)) continue;
        seen.add(tensor);
        found.push([join(path, name), tensor]);
      }
    }
    return found;
  }

  /**
   * Every parameter and persistent buffer by its dotted name, detached but sharing storage with the module. Buffers have
   * PyTorch's names (`running_mean`), so that the files of both fit each other's models.
   */
  stateDict(prefix = ""): StateDict {
    const state = emptyStateDict();
    for (const [name, tensor] of this.ownState()) state[prefix + name] = tensor.detach();
    for (const [name, child] of this.#allChildren()) Object.assign(state, child.stateDict(`${prefix}${name}.`));
    return state;
  }

  /** This module's own parameters and persistent buffers, without its children's; buffers under the names of PyTorch's. */
  protected ownState(): [string, Tensor][] {
    const buffers = this.#ownBuffers().filter(([name]) => this.#buffers.get(name)?.persistent);
    return [...this.#ownParameters(), ...buffers.map(([name, tensor]): [string, Tensor] => [snakeCase(name), tensor])];
  }

  /**
   * For copies: a module of the same class with `copied` parts. Its constructor does not run again, so that nothing is drawn anew; private
   * fields (`#name`) of classes of one's own have no copy.
   */
  copyWith(copied: (part: unknown) => unknown, keep: (copy: this) => this): this {
    const copy = keep(this.blank(copied));
    copy.training = this.training;
    for (const [name, options] of this.#buffers) copy.#buffers.set(name, options);
    for (const [from, to] of [
      [this.#preHooks, copy.#preHooks],
      [this.#hooks, copy.#hooks],
      [this.#backwardHooks, copy.#backwardHooks],
    ] as [Set<unknown>, Set<unknown>][])
      for (const hook of from) to.add(hook);
    for (const [name, value] of Object.entries(this)) {
      const part = copied(value);
      if (part instanceof Tensor || part instanceof Module) copy.#define(name, part);
      else (copy as Record<string, unknown>)[name] = part;
    }
    return copy;
  }

  /** For copies: a module of this class without properties; containers give it copies of their members. */
  protected blank(_copied: (part: unknown) => unknown): this {
    return Reflect.construct(Module, [], this.constructor) as this;
  }

  /** Copies the values of `state` into the parameters and buffers; with `strict` the names must match exactly. */
  loadStateDict(state: Readonly<Record<string, Tensor>>, { strict = true } = {}): LoadResult {
    return loadStateDict(this, state, strict);
  }

  train(mode?: boolean): this;
  train(...given: unknown[]): this {
    const { mode } = signed.train.read(given);
    for (const module of this.modules()) module.training = mode;
    return this;
  }

  eval(): this;
  eval(...given: unknown[]): this {
    signed.eval.read(given);
    return this.train(false);
  }

  /** Calls `fn` on every module below this one and then on itself. */
  apply(fn: ModuleVisitor): this;
  apply(...given: unknown[]): this {
    const { fn } = signed.apply.read(given);
    for (const child of this.children()) child.apply(fn);
    fn(this);
    return this;
  }

  requiresGrad_(requiresGrad?: boolean): this;
  requiresGrad_(...given: unknown[]): this {
    const { requiresGrad } = signed.requiresGrad_.read(given);
    for (const parameter of this.parameters()) parameter.requiresGrad_(requiresGrad);
    return this;
  }

  zeroGrad(setToNone?: boolean): void;
  zeroGrad(options: { setToNone?: boolean }): void;
  zeroGrad(...given: unknown[]): void {
    const { setToNone } = signed.zeroGrad.read(given);
    for (const parameter of this.parameters()) {
      if (setToNone) parameter.dropGrad();
      else noGrad(() => parameter.peekGrad()?.zero_());
    }
  }

  /**
   * Converts every floating point parameter and buffer to `dtype`; the parameters stay the same objects. There is one device, "cpu".
   *
   * @throws TypeError for another device, or a dtype that parameters cannot have.
   */
  to(dtype: DType, options?: ModuleToOptions): this;
  to(device: Device | string | null, dtype?: DType | null, options?: ModuleToOptions): this;
  to(device: Device | string, options?: ModuleToOptions): this;
  to(other: Tensor, options?: ModuleToOptions): this;
  to(options: ModuleToOptions): this;
  to(...given: unknown[]): this {
    demandCpu(given[0]);
    const { form, args } = toSignature.read(given);
    const dtype = form === "other" ? args.other.dtype : args.dtype;
    if (dtype === null) return this;
    if (!dtype.isFloatingPoint)
      throw new TypeError(
        `nn.Module.to only accepts floating point or complex dtypes, but got desired dtype=${dtype.toString()}`,
      );
    return this.#cast(dtype, (tensor) => tensor.isFloatingPoint());
  }

  #cast(dtype: DType, which: (tensor: Tensor) => boolean): this {
    for (const tensor of [...this.parameters(), ...this.buffers()]) {
      if (!which(tensor) || tensor.dtype === dtype) continue;
      const { grad } = tensor;
      tensor.data = tensor.detach().to(dtype);
      if (grad !== null) grad.data = grad.detach().to(dtype);
    }
    return this;
  }

  float(): this {
    return this.to(float32);
  }

  double(): this {
    return this.to(float64);
  }

  /** This module: it is there already. */
  cpu(): this {
    return this;
  }

  /** @throws Error: there is no CUDA here. */
  cuda(_device?: Device | string | number | null): never {
    throw noCuda();
  }

  /** Converts all parameters and buffers, whatever they are now. */
  type(dtype: DType): this {
    return this.#cast(dtype, () => true);
  }

  /** The parameter of a dotted name: `net.getParameter("0.weight")`. */
  getParameter(target: string): Parameter {
    const found = this.#member(target);
    if (!(found instanceof Parameter)) throw new TypeError(`\`${target.split(".").at(-1)}\` is not an nn.Parameter`);
    return found;
  }

  /** The buffer of a dotted name. */
  getBuffer(target: string): Tensor {
    const found = this.#member(target);
    if (!(found instanceof Tensor) || found instanceof Parameter)
      throw new TypeError(`\`${target.split(".").at(-1)}\` is not a buffer`);
    return found;
  }

  #member(target: string): unknown {
    const path = target.split(".");
    const name = path.pop()!;
    const module = this.getSubmodule(path.join("."));
    const members = new Map(module.entries());
    if (!members.has(name)) throw new Error(`${module.constructor.name} has no attribute \`${name}\``);
    return members.get(name);
  }

  getSubmodule(path: string): Module<unknown> {
    if (path === "") return this;
    const [name, ...rest] = path.split(".") as [string, ...string[]];
    const child = new Map(this.entries()).get(name);
    if (!(child instanceof Module)) throw new Error(`${this.constructor.name} has no attribute \`${name}\``);
    return child.getSubmodule(rest.join("."));
  }

  /** What stands between the parentheses of the module's own line in its repr. */
  extraRepr(): string {
    return "";
  }

  protected childReprs(): Iterable<readonly [string, string]> {
    return this.#allChildren().map(([name, child]) => [name, child.toString()] as const);
  }

  override toString(): string {
    return moduleRepr(this.constructor.name, this.extraRepr(), this.childReprs());
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

function join(prefix: string, name: string): string {
  return prefix === "" ? name : `${prefix}.${name}`;
}

/** @throws TypeError in torch's words where a parameter, module or buffer would be replaced by something of another kind. */
function checkMember(name: string, before: unknown, next: unknown, isBuffer: boolean): void {
  if (next === null || next === undefined) return;
  const refuse = (role: string, expected: string): TypeError =>
    new TypeError(`cannot assign '${typeName(next)}' as ${role} '${name}' (${expected} or None expected)`);
  if (before instanceof Parameter && !(next instanceof Parameter)) throw refuse("parameter", "torch.nn.Parameter");
  if (before instanceof Module && !(next instanceof Module)) throw refuse("child module", "torch.nn.Module");
  if (isBuffer && !(next instanceof Tensor)) throw refuse("buffer", "torch.Tensor");
}

/** What torch calls the type of a value in its messages. */
function typeName(value: unknown): string {
  if (value instanceof Tensor) return `torch.${scalarTypeName(value.dtype)}Tensor`;
  if (typeof value === "object" && value !== null) return value.constructor.name;
  return typeof value;
}
