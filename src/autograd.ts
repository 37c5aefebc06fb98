/** `torch.autograd`: gradients without calling `backward`. */
import * as functionalGradients from "./tensor/autograd-functional.ts";
export { enableGrad, Function, FunctionContext, grad, noGrad, setGradEnabled } from "./tensor/index.ts";

/** Derivatives of functions: `jacobian`, `hessian`, `vjp`, `jvp`. */
export const functional: typeof functionalGradients = functionalGradients;
