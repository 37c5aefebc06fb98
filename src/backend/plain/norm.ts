/** Batch and layer normalisation: `(x - mean) * rstd * weight + bias`. Statistics are accumulated in double. */
import { numel } from "../../shape/index.ts";
import type { BatchNormStatistics, Dense } from "../backend.ts";
import { Storage } from "../storage.ts";
import { allocateNumbers, numbers } from "./arrays.ts";
import type { NumberArray } from "./arrays.ts";

type Optional = Dense | undefined;

/** The sizes of x [B, C, ...] viewed as [B, C, inner]. */
function channelsOf(x: Dense): { batch: number; channels: number; inner: number } {
  return { batch: x.shape[0]!, channels: x.shape[1]!, inner: numel(x.shape.slice(2)) };
}

export function batchNorm(
  x: Dense,
  weight: Optional,
  bias: Optional,
  mean: Dense,
  variance: Dense,
  eps: number,
): Storage {
  const { batch, channels, inner } = channelsOf(x);
  const [source, means, variances] = [numbers(x), numbers(mean), numbers(variance)];
  const [weights, biases] = [weight && numbers(weight), bias && numbers(bias)];
  const target = allocateNumbers(x.storage.dtype, source.length);
  for (let c = 0; c < channels; c++) {
    const scale = (weights?.[c] ?? 1) / Math.sqrt(variances[c]! + eps);
    const shift = (biases?.[c] ?? 0) - means[c]! * scale;
    for (let b = 0; b < batch; b++)
      for (let i = (b * channels + c) * inner, k = 0; k < inner; k++, i++) target[i] = source[i]! * scale + shift;
  }
  return Storage.fromHost(x.storage.dtype, target);
}

export function batchNormTraining(
  x: Dense,
  weight: Optional,
  bias: Optional,
  eps: number,
): { output: Storage } & BatchNormStatistics {
  const { batch, channels, inner } = channelsOf(x);
  const { dtype } = x.storage;
  const source = numbers(x);
  const means = allocateNumbers(dtype, channels);
  const variances = allocateNumbers(dtype, channels);
  const n = batch * inner;
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let b = 0; b < batch; b++)
      for (let i = (b * channels + c) * inner, k = 0; k < inner; k++, i++) sum += source[i]!;
    const mean = sum / n;
    let squares = 0;
    for (let b = 0; b < batch; b++)
      for (let i = (b * channels + c) * inner, k = 0; k < inner; k++, i++) squares += (source[i]! - mean) ** 2;
    means[c] = mean;
    variances[c] = squares / n;
  }
  const [mean, variance] = [Storage.fromHost(dtype, means), Storage.fromHost(dtype, variances)];
  const shape = [channels];
  const output = batchNorm(x, weight, bias, { storage: mean, shape }, { storage: variance, shape }, eps);
  return { output, mean, variance };
}

/** `gx = weight * rstd * (gy - mean(gy) - xhat * mean(gy * xhat))`, `gw = sum(gy * xhat)`, `gb = sum(gy)` */
export function batchNormGrad(
  gy: Dense,
  x: Dense,
  weight: Optional,
  statistics: BatchNormStatistics,
  eps: number,
): { x: Storage; weight: Storage; bias: Storage } {
  const { batch, channels, inner } = channelsOf(x);
  const { dtype } = x.storage;
  const [source, g] = [numbers(x), numbers(gy)];
  const [means, variances] = [numbers(statistics.mean), numbers(statistics.variance)];
  const weights = weight && numbers(weight);
  const gx = allocateNumbers(dtype, source.length);
  const gw = allocateNumbers(dtype, channels);
  const gb = allocateNumbers(dtype, channels);
  const n = batch * inner;
  for (let c = 0; c < channels; c++) {
    const rstd = 1 / Math.sqrt(variances[c]! + eps);
    const mean = means[c]!;
    let sum = 0;
    let dot = 0;
    for (let b = 0; b < batch; b++)
      for (let i = (b * channels + c) * inner, k = 0; k < inner; k++, i++) {
        sum += g[i]!;
        dot += g[i]! * (source[i]! - mean);
      }
    gw[c] = dot * rstd;
    gb[c] = sum;
    const scale = (weights?.[c] ?? 1) * rstd;
    const [level, slope] = [sum / n, (dot * rstd * rstd) / n];
    for (let b = 0; b < batch; b++)
      for (let i = (b * channels + c) * inner, k = 0; k < inner; k++, i++)
        gx[i] = scale * (g[i]! - level - (source[i]! - mean) * slope);
  }
  return { x: Storage.fromHost(dtype, gx), weight: Storage.fromHost(dtype, gw), bias: Storage.fromHost(dtype, gb) };
}

export function layerNorm(
  x: Dense,
  weight: Optional,
  bias: Optional,
  eps: number,
): { output: Storage; mean: Storage; rstd: Storage } {
  const [rows, n] = [x.shape[0]!, x.shape[1]!];
  const { dtype } = x.storage;
  const source = numbers(x);
  const [weights, biases] = [weight && numbers(weight), bias && numbers(bias)];
  const target = allocateNumbers(dtype, source.length);
  const means = allocateNumbers(dtype, rows);
  const rstds = allocateNumbers(dtype, rows);
  for (let r = 0; r < rows; r++) {
    const from = r * n;
    const { mean, rstd } = moments(source, from, n, eps);
    means[r] = mean;
    rstds[r] = rstd;
    for (let k = 0; k < n; k++)
      target[from + k] = (source[from + k]! - mean) * rstd * (weights?.[k] ?? 1) + (biases?.[k] ?? 0);
  }
  return {
    output: Storage.fromHost(dtype, target),
    mean: Storage.fromHost(dtype, means),
    rstd: Storage.fromHost(dtype, rstds),
  };
}

function moments(x: NumberArray, from: number, n: number, eps: number): { mean: number; rstd: number } {
  let sum = 0;
  for (let i = from; i < from + n; i++) sum += x[i]!;
  const mean = sum / n;
  let squares = 0;
  for (let i = from; i < from + n; i++) squares += (x[i]! - mean) ** 2;
  return { mean, rstd: 1 / Math.sqrt(squares / n + eps) };
}

export function layerNormGrad(
  gy: Dense,
  x: Dense,
  weight: Optional,
  mean: Storage,
  rstd: Storage,
): { x: Storage; weight: Storage; bias: Storage } {
  const [rows, n] = [x.shape[0]!, x.shape[1]!];
  const { dtype } = x.storage;
  const [source, g, means, rstds] = [numbers(x), numbers(gy), numbers(mean), numbers(rstd)];
  const weights = weight && numbers(weight);
  const gx = allocateNumbers(dtype, source.length);
  const [gw, gb] = [new Float64Array(n), new Float64Array(n)];
  for (let r = 0; r < rows; r++) {
    const from = r * n;
    const [m, s] = [means[r]!, rstds[r]!];
    let sum = 0;
    let dot = 0;
    for (let k = 0; k < n; k++) {
      const value = g[from + k]!;
      const xhat = (source[from + k]! - m) * s;
      gw[k]! += value * xhat;
      gb[k]! += value;
      sum += value * (weights?.[k] ?? 1);
      dot += value * (weights?.[k] ?? 1) * xhat;
    }
    for (let k = 0; k < n; k++) {
      const xhat = (source[from + k]! - m) * s;
      gx[from + k] = s * (g[from + k]! * (weights?.[k] ?? 1) - (sum + xhat * dot) / n);
    }
  }
  const [weightGrad, bias] = [allocateNumbers(dtype, n), allocateNumbers(dtype, n)];
  weightGrad.set(gw);
  bias.set(gb);
  return {
    x: Storage.fromHost(dtype, gx),
    weight: Storage.fromHost(dtype, weightGrad),
    bias: Storage.fromHost(dtype, bias),
  };
}
