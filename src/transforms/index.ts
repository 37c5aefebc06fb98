export { Compose } from "./compose.ts";
export { CenterCrop, RandomCrop, RandomHorizontalFlip, RandomVerticalFlip } from "./geometry.ts";
export { Lambda, Normalize, ToTensor } from "./tensors.ts";
export { Transform } from "./transform.ts";
