/** Ends a kernel whose client has gone without shutting it down. */

const POLL_MS = 1000;

/**
 * Calls `gone` once the process that started the kernel has ended. `JPY_PARENT_PID` names it; a wrapper in between (a shell, npm) may
 * outlive it. If it is our direct parent, a changed parent id shows its end as well.
 * Reference: https://github.com/ipython/ipykernel/blob/v7.0.0/ipykernel/parentpoller.py
 */
export function exitWithParent(parentPid: string | undefined, gone: () => void): void {
  // On Windows the variable holds a process handle that only the process inheriting it can use.
  const named = process.platform === "win32" ? 0 : Number(parentPid ?? 0);
  if (!Number.isInteger(named) || named <= 1) return;
  const own = process.ppid === named;
  const timer = setInterval(() => {
    if (own ? process.ppid === named : isAlive(named)) return;
    clearInterval(timer);
    gone();
  }, POLL_MS);
  timer.unref();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user is alive, although we may not signal it.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
