export { type Activation, type Activations, activations } from "./activations.ts";
export { type DotProduct, type DotProductOptions, dotProduct } from "./dot-product.ts";
export { type OcclusionOptions, occlusion } from "./occlusion.ts";
export { type OutputShape, outputShape } from "./output-shape.ts";
export { type FieldOfLayer, type ReceptiveField, receptiveField } from "./receptive-field.ts";
export { type SaliencyOptions, saliency } from "./saliency.ts";
export { type ParameterShape, type Shapes, shapes } from "./shapes.ts";
export { type LayerSummary, type Summary, summary } from "./summary.ts";
export { type TopPictures, type TopPicturesOptions, topPictures } from "./top-pictures.ts";
