/** How much a submission may use. Anything beyond is cut off, is mentioned in the feedback, and costs only that cell. */
export interface Limits {
  /** A cell, in milliseconds. */
  readonly cellMs: number;
  /** The whole submission. */
  readonly totalMs: number;
  /** The memory of the runner and of all that it starts, in megabytes. */
  readonly memoryMb: number;
  /** What a cell may print, in bytes. */
  readonly outputBytes: number;
  /** The largest file that may be written, in megabytes. On systems without such a limit (Windows) there is none. */
  readonly fileMb: number;
  /** Processes at one time. */
  readonly processes: number;
}

export const defaultLimits: Limits = {
  cellMs: 30_000,
  totalMs: 300_000,
  memoryMb: 1024,
  outputBytes: 1_000_000,
  fileMb: 200,
  processes: 64,
};

const UNITS = { ms: 1, s: 1000, m: 60_000, "": 1000 } as const;

/** `30s`, `5m`, `500ms`; a bare number is seconds. Undefined for anything else. */
export function durationMs(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|)$/.exec(text.trim());
  if (match === null) return undefined;
  const ms = Number(match[1]) * UNITS[match[2] as keyof typeof UNITS];
  return ms > 0 ? ms : undefined;
}
