export { Generator, defaultGenerator } from "./generator.ts";
export { uniform } from "./uniform.ts";
export { nextNormal, normal, normalSerial } from "./normal.ts";
export { randint, random, randomBool, randperm } from "./integers.ts";
export type { Numbers } from "./words.ts";
export { bernoulli, bernoulliEach } from "./bernoulli.ts";
export { cauchy, exponential, geometric, logNormal } from "./transformed.ts";
export { multinomial, type MultinomialOptions } from "./multinomial.ts";
