/**
 * Processes that outlive the runner that started them: servers that keep their port, programs that keep a graphics card. They are ended
 * with the runner, except those started with `detached: true`, which leave its session; with `--end-detached` those are ended too.
 */
import {
  allProcesses,
  descendants,
  endProcesses,
  markOf,
  processNamespace,
  runnerProcesses,
  startOf,
} from "../contract/processes.ts";
import type { Mark, ProcessInfo } from "../contract/processes.ts";

/** How often to look for processes that can be found only through their parents, which may end at any time. */
const LOOK_MS = 500;

/** Must be created while the runner lives. */
export class Leftovers {
  readonly #pid: number;
  readonly #mark: Mark;
  readonly #timer: NodeJS.Timeout | undefined;
  #seen: readonly ProcessInfo[] = [];

  /** For the runner with this process id, or the program that it runs in. */
  constructor(pid: number, mark: Mark) {
    this.#pid = pid;
    this.#mark = mark;
    // Finds processes that have left the session and cleared their environment.
    if (mark.scope === "all") this.#timer = setInterval(() => this.look(), LOOK_MS).unref();
  }

  /** Notes which processes exist while their parents can still be followed. */
  look(): void {
    if (this.#mark.scope !== "all") return;
    const now = descendants(this.#pid);
    const known = new Set(now.map(({ pid }) => pid));
    this.#seen = [...now, ...this.#seen.filter((each) => !known.has(each.pid) && startOf(each.pid) === each.started)];
  }

  async end(): Promise<void> {
    clearInterval(this.#timer);
    if (process.platform === "win32") return;
    await endProcesses(() => this.#find());
  }

  #find(): readonly ProcessInfo[] {
    const found = runnerProcesses(this.#pid, this.#mark);
    const others = this.#seen.filter(({ pid, started }) => started !== "" && startOf(pid) === started);
    return [...found, ...others];
  }
}

/** Ends the processes left behind by runners of kernels that were killed. */
export async function endOrphans(): Promise<void> {
  if (process.platform !== "linux") return;
  const namespace = processNamespace();
  await endProcesses(() =>
    allProcesses().filter(({ pid, session }) => {
      const mark = markOf(pid);
      if (mark === undefined || mark.namespace !== namespace || startOf(mark.front) === mark.frontStarted) return false;
      return mark.scope === "all" || mark.runner === undefined || mark.runner === session;
    }),
  );
}
