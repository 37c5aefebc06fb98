/** The signatures of Module's methods. */
import { keyword, optional, required, signature } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import { Callable } from "./callable.ts";
import { hookArguments } from "./hooks.ts";
import type { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";
import { isStateDict } from "./state-dict.ts";

const prefix = optional(is.string, "");
const recurse = optional(is.bool, true);
const removeDuplicate = optional(is.bool, true);
const named = { prefix, recurse, removeDuplicate };
const name = required(is.string);
const target = required(is.string);
/** Recognised by its methods, because the class itself is built with these signatures. */
export const aModule: is.Kind<Module<unknown>> = is.kind(
  "Module",
  (value): value is Module<unknown> =>
    value instanceof Callable && typeof (value as { namedModules?: unknown }).namedModules === "function",
);

export const signed = {
  registerForwardPreHook: signature("Module.registerForwardPreHook", hookArguments.pre),
  registerForwardHook: signature("Module.registerForwardHook", hookArguments.forward),
  registerFullBackwardHook: signature("Module.registerFullBackwardHook", hookArguments.backward),
  registerBuffer: signature("Module.registerBuffer", {
    name,
    tensor: required(is.orNull(is.tensor)),
    persistent: optional(is.bool, true),
  }),
  registerParameter: signature("Module.registerParameter", {
    name,
    param: required(is.orNull(is.kind("Parameter", (value) => value instanceof Parameter))),
  }),
  addModule: signature("Module.addModule", { name, module: required(is.orNull(aModule)) }),
  namedChildren: signature("Module.namedChildren", {}),
  children: signature("Module.children", {}),
  namedModules: signature("Module.namedModules", {
    memo: optional(is.orNull(is.kind("Set of modules", (value): value is Set<unknown> => value instanceof Set)), null),
    prefix,
    removeDuplicate,
  }),
  modules: signature("Module.modules", {}),
  namedParameters: signature("Module.namedParameters", named),
  parameters: signature("Module.parameters", { recurse }),
  namedBuffers: signature("Module.namedBuffers", named),
  buffers: signature("Module.buffers", { recurse }),
  stateDict: signature("Module.stateDict", { prefix: keyword(is.string, ""), keepVars: keyword(is.bool, false) }),
  loadStateDict: signature("Module.loadStateDict", {
    stateDict: required(is.kind("state dict: tensors by name", isStateDict, { isObject: true })),
    strict: optional(is.bool, true),
    assign: optional(is.bool, false),
  }),
  train: signature("Module.train", { mode: optional(is.bool, true) }),
  eval: signature("Module.eval", {}),
  apply: signature("Module.apply", { fn: required(is.callable<(module: Module<unknown>) => void>()) }),
  requiresGrad_: signature("Module.requiresGrad_", { requiresGrad: optional(is.bool, true) }),
  zeroGrad: signature("Module.zeroGrad", { setToNone: optional(is.bool, true) }),
  float: signature("Module.float", {}),
  half: signature("Module.half", {}),
  bfloat16: signature("Module.bfloat16", {}),
  double: signature("Module.double", {}),
  cpu: signature("Module.cpu", {}),
  type: signature("Module.type", { dstType: required(is.dtype) }),
  getParameter: signature("Module.getParameter", { target }),
  getBuffer: signature("Module.getBuffer", { target }),
  getSubmodule: signature("Module.getSubmodule", { target }),
  setSubmodule: signature("Module.setSubmodule", {
    target,
    module: required(aModule),
    strict: optional(is.bool, false),
  }),
};
