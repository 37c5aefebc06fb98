/** One check for every differentiable operation of nn. */

import type { GradientCheck } from "../../support/gradient-check.ts";

export const gradientChecks: Readonly<Record<string, GradientCheck>> = {};
