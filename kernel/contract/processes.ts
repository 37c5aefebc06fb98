/**
 * The processes that a runner has started, and those that they have started. Three signs identify them, each of which can be lost:
 * the tree of parents (until one of them ends), the session (until somebody leaves it, as `detached: true` of Node's `spawn` does),
 * and a mark in the environment (until somebody clears it).
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import process from "node:process";
import type { Usage } from "./runner.ts";

/** How long a process may take to end by itself before it is killed. */
const GRACE_MS = 250;
const LOOK_MS = 10;

export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  /** The session; on systems other than Linux the process group, which the runner leads as well. */
  readonly session: number;
  /** Distinguishes two processes that had the same id; "" if not known. */
  readonly started: string;
}

/** The environment variable that all processes of a runner inherit. */
export const MARK = "CONVKERNEL_RUNNER";

/** The parts of the mark, from left to right; the runner adds its own process id when it runs. */
export interface Mark {
  /** Identifies this runner. */
  readonly id: string;
  /** The namespace in which the process ids below are valid: a container's processes may be seen from outside it. */
  readonly namespace: string;
  readonly front: number;
  readonly frontStarted: string;
  /** Whether processes that have left the runner's session are ended too. */
  readonly scope: "session" | "all";
  readonly runner?: number;
}

export function newMark(id: string, scope: Mark["scope"]): Mark {
  return { id, namespace: processNamespace(), front: process.pid, frontStarted: startOf(process.pid), scope };
}

export function writeMark({ id, namespace, front, frontStarted, scope, runner }: Mark): string {
  return [id, namespace, front, frontStarted, scope, ...(runner === undefined ? [] : [runner])].join(":");
}

export function readMark(text: string): Mark | undefined {
  const [id = "", namespace = "", front, frontStarted = "", scope, runner] = text.split(":");
  if (scope !== "session" && scope !== "all") return undefined;
  return {
    id,
    namespace,
    front: Number(front),
    frontStarted,
    scope,
    ...(runner !== undefined && { runner: Number(runner) }),
  };
}

/** The mark in the environment of another process; undefined if there is none, or if we may not read it. */
export function markOf(pid: number): Mark | undefined {
  if (process.platform !== "linux") return undefined;
  const text = read(`/proc/${pid}/environ`);
  const line = text.split("\0").find((entry) => entry.startsWith(`${MARK}=`));
  return line === undefined ? undefined : readMark(line.slice(MARK.length + 1));
}

/** https://man7.org/linux/man-pages/man7/pid_namespaces.7.html */
export function processNamespace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid").replace(/\D/g, "");
  } catch {
    return "";
  }
}

/** When a process was started; "" if there is no such process. */
export function startOf(pid: number): string {
  return process.platform === "linux" ? (linuxProcess(pid)?.started ?? "") : "";
}

/** All processes that can be seen; none on Windows, where `taskkill` knows them. */
export function allProcesses(): readonly ProcessInfo[] {
  if (process.platform === "win32") return [];
  if (process.platform === "linux") {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map((name) => linuxProcess(Number(name)))
      .filter((found) => found !== undefined);
  }
  return execFileSync("ps", ["-A", "-o", "pid=,ppid=,pgid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => {
      const [pid, parent, session] = line.trim().split(/\s+/).map(Number);
      return { pid: pid!, parent: parent!, session: session!, started: "" };
    });
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html; the name, in parentheses, may contain anything. */
function linuxProcess(pid: number): ProcessInfo | undefined {
  const text = read(`/proc/${pid}/stat`);
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  // A zombie, which has ended and waits for its parent to notice, no longer counts as a process.
  if (fields.length < 20 || fields[0] === "Z") return undefined;
  return { pid, parent: Number(fields[1]), session: Number(fields[3]), started: fields[19]! };
}

/** Whether a thread is running at this moment, or would be if it had a processor. */
export function isOnProcessor(pid: number, thread: number): boolean {
  const text = read(`/proc/${pid}/task/${thread}/stat`);
  return text.slice(text.lastIndexOf(")") + 2).startsWith("R");
}

/** Megabytes of memory that a process holds, not counting mapped files; 0 if not known. */
export function heldMb(pid: number): number {
  const kilobytes = [...read(`/proc/${pid}/status`).matchAll(/^Rss(?:Anon|Shmem):\s+(\d+)/gm)];
  return kilobytes.reduce((sum, [, number]) => sum + Number(number), 0) / 1024;
}

/** Processor time in milliseconds of a process and of its children that have ended. The system reports it in hundredths of a second. */
function cpuMs(pid: number): number {
  const text = read(`/proc/${pid}/stat`);
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return fields.slice(11, 15).reduce((sum, ticks) => sum + 10 * Number(ticks), 0);
}

/** The usage of a process and its descendants; undefined on systems where only an external program could find it. */
export function usageOf(pid: number): Usage | undefined {
  if (process.platform !== "linux") return undefined;
  const family = [pid, ...descendants(pid).map((below) => below.pid)];
  const sum = (of: (pid: number) => number): number => family.reduce((total, each) => total + of(each), 0);
  return { cpuMs: sum(cpuMs), heldMb: sum(heldMb) };
}

/** The content of a file, or "" if it cannot be read. */
function read(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}

/** All descendants of this process, parents first. */
export function descendants(pid: number): readonly ProcessInfo[] {
  if (process.platform === "linux" && listsChildren) return linuxDescendants(pid);
  const all = allProcesses();
  const found = all.filter(({ parent }) => parent === pid);
  for (const { pid: above } of found) found.push(...all.filter(({ parent }) => parent === above));
  return found;
}

/**
 * Some Linux kernels are built without these files. They are used where they exist, because a look-up made five times a second should not
 * read all processes.
 */
const listsChildren = existsSync(`/proc/self/task/${process.pid}/children`);

/** https://man7.org/linux/man-pages/man5/proc_tid_children.5.html */
function linuxDescendants(pid: number): readonly ProcessInfo[] {
  const found = linuxChildren(pid);
  for (const { pid: above } of found) found.push(...linuxChildren(above));
  return found;
}

function linuxChildren(pid: number): ProcessInfo[] {
  let threads: readonly string[];
  try {
    threads = readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
  return threads
    .flatMap((thread) => read(`/proc/${pid}/task/${thread}/children`).split(" ").filter(Boolean).map(Number))
    .map(linuxProcess)
    .filter((found) => found !== undefined);
}

/**
 * The processes in a runner's session, even after the runner has ended; if the scope is "all", also every process that carries its mark.
 */
export function runnerProcesses(session: number, { id, scope }: Mark): readonly ProcessInfo[] {
  return allProcesses().filter((each) => each.session === session || (scope === "all" && markOf(each.pid)?.id === id));
}

/** Signals all of them; those that have ended meanwhile are ignored. */
export function signalAll(processes: Iterable<ProcessInfo>, signal: NodeJS.Signals): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, signal);
    } catch {
      // Gone.
    }
  }
}

/** Ends the processes that `find` returns: asks first, then kills, until it returns none. */
export async function endProcesses(find: () => readonly ProcessInfo[]): Promise<void> {
  signalAll(find(), "SIGTERM");
  const end = performance.now() + GRACE_MS;
  for (let left = find(); left.length > 0; left = find()) {
    if (performance.now() > end) signalAll(left, "SIGKILL");
    // A process that cannot be killed (it hangs in a system call) is not waited for.
    if (performance.now() > end + GRACE_MS) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Windows has no sessions, so the descendants are ended together with the process, while it still lives. */
export function killTree(pid: number): void {
  if (process.platform !== "win32") return;
  try {
    execFileSync("taskkill", ["/PID", String(pid), "/T", "/F"], { stdio: "ignore", windowsHide: true });
  } catch {
    // It has ended.
  }
}
