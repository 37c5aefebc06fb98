import { python, pythonFloat, type Shown } from "../nn/repr.ts";
import { nearest, optional, required, shown, signature, Signature, signatures, warn } from "../shape/index.ts";
import { noGrad, Tensor } from "../tensor/index.ts";
import * as is from "../tensor/kinds.ts";
import { enableGrad } from "../tensor/index.ts";

const stepSignature = signature("Optimizer.step", { closure: optional(is.orNull(is.callable<() => unknown>()), null) });

/** Those that have taken a step: a schedule should not be ahead of its optimiser. */
export const stepped = new WeakSet<object>();

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Tensor);
const aGroup = is.kind(
  "object { params, ... }",
  (value): value is { params: Trained | Tensor } => isObject(value) && "params" in value,
  { isObject: true },
);
const aState = is.kind(
  "state dict of an optimiser, { state, paramGroups }",
  (value): value is OptimizerState =>
    isObject(value) && isObject(value["state"]) && Array.isArray(value["paramGroups"]),
  { isObject: true },
);
const addParamGroupSignature = signature("Optimizer.addParamGroup", { paramGroup: required(aGroup) });
const stateDictSignature = signature("Optimizer.stateDict", {});
const loadStateDictSignature = signature("Optimizer.loadStateDict", { stateDict: required(aState) });
const zeroGradSignature = signature("Optimizer.zeroGrad", { setToNone: optional(is.bool, true) });

/** The settings of a parameter group; a group may override any of an optimiser's. */
export type Settings = { lr: number; initialLr?: number; name?: string };
export type ParamGroup<S extends Settings> = S & { params: Tensor[]; paramNames?: string[] };
/** Tensors, alone or with their names as `namedParameters` gives them. */
export type Trained = Iterable<Tensor> | Iterable<readonly [name: string, parameter: Tensor]>;
/** Tensors, or groups of tensors with their own settings. */
export type Params<S extends Settings> = Trained | Iterable<Partial<S> & { params: Trained | Tensor }>;

/** What an optimiser remembers for one parameter. */
export type ParamState = Record<string, Tensor | number | null | undefined | Tensor[] | number[]>;
export type OptimizerState = {
  state: Record<number, ParamState>;
  paramGroups: (Record<string, unknown> & { params: number[] })[];
};

/**
 * Base of the optimisers: parameter groups, their state, and the outline of a step.
 * See https://docs.pytorch.org/docs/2.13/optim.html.
 *
 * @throws TypeError or RangeError for an empty list, something other than tensors, a non-leaf, or a parameter in two groups.
 */
export abstract class Optimizer<S extends Settings = Settings> {
  readonly paramGroups: ParamGroup<S>[] = [];
  readonly defaults: S;
  readonly state = new Map<Tensor, ParamState>();

  constructor(params: Params<S>, defaults: S) {
    this.defaults = defaults;
    if (params instanceof Tensor) {
      throw new TypeError(
        "params argument given to the optimizer should be an iterable of Tensors or dicts, but got a Tensor",
      );
    }
    const given: unknown[] = [...params];
    if (given.length === 0) throw new RangeError("optimizer got an empty parameter list");
    const groups = isGroup(given[0]) ? given : [{ params: given }];
    for (const group of groups) this.addParamGroup(group as Partial<S> & { params: Trained | Tensor });
  }

  /** Adds parameters with their own settings, for example when another part of a network is trained from now on. */
  addParamGroup(paramGroup: Partial<S> & { params: Trained | Tensor }): void;
  addParamGroup(...given: unknown[]): void {
    this.#add(addParamGroupSignature.read(given).paramGroup as Partial<S> & { params: Trained | Tensor });
  }

  #add(group: Partial<S> & { params: Trained | Tensor }): void {
    checkSettings(this.constructor.name, group, this.defaults);
    const items: readonly unknown[] = group.params instanceof Tensor ? [group.params] : [...group.params];
    const names = items.map((item) => (isNamed(item) ? item[0] : null)).filter((name) => name !== null);
    if (names.length > 0 && names.length < items.length)
      throw new TypeError("all optimizer params should be with/without names. Some param names are missing");
    const params = items.map((item) => (isNamed(item) ? item[1] : item));
    const taken = new Set(this.paramGroups.flatMap(({ params }) => params));
    for (const param of params) {
      if (!(param instanceof Tensor)) {
        throw new TypeError(`optimizer can only optimize Tensors, but one of the params is ${shown(param)}`);
      }
      if (!param.isLeaf) throw new RangeError("can't optimize a non-leaf Tensor");
      if (taken.has(param)) throw new RangeError("some parameters appear in more than one parameter group");
    }
    const named = names.length > 0 ? { paramNames: names } : {};
    if (new Set(params).size < params.length)
      warn(
        "optimizer contains a parameter group with duplicate parameters, and each step changes them as often as they are there",
      );
    const complete = { ...this.defaults, ...group, ...named, params: params as Tensor[] };
    this.check(complete);
    this.paramGroups.push(complete);
  }

  /** @throws RangeError in torch's words for a setting out of range. */
  protected abstract check(settings: S): void;

  /** Changes one parameter according to its gradient. */
  protected abstract update(param: Tensor, grad: Tensor, group: ParamGroup<S>): void;

  /** Updates every parameter that has a gradient. A closure computes the loss again; `step` returns its result. */
  step(): undefined;
  step<T>(closure: () => T): T;
  step(...given: unknown[]): unknown {
    const { closure } = stepSignature.read(given);
    stepped.add(this);
    const loss = closure === null ? undefined : enableGrad(closure);
    noGrad(() => {
      for (const group of this.paramGroups) {
        for (const param of group.params) {
          const grad = param.peekGrad();
          if (grad !== null) this.update(param, grad, group);
        }
      }
    });
    return loss;
  }

  /** Removes the gradients, or fills them with zeros if `setToNone` is false. */
  zeroGrad(setToNone?: boolean): void;
  zeroGrad(options: { setToNone?: boolean }): void;
  zeroGrad(...given: unknown[]): void {
    const { setToNone } = zeroGradSignature.read(given);
    for (const { params } of this.paramGroups) {
      for (const param of params) {
        if (setToNone) param.dropGrad();
        else noGrad(() => param.peekGrad()?.zero_());
      }
    }
  }

  /** The state of `param`, created by `initial` on first use. */
  protected stateOf<T extends ParamState>(param: Tensor, initial: () => T): T {
    let state = this.state.get(param);
    if (state === undefined) this.state.set(param, (state = initial()));
    return state as T;
  }

  /** Settings and state, with parameters replaced by their positions, as in torch's `state_dict`. */
  stateDict(): OptimizerState;
  stateDict(...given: unknown[]): OptimizerState {
    stateDictSignature.read(given);
    const all = this.paramGroups.flatMap(({ params }) => params);
    const state: Record<number, ParamState> = {};
    all.forEach((param, index) => {
      const own = this.state.get(param);
      if (own !== undefined) state[index] = { ...own };
    });
    const paramGroups = this.paramGroups.map((group) => ({
      ...group,
      params: group.params.map((p) => all.indexOf(p)),
    }));
    return { state, paramGroups };
  }

  /** Restores what `stateDict` returned; the tensors are copied. */
  loadStateDict(stateDict: OptimizerState): void;
  loadStateDict(...given: unknown[]): void {
    const saved = loadStateDictSignature.read(given).stateDict;
    if (saved.paramGroups.length !== this.paramGroups.length) {
      throw new RangeError("loaded state dict has a different number of parameter groups");
    }
    if (saved.paramGroups.some(({ params }, i) => params.length !== this.paramGroups[i]!.params.length)) {
      throw new RangeError(
        "loaded state dict contains a parameter group that doesn't match the size of optimizer's group",
      );
    }
    const all = this.paramGroups.flatMap(({ params }) => params);
    this.state.clear();
    for (const [index, state] of Object.entries(saved.state)) {
      const copies = Object.entries(state).map(([name, value]) => [name, copied(value)]);
      this.state.set(all[Number(index)]!, Object.fromEntries(copies) as ParamState);
    }
    saved.paramGroups.forEach((group, i) => {
      const { params } = this.paramGroups[i]!;
      Object.assign(this.paramGroups[i]!, group, { params });
    });
  }

  /** As torch prints it: names and values in Python's spelling. */
  toString(): string {
    const ways = waysOf(this);
    const groups = this.paramGroups.map((group, index) => {
      const settings = Object.entries({ ...ways, ...group })
        .filter(([name]) => name !== "params")
        .map(([name, value]) => [inPython(name), value] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1));
      return `Parameter Group ${index}\n${settings.map(([name, value]) => `    ${name}: ${show(value)}\n`).join("")}`;
    });
    return `${this.constructor.name} (\n${groups.join("\n")})`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** What a group may have besides the settings: its name, and what schedules store there. */
const besides = ["params", "paramNames", "name", "initialLr", "maxLr", "minLr", "maxMomentum", "baseMomentum"];

/**
 * @throws TypeError for a group setting that the optimiser does not have, or that is of another kind than its default.
 */
function checkSettings(optimizer: string, group: object, defaults: object): void {
  const known = Object.entries(defaults) as [string, unknown][];
  for (const [name, value] of Object.entries(group) as [string, unknown][]) {
    if (besides.includes(name)) continue;
    const setting = known.find(([each]) => each === name);
    if (setting === undefined) {
      const names = known.map(([each]) => each);
      const meant = nearest(name, names);
      const hint = meant === undefined ? `: it has ${names.join(", ")}` : `; did you mean '${meant}'?`;
      throw new TypeError(`${optimizer}() got an unexpected setting '${name}' in a parameter group${hint}`);
    }
    const [, usual] = setting;
    if (usual === null || usual === undefined || kindOf(value) === kindOf(usual)) continue;
    throw new TypeError(
      `${optimizer}(): setting '${name}' of a parameter group must be ${kindOf(usual)}, not ${shown(value)}`,
    );
  }
}

const kindOf = (value: unknown): string =>
  Array.isArray(value) ? `array of ${value.length} ${typeof value[0]}s` : typeof value;

function isGroup(value: unknown): boolean {
  return typeof value === "object" && value !== null && !(value instanceof Tensor) && "params" in value;
}

/** A pair as `namedParameters` gives it. */
function isNamed(item: unknown): item is readonly [string, Tensor] {
  return Array.isArray(item) && item.length === 2 && typeof item[0] === "string";
}

/** The optimiser's arguments that are not group settings here: how a step is carried out. */
function waysOf(optimizer: object): Record<string, unknown> {
  for (let at = optimizer.constructor; typeof at === "function"; at = Object.getPrototypeOf(at) as typeof at) {
    const stated = signatures.get(`optim.${at.name}`);
    if (!(stated instanceof Signature)) continue;
    return Object.fromEntries(Object.entries(stated.arguments).map(([name, argument]) => [name, argument.default]));
  }
  return {};
}

const inPython = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function show(value: unknown): string {
  if (Array.isArray(value) && value.some((each) => typeof each === "string")) return `[${value.map(show).join(", ")}]`;
  if (Array.isArray(value)) return `(${value.map(show).join(", ")})`;
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : pythonFloat(value);
  return python(value as Shown);
}

/** @throws RangeError in torch's words if `value` is negative or not a number. */
export function checkNotNegative(what: string, value: number): void {
  if (!(value >= 0)) throw new RangeError(`Invalid ${what}: ${value}`);
}

/** A copy of a value in a state. */
function copied(value: ParamState[string]): ParamState[string] {
  if (value instanceof Tensor) return value.detach().clone();
  return Array.isArray(value) ? (value.map(copied as (each: Tensor | number) => Tensor | number) as Tensor[]) : value;
}
