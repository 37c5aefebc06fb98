/** The processes that a process has started, and those that they have started. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** Signals all of them; those that have gone meanwhile are no matter. Does nothing on Windows, which has no such signals. */
export function signalDescendants(pid: number, signal: NodeJS.Signals): void {
  if (process.platform === "win32") return;
  for (const descendant of descendants(pid)) {
    try {
      process.kill(descendant, signal);
    } catch {
      // Gone.
    }
  }
}

function descendants(pid: number): number[] {
  const childrenOf = process.platform === "linux" ? linuxChildren : listedChildren();
  const found = childrenOf(pid);
  for (const child of found) found.push(...childrenOf(child));
  return found;
}

/** https://man7.org/linux/man-pages/man5/proc_tid_children.5.html */
function linuxChildren(pid: number): number[] {
  const threads = `/proc/${pid}/task`;
  try {
    return readdirSync(threads).flatMap((thread) =>
      readFileSync(`${threads}/${thread}/children`, "utf8").split(" ").filter(Boolean).map(Number),
    );
  } catch {
    // It has ended while it was looked at.
    return [];
  }
}

function listedChildren(): (pid: number) => number[] {
  const pairs = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  return (pid) => pairs.filter(([, parent]) => parent === pid).map(([child]) => child!);
}
