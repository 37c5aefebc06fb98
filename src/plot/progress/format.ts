/** A bar's state as text in tqdm's form, and as html. */
import { escape } from "../svg.ts";

export interface BarState {
  readonly desc: string;
  readonly done: number;
  readonly total: number | undefined;
  readonly elapsed: number;
  /** Steps per second. */
  readonly rate: number | undefined;
  readonly postfix: string;
  readonly outcome: "running" | "finished" | "aborted";
}

/** `4:05`, or `1:02:03` from one hour on, as tqdm writes times. */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number): string => String(n).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${two(minutes)}:${two(rest)}`;
}

/** The text after the bar: `3/10 [00:01<00:02, 3.00it/s, loss=0.5]`. */
export function counts({ done, total, elapsed, rate, postfix }: BarState): string {
  const speed = rate === undefined ? "?it/s" : rate >= 1 ? `${rate.toFixed(2)}it/s` : `${(1 / rate).toFixed(2)}s/it`;
  const left = total === undefined ? "" : `<${rate === undefined ? "?" : clock(Math.max(0, (total - done) / rate))}`;
  const number = total === undefined ? `${done}it` : `${done}/${total}`;
  return `${number} [${clock(elapsed)}${left}, ${speed}${postfix === "" ? "" : `, ${postfix}`}]`;
}

const eighths = " ▏▎▍▌▋▊▉";

/** @param width the total number of characters */
export function barText(state: BarState, width: number): string {
  const { desc, done, total } = state;
  const head = desc === "" ? "" : `${desc}: `;
  const tail = counts(state);
  if (total === undefined || total === 0) return `${head}${tail}`;
  const share = Math.min(1, done / total);
  const percent = `${head}${String(Math.floor(share * 100)).padStart(3)}%|`;
  const room = Math.max(5, Math.min(20, width - percent.length - tail.length - 3));
  const filled = Math.floor(share * room * 8);
  const partial = filled % 8 > 0 ? eighths[filled % 8]! : "";
  return `${percent}${("█".repeat(filled >> 3) + partial).padEnd(room)}| ${tail}`;
}

const colors = { running: "#0072b2", finished: "#009e73", aborted: "#d55e00" } as const;
const signs = { running: "", finished: " ✓", aborted: " ✗" } as const;

export function barHtml(state: BarState, depth: number): string {
  const { desc, done, total, outcome } = state;
  const isKnown = total !== undefined && total > 0;
  const percent = isKnown ? `${Math.floor(Math.min(1, done / total) * 100)}%` : "";
  // Without a value the bar moves back and forth, which is right only while it runs.
  const value = isKnown ? ` value="${done}" max="${total}"` : outcome === "running" ? "" : ' value="1" max="1"';
  const label = escape(desc === "" ? "progress" : desc);
  return (
    `<div style="display:flex;align-items:center;gap:8px;font-family:monospace;margin-left:${depth * 16}px">` +
    `<span>${escape(desc === "" ? "" : `${desc}:`)} ${percent}</span>` +
    `<progress aria-label="${label}" style="width:220px;accent-color:${colors[outcome]}"${value}></progress>` +
    `<span>${escape(counts(state))}${signs[outcome]}</span></div>`
  );
}

/** `loss=0.123, step=4`: three significant digits, as tqdm writes them. */
export const postfixText = (values: Readonly<Record<string, unknown>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${typeof value === "number" ? digits(value) : String(value)}`)
    .join(", ");

function digits(value: number): string {
  const three = String(Number(value.toPrecision(3)));
  return three.length < String(value).length ? three : String(value);
}
