/** Round numbers along an axis. */

/** Steps of 1, 2 or 5 times a power of ten. */
export function ticksOf(low: number, high: number, wanted: number): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough * 0.999)!;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

export function tickLabel(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e4) {
    const [factor, unit] = size >= 1e9 ? [1e9, "B"] : size >= 1e6 ? [1e6, "M"] : [1e3, "k"];
    return `${minus(Number((value / factor).toPrecision(4)))}${unit}`;
  }
  if (size > 0 && size < 1e-4) return value.toExponential().replaceAll("-", "−");
  return minus(Number(value.toPrecision(6)));
}

const minus = (value: number): string => String(value).replace("-", "−");
