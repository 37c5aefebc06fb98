export { type DotProduct, type DotProductOptions, dotProduct } from "./dot-product.ts";
export { type ParameterShape, type Shapes, shapes } from "./shapes.ts";
