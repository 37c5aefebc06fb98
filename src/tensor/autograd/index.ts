export { composite, gradientsThrough } from "./composite.ts";
export { Function, FunctionContext } from "./function.ts";
export { grad, type BackwardOptions, type GradOptions, type RemovableHandle } from "./backward.ts";
export type { GradFn, InputGrad } from "./grad-fn.ts";
export { enableGrad, isGradEnabled, noGrad, setGradEnabled, type GradModeGuard } from "./grad-mode.ts";
export { defineGradient, gradientRules, type AnyRule, type Gradient } from "./gradient.ts";
export { tidy, tidyChain } from "./scope.ts";
