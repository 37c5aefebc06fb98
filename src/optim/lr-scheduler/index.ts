/**
 * Learning rate schedules: `step()` once an epoch (or batch) sets every group's `lr`.
 * See https://docs.pytorch.org/docs/2.13/optim.html#how-to-adjust-learning-rate.
 */
export { LRScheduler } from "./base.ts";
export * from "./combined.ts";
export * from "./cosine.ts";
export * from "./cycles.ts";
export * from "./lambda.ts";
export * from "./plateau.ts";
export * from "./simple.ts";
