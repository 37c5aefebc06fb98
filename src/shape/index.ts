export * from "./broadcast.ts";
export * from "./dims.ts";
export * from "./dtype.ts";
export * from "./promotion.ts";
export * from "./size.ts";
export * from "./strides.ts";
