/** torch's functions about dtypes: which dtype two have in common, and what may be written into what. */
import * as shape from "../shape/index.ts";
import { required, signature, type DType, type Scalar } from "../shape/index.ts";
import * as is from "./kinds.ts";
import type { Tensor } from "./tensor.ts";

const signed = {
  promoteTypes: signature("torch.promoteTypes", { type1: required(is.dtype), type2: required(is.dtype) }),
  resultType: signature("torch.resultType", {
    tensor1: required(is.tensorOrNumber, "tensor", "scalar"),
    tensor2: required(is.tensorOrNumber, "other", "scalar2"),
  }),
  canCast: signature("torch.canCast", { from: required(is.dtype), to: required(is.dtype) }),
};

/** The smallest dtype that can hold both. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.promote_types.html */
export function promoteTypes(type1: DType, type2: DType): DType;
export function promoteTypes(...given: unknown[]): DType {
  const { type1, type2 } = signed.promoteTypes.read(given);
  return shape.promoteTypes(type1, type2);
}

/** The dtype of the result of an operation on both. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.result_type.html */
export function resultType(tensor1: Tensor | Scalar, tensor2: Tensor | Scalar): DType;
export function resultType(...given: unknown[]): DType {
  const { tensor1, tensor2 } = signed.resultType.read(given);
  return shape.resultType(tensor1, tensor2);
}

/** Whether a result of type `from` may be written into a tensor of type `to`. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.can_cast.html */
export function canCast(from: DType, to: DType): boolean;
export function canCast(...given: unknown[]): boolean {
  const { from, to } = signed.canCast.read(given);
  return shape.canCast(from, to);
}
