/** `torch.autograd`: gradients without `backward`. */
export { enableGrad, Function, FunctionContext, grad, noGrad, setGradEnabled } from "./tensor/index.ts";
