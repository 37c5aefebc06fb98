export { type ColorMapName } from "./color-maps.ts";
export { Figure, type FigureParts, figure } from "./figure.ts";
export { image, imageGrid, type ImageGridOptions, type ImageOptions, type Normalization } from "./image.ts";
export { bar, confusionMatrix, heatmap, histogram, line, scatter } from "./makers.ts";
export type { ChartOptions, HeatmapOptions, HistogramOptions, LineOptions, Lines, ScatterOptions } from "./makers.ts";
export { Picture } from "./picture.ts";
export type { Rows, Series } from "./values.ts";
export { featureMaps, type FeatureMapsOptions, weights, type WeightsOptions } from "./weights.ts";
export { live, type LiveFigure } from "./live.ts";
