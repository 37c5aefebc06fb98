/**
 * What a runner leaves behind when it ends: servers that keep their port, programs that keep a graphics card. They end with it, except
 * those that were started with `detached: true`, which leave the runner's session; with `--end-detached` these too.
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

/** How often those are looked for that are known by their parents only, who may end any time. */
const LOOK_MS = 500;

/** To be made while the runner lives. */
export class Leftovers {
  readonly #pid: number;
  readonly #mark: Mark;
  readonly #timer: NodeJS.Timeout | undefined;
  #seen: readonly ProcessInfo[] = [];

  /** Of the runner with this number, or of the program that it runs in. */
  constructor(pid: number, mark: Mark) {
    this.#pid = pid;
    this.#mark = mark;
    // Whoever has left the session and cleared his environment.
    if (mark.scope === "all") this.#timer = setInterval(() => this.look(), LOOK_MS).unref();
  }

  /** Notes who there is, as long as parents can be followed. */
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

/** Ends what runners of kernels that were killed have left behind. */
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
