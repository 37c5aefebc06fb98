export {
  ColorJitter,
  GaussianBlur,
  Grayscale,
  RandomAdjustSharpness,
  RandomAutocontrast,
  RandomEqualize,
  RandomGrayscale,
  RandomInvert,
  RandomPosterize,
  RandomSolarize,
} from "./colour.ts";
export { Compose, RandomApply, RandomChoice, RandomOrder } from "./compose.ts";
export * as functional from "./functional.ts";
export {
  CenterCrop,
  FiveCrop,
  Pad,
  RandomCrop,
  RandomHorizontalFlip,
  RandomResizedCrop,
  RandomVerticalFlip,
  Resize,
  TenCrop,
} from "./geometry.ts";
export { InterpolationMode } from "./arguments.ts";
export {
  ConvertImageDtype,
  Lambda,
  LinearTransformation,
  Normalize,
  PILToTensor,
  RandomErasing,
  ToPILImage,
  ToTensor,
} from "./tensors.ts";
export { Transform } from "./transform.ts";
export { RandomAffine, RandomPerspective, RandomRotation } from "./warp.ts";
