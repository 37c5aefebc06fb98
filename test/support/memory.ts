import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * Megabytes held by a process and its descendants, with shared pages counted proportionally; resident memory where Linux's figures are not
 * available.
 */
export function memoryOfTree(root: number): number {
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid=,rss="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number) as [pid: number, parent: number, kilobytes: number]);
  const tree = new Set([root]);
  for (let size = 0; size !== tree.size;) {
    size = tree.size;
    for (const [pid, parent] of rows) if (tree.has(parent)) tree.add(pid);
  }
  let kilobytes = 0;
  for (const [pid, , resident] of rows) {
    if (!tree.has(pid)) continue;
    kilobytes += shareOf(pid) ?? resident;
  }
  return kilobytes / 1024;
}

/**
 * Kilobytes held by a process with shared pages counted proportionally; undefined if not available, for instance because the process has just
 * ended.
 */
export function shareOf(pid: number): number | undefined {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0);
  } catch {
    return undefined;
  }
}
