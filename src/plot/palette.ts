/**
 * Colours of traces that can be told apart with any kind of colour vision.
 * @see https://jfly.uni-koeln.de/color/ (Okabe and Ito)
 */
export const palette = ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#8a8a8a"] as const;
