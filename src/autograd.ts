/** `torch.autograd`: gradients without `backward`. */
export { enableGrad, grad, noGrad, setGradEnabled } from "./tensor/index.ts";
