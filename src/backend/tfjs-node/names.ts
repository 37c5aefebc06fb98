/** TensorFlow's names for the ops that need no more than a table entry. */
import type { BinaryOp, CompareOp, ReduceOp, UnaryOp } from "../backend.ts";

export const unaryNames: Partial<Readonly<Record<UnaryOp, string>>> = {
  neg: "Neg",
  abs: "Abs",
  floor: "Floor",
  ceil: "Ceil",
  round: "Round",
  reciprocal: "Reciprocal",
  square: "Square",
  sqrt: "Sqrt",
  rsqrt: "Rsqrt",
  exp: "Exp",
  expm1: "Expm1",
  log: "Log",
  log1p: "Log1p",
  sin: "Sin",
  cos: "Cos",
  tan: "Tan",
  asin: "Asin",
  acos: "Acos",
  atan: "Atan",
  sinh: "Sinh",
  cosh: "Cosh",
  asinh: "Asinh",
  acosh: "Acosh",
  atanh: "Atanh",
  softplus: "Softplus",
  tanh: "Tanh",
  erf: "Erf",
  sigmoid: "Sigmoid",
  relu: "Relu",
};

export const binaryNames: Partial<Readonly<Record<BinaryOp, string>>> = {
  add: "AddV2",
  sub: "Sub",
  mul: "Mul",
  div: "RealDiv",
  pow: "Pow",
  maximum: "Maximum",
  minimum: "Minimum",
  atan2: "Atan2",
  tanhGrad: "TanhGrad",
  sigmoidGrad: "SigmoidGrad",
  reluGrad: "ReluGrad",
};

export const compareNames: Readonly<Record<CompareOp, string>> = {
  eq: "Equal",
  ne: "NotEqual",
  lt: "Less",
  le: "LessEqual",
  gt: "Greater",
  ge: "GreaterEqual",
};

export const reduceNames: Partial<Readonly<Record<ReduceOp, string>>> = {
  sum: "Sum",
  mean: "Mean",
  max: "Max",
  min: "Min",
};
