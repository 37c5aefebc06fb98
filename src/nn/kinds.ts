/** Kinds of arguments: all those of `tensor/kinds.ts`, plus modules and what belongs to them. */
import { type Kind, kind } from "../tensor/kinds.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

export * from "../tensor/kinds.ts";

export const module: Kind<Module<unknown>> = kind("Module", (value) => value instanceof Module, {
  explain(value) {
    if (typeof value !== "function" || value instanceof Module) return undefined;
    if (value.prototype instanceof Module) return "write new in front of it";
    return "functions have layers beside them, as F.relu has new nn.ReLU()";
  },
});
export const parameter: Kind<Parameter> = kind("Parameter", (value) => value instanceof Parameter);
