/**
 * The base of every layer and network. Long because it is one class with all the methods torch gives it; what can stand
 * alone is in files beside it.
 */
import { bfloat16, float16, float32, float64, type DType, type Device } from "../shape/index.ts";
import { noCuda, noGrad, refuseJson, Tensor } from "../tensor/index.ts";
import { withBackwardHooks, type BackwardHook } from "./backward-hooks.ts";
import { call, Callable } from "./callable.ts";
import { cast, convert, type ModuleToOptions } from "./conversion.ts";
import {
  callForwardHooks,
  callPreHooks,
  Hooks,
  type ForwardHook,
  type ForwardHookOptions,
  type ForwardHookWithKwargs,
  type ForwardPreHook,
  type ForwardPreHookWithKwargs,
  type HookOptions,
  type ModuleVisitor,
  type RemovableHandle,
} from "./hooks.ts";
import { wrongMember } from "./member.ts";
import { signed } from "./module-signatures.ts";
import { Parameter } from "./parameter.ts";
import { moduleRepr } from "./repr.ts";
import { emptyStateDict, loadStateDict, snakeCase, type LoadResult, type StateDict } from "./state-dict.ts";

/** The arguments of `forward`: each module declares its own, so the base accepts them all. */
// `any`, because a function of particular arguments is not assignable to one of `unknown[]`.
type Inputs = any[];

/** Which tensors are listed, and under which names. */
export interface NamedOptions {
  prefix?: string;
  recurse?: boolean;
  removeDuplicate?: boolean;
}

// The call is typed by an interface of the same name, because a class cannot declare a call signature.
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging, no-unused-vars
export interface Module<Out = Tensor> {
  // The parameters of `this["forward"]` are unknown inside a class that others extend; nearly all of them take a
  // tensor.
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
  readonly #preHooks = new Hooks<ForwardPreHook>();
  readonly #hooks = new Hooks<ForwardHook>();
  readonly #backwardHooks = new Hooks<BackwardHook>();

  /** What the module computes; your own class overrides it. */
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
    const args = callPreHooks(this, this.#preHooks, inputs);
    return callForwardHooks(this, this.#hooks, args, () => this.#forwardWatched(args)) as Out;
  }

  #forwardWatched(args: Inputs): Out {
    if (this.#backwardHooks.size === 0) return this.forward(...args);
    return withBackwardHooks(this, this.#backwardHooks, args, (inputs) => this.forward(...inputs)) as Out;
  }

  /** Whether any hook watches this module's inputs or output. */
  get hasHooks(): boolean {
    return this.#preHooks.size > 0 || this.#hooks.size > 0 || this.#backwardHooks.size > 0;
  }

  /** Calls `hook(module, inputs)` before each `forward`; with `withKwargs`, `hook(module, inputs, kwargs)`. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.Module.html. */
  registerForwardPreHook(hook: ForwardPreHookWithKwargs, options: HookOptions & { withKwargs: true }): RemovableHandle;
  registerForwardPreHook(hook: ForwardPreHook, options?: HookOptions & { withKwargs?: false }): RemovableHandle;
  registerForwardPreHook(...given: unknown[]): RemovableHandle {
    return this.#preHooks.add(signed.registerForwardPreHook.read(given));
  }

  /** Calls `hook(module, inputs, output)` after each `forward`; with `withKwargs`, `hook(module, inputs, kwargs, output)`. */
  registerForwardHook(
    hook: ForwardHookWithKwargs<Out>,
    options: ForwardHookOptions & { withKwargs: true },
  ): RemovableHandle;
  registerForwardHook(hook: ForwardHook<Out>, options?: ForwardHookOptions & { withKwargs?: false }): RemovableHandle;
  registerForwardHook(...given: unknown[]): RemovableHandle {
    return this.#hooks.add(signed.registerForwardHook.read(given));
  }

  /** Calls `hook` with the gradients of the module's inputs and outputs each time they have been computed. */
  registerFullBackwardHook(hook: BackwardHook, prepend?: boolean): RemovableHandle;
  registerFullBackwardHook(hook: BackwardHook, options: HookOptions): RemovableHandle;
  registerFullBackwardHook(...given: unknown[]): RemovableHandle {
    return this.#backwardHooks.add(signed.registerFullBackwardHook.read(given));
  }

  /** A tensor that is part of the state but not trained, such as a running mean. */
  registerBuffer(name: string, tensor: Tensor | null, persistent?: boolean): void;
  registerBuffer(name: string, tensor: Tensor | null, options: { persistent?: boolean }): void;
  registerBuffer(...given: unknown[]): void {
    const { name, tensor, persistent } = signed.registerBuffer.read(given);
    this.#checkName("buffer", name, () => this.#buffers.has(name));
    this.#buffers.set(name, { persistent });
    this.#define(name, tensor);
  }

  registerParameter(name: string, param: Parameter | null): void;
  registerParameter(...given: unknown[]): void {
    const { name, param } = signed.registerParameter.read(given);
    this.#checkName("parameter", name, (old) => old instanceof Parameter);
    this.#define(name, param);
  }

  addModule(name: string, module: Module<unknown> | null): void;
  addModule(...given: unknown[]): void {
    const { name, module } = signed.addModule.read(given);
    this.#checkName("module", name, (old) => old instanceof Module);
    if (module === null) this.#define(name, null);
    else this.setEntry(name, module);
  }

  /** @throws RangeError in torch's words for a name that a member cannot have, or that something else has. */
  #checkName(role: string, name: string, isReplaced: (old: unknown) => boolean): void {
    if (name === "") throw new RangeError(`${role} name can't be empty string ""`);
    if (name.includes(".")) throw new RangeError(`${role} name can't contain ".", got: ${name}`);
    const keepsApart = this.setEntry !== Module.prototype.setEntry;
    const old = keepsApart ? new Map(this.entries()).get(name) : this[name as keyof this];
    // A class field without a value is there, too.
    if (old !== undefined && old !== null && !isReplaced(old))
      throw new RangeError(`attribute '${name}' already exists`);
  }

  /** The members by name; containers that keep their members elsewhere override this. */
  protected entries(): Iterable<readonly [string, unknown]> {
    return Object.entries(this);
  }

  /** Writes a tensor or module back under the name that `entries` gave. */
  protected setEntry(name: string, value: unknown): void {
    this.#define(name, value);
  }

  /**
   * Defines a property that keeps its kind: a parameter, buffer or module can only be replaced by another of the same
   * kind.
   */
  #define(name: string, value: unknown): void {
    let member = value;
    Object.defineProperty(this, name, {
      get: () => member,
      set: (next: unknown) => {
        if (next !== null && next !== undefined) {
          if (member instanceof Parameter && !(next instanceof Parameter)) throw wrongMember(name, "parameter", next);
          if (member instanceof Module && !(next instanceof Module)) throw wrongMember(name, "child module", next);
          if (this.#buffers.has(name) && !(next instanceof Tensor)) throw wrongMember(name, "buffer", next);
        }
        member = next;
      },
      enumerable: true,
      configurable: true,
    });
  }

  /** Called by layers at the end of their constructor: from then on, their parameters and modules keep their kind. */
  protected keepKinds(): void {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(this)))
      if (value instanceof Parameter || value instanceof Module) this.#define(name, value);
  }

  /** The modules that this one is made of, with their names; a module that occurs twice is listed once. */
  namedChildren(): [string, Module][];
  namedChildren(...given: unknown[]): [string, Module][] {
    signed.namedChildren.read(given);
    const seen = new Set<unknown>();
    const found: [string, Module][] = [];
    for (const [name, value] of this.entries()) {
      if (!(value instanceof Module) || seen.has(value)) continue;
      seen.add(value);
      found.push([name, value as Module]);
    }
    return found;
  }

  children(): Module[];
  children(...given: unknown[]): Module[] {
    signed.children.read(given);
    return this.namedChildren().map(([, child]) => child);
  }

  /** This module and all below it with their dotted names, parents first; a module that occurs twice is listed once. */
  namedModules(memo?: Set<unknown> | null, prefix?: string, removeDuplicate?: boolean): [string, Module][];
  namedModules(options: { memo?: Set<unknown> | null; prefix?: string; removeDuplicate?: boolean }): [string, Module][];
  namedModules(...given: unknown[]): [string, Module][] {
    const { memo, prefix, removeDuplicate } = signed.namedModules.read(given);
    return this.#tree(prefix, removeDuplicate ? (memo ?? new Set()) : null);
  }

  #tree(prefix: string, seen: Set<unknown> | null): [string, Module][] {
    if (seen?.has(this)) return [];
    seen?.add(this);
    this.keepKinds();
    const found: [string, Module][] = [[prefix, this as unknown as Module]];
    for (const [name, child] of this.#allChildren()) found.push(...child.#tree(join(prefix, name), seen));
    return found;
  }

  modules(): Module[];
  modules(...given: unknown[]): Module[] {
    signed.modules.read(given);
    return this.namedModules().map(([, module]) => module);
  }

  #allChildren(): [string, Module<unknown>][] {
    return [...this.entries()].filter((entry): entry is [string, Module<unknown>] => entry[1] instanceof Module);
  }

  namedParameters(prefix?: string, recurse?: boolean, removeDuplicate?: boolean): [string, Parameter][];
  namedParameters(options: NamedOptions): [string, Parameter][];
  namedParameters(...given: unknown[]): [string, Parameter][] {
    return this.#namedTensors(signed.namedParameters.read(given), (module) => module.#ownParameters());
  }

  /** The parameters of this module, then those of its children; a parameter that occurs twice is listed once. */
  parameters(recurse?: boolean): Parameter[];
  parameters(options: { recurse?: boolean }): Parameter[];
  parameters(...given: unknown[]): Parameter[] {
    const { recurse } = signed.parameters.read(given);
    return this.namedParameters({ recurse }).map(([, parameter]) => parameter);
  }

  namedBuffers(prefix?: string, recurse?: boolean, removeDuplicate?: boolean): [string, Tensor][];
  namedBuffers(options: NamedOptions): [string, Tensor][];
  namedBuffers(...given: unknown[]): [string, Tensor][] {
    return this.#namedTensors(signed.namedBuffers.read(given), (module) => module.#ownBuffers());
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

  #namedTensors<T>(
    { prefix, recurse, removeDuplicate }: Required<NamedOptions>,
    own: (module: Module<unknown>) => [string, T][],
  ): [string, T][] {
    const seen = new Set<T>();
    const found: [string, T][] = [];
    const modules = recurse ? this.#tree(prefix, removeDuplicate ? new Set() : null) : [[prefix, this] as const];
    for (const [path, module] of modules) {
      for (const [name, tensor] of own(module)) {
        if (removeDuplicate && seen.has(tensor)) continue;
        seen.add(tensor);
        found.push([join(path, name), tensor]);
      }
    }
    return found;
  }

  /**
   * Every parameter and persistent buffer by its dotted name, detached but sharing storage with the module (with
   * `keepVars` the tensors themselves). Buffers have PyTorch's names (`running_mean`), so that files from either
   * library load in the other.
   */
  stateDict(options?: { prefix?: string; keepVars?: boolean }): StateDict;
  stateDict(...given: unknown[]): StateDict {
    const { prefix, keepVars } = signed.stateDict.read(given);
    const state = emptyStateDict();
    this.#addState(state, prefix, keepVars);
    return state;
  }

  #addState(state: StateDict, prefix: string, keepVars: boolean): void {
    for (const [name, tensor] of this.ownState()) state[prefix + name] = keepVars ? tensor : tensor.detach();
    for (const [name, child] of this.#allChildren()) child.#addState(state, `${prefix}${name}.`, keepVars);
  }

  /** This module's own parameters and persistent buffers, without its children's; buffers have PyTorch's names. */
  protected ownState(): [string, Tensor][] {
    const buffers = this.#ownBuffers().filter(([name]) => this.#buffers.get(name)?.persistent);
    return [...this.#ownParameters(), ...buffers.map(([name, tensor]): [string, Tensor] => [snakeCase(name), tensor])];
  }

  /**
   * For copies: a module of the same class with `copied` parts. The constructor does not run again, so no new values
   * are drawn; private fields (`#name`) of your own classes are not copied.
   */
  copyWith(copied: (part: unknown) => unknown, keep: (copy: this) => this): this {
    const copy = keep(this.blank(copied));
    copy.training = this.training;
    for (const [name, options] of this.#buffers) copy.#buffers.set(name, options);
    for (const [from, to] of [
      [this.#preHooks, copy.#preHooks],
      [this.#hooks, copy.#hooks],
      [this.#backwardHooks, copy.#backwardHooks],
    ] as [Hooks<unknown>, Hooks<unknown>][])
      from.copyTo(to);
    for (const [name, value] of Object.entries(this)) {
      const part = copied(value);
      if (part instanceof Tensor || part instanceof Module) copy.#define(name, part);
      else (copy as Record<string, unknown>)[name] = part;
    }
    return copy;
  }

  /** For copies: a module of this class without properties; containers pass it copies of their members. */
  protected blank(_copied: (part: unknown) => unknown): this {
    return Reflect.construct(Module, [], this.constructor) as this;
  }

  /**
   * Copies the values of `state` into the parameters and buffers; with `strict` the names must match exactly. With
   * `assign` the tensors of `state` become the module's own, with their dtype: make the optimiser after that.
   */
  loadStateDict(stateDict: Readonly<Record<string, Tensor>>, strict?: boolean, assign?: boolean): LoadResult;
  loadStateDict(
    stateDict: Readonly<Record<string, Tensor>>,
    strict: boolean,
    options: { assign?: boolean },
  ): LoadResult;
  loadStateDict(
    stateDict: Readonly<Record<string, Tensor>>,
    options: { strict?: boolean; assign?: boolean },
  ): LoadResult;
  loadStateDict(...given: unknown[]): LoadResult {
    const { stateDict, strict, assign } = signed.loadStateDict.read(given);
    return loadStateDict(this, stateDict, strict, assign ? (name, tensor) => this.#assign(name, tensor) : null);
  }

  /** Puts a tensor in the place of a parameter or buffer; a parameter goes on being one, and being trained or not. */
  #assign(target: string, tensor: Tensor): void {
    const path = target.split(".");
    const last = path.pop()!;
    const module = this.#below(path.join("."));
    const members = new Map(module.entries());
    const name = [...members.keys()].find((each) => each === last || snakeCase(each) === last)!;
    const old = members.get(name);
    const isParameter = old instanceof Parameter && !(tensor instanceof Parameter);
    module.setEntry(name, isParameter ? new Parameter(tensor.detach(), old.requiresGrad) : tensor);
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

  /** Calls `fn` on every module below this one, then on this one. */
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
   * Converts every floating point parameter and buffer to `dtype`; the parameters stay the same objects. The only
   * device is "cpu".
   *
   * @throws TypeError for another device, or a dtype that parameters cannot have.
   */
  to(dtype: DType, options?: ModuleToOptions): this;
  to(device: Device | string | null, dtype?: DType | null, options?: ModuleToOptions): this;
  to(device: Device | string, options?: ModuleToOptions): this;
  to(other: Tensor, options?: ModuleToOptions): this;
  to(options: ModuleToOptions): this;
  to(...given: unknown[]): this {
    convert(this, given);
    return this;
  }

  float(): this;
  float(...given: unknown[]): this {
    signed.float.read(given);
    return this.to(float32);
  }

  double(): this;
  double(...given: unknown[]): this {
    signed.double.read(given);
    return this.to(float64);
  }

  half(): this;
  half(...given: unknown[]): this {
    signed.half.read(given);
    return this.to(float16);
  }

  bfloat16(): this;
  bfloat16(...given: unknown[]): this {
    signed.bfloat16.read(given);
    return this.to(bfloat16);
  }

  /** Returns this module: everything is on the CPU already. */
  cpu(): this;
  cpu(...given: unknown[]): this {
    signed.cpu.read(given);
    return this;
  }

  /** @throws Error: there is no CUDA here. */
  cuda(_device?: Device | string | number | null): never {
    throw noCuda();
  }

  /** Converts all parameters and buffers, whatever their dtype. */
  type(dstType: DType): this;
  type(...given: unknown[]): this {
    cast(this, signed.type.read(given).dstType, () => true);
    return this;
  }

  /** The parameter with a dotted name: `net.getParameter("0.weight")`. */
  getParameter(target: string): Parameter;
  getParameter(...given: unknown[]): Parameter {
    const { target } = signed.getParameter.read(given);
    const found = this.#member(target);
    if (!(found instanceof Parameter)) throw new TypeError(`\`${target.split(".").at(-1)}\` is not an nn.Parameter`);
    return found;
  }

  /** The buffer with a dotted name. */
  getBuffer(target: string): Tensor;
  getBuffer(...given: unknown[]): Tensor {
    const { target } = signed.getBuffer.read(given);
    const found = this.#member(target);
    if (!(found instanceof Tensor) || found instanceof Parameter)
      throw new TypeError(`\`${target.split(".").at(-1)}\` is not a buffer`);
    return found;
  }

  #member(target: string): unknown {
    const path = target.split(".");
    const name = path.pop()!;
    const module = this.#below(path.join("."));
    const members = new Map(module.entries());
    if (!members.has(name)) throw new Error(`${module.constructor.name} has no attribute \`${name}\``);
    return members.get(name);
  }

  /** The module with a dotted name: `net.getSubmodule("features.0")`. */
  getSubmodule(target: string): Module<unknown>;
  getSubmodule(...given: unknown[]): Module<unknown> {
    return this.#below(signed.getSubmodule.read(given).target);
  }

  /**
   * Puts `module` at a dotted name: `net.setSubmodule("features.0", new nn.Identity())`.
   *
   * @param strict whether a module of that name must exist already
   */
  setSubmodule(target: string, module: Module<unknown>, strict?: boolean): void;
  setSubmodule(target: string, module: Module<unknown>, options: { strict?: boolean }): void;
  setSubmodule(...given: unknown[]): void {
    const { target, module, strict } = signed.setSubmodule.read(given);
    if (target === "") throw new RangeError("Cannot set the submodule without a target name!");
    const at = target.lastIndexOf(".");
    const [parent, name] = [this.#below(target.slice(0, Math.max(at, 0))), target.slice(at + 1)];
    const member = new Map(parent.entries()).get(name);
    if (strict && member === undefined) throw new Error(`${parent.constructor.name} has no attribute \`${name}\``);
    if (member !== undefined && !(member instanceof Module)) throw new Error(`\`${name}\` is not an nn.Module`);
    parent.setEntry(name, module);
  }

  #below(path: string): Module<unknown> {
    if (path === "") return this;
    const [name, ...rest] = path.split(".") as [string, ...string[]];
    const child = new Map(this.entries()).get(name);
    if (!(child instanceof Module)) throw new Error(`${this.constructor.name} has no attribute \`${name}\``);
    return child.#below(rest.join("."));
  }

  /** The text between the parentheses on the module's own line of its repr. */
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

refuseJson(
  Module.prototype,
  (self) =>
    `a ${(self as Module).constructor.name} is no JSON: write torch.save(model.stateDict(), "model.pt") to keep its parameters`,
);
