/** Cells after which the process is gone, and what the error must say if user code may use 128 MB. Data for test and benchmark. */
export const DEADLY_CELLS: readonly { readonly name: string; readonly code: string; readonly says: RegExp }[] = [
  { name: "process.abort", code: "process.abort()", says: /an abort/ },
  { name: "a segmentation fault", code: 'process.kill(process.pid, "SIGSEGV")', says: /a segmentation fault/ },
  {
    name: "a heap without bound",
    code: "const kept: unknown[] = []; while (true) kept.push(new Array(10_000).fill(kept.length));",
    says: /out of memory.*128 MB/,
  },
  {
    name: "typed arrays without bound",
    code: "const all: unknown[] = []; while (true) { all.push(new Uint8Array(2 ** 24).fill(1)); await null; }",
    says: /out of memory.*128 MB/,
  },
  { name: "a kill from outside", code: 'process.kill(process.pid, "SIGKILL")', says: /was killed \(SIGKILL\)/ },
  { name: "an exit that cannot be caught", code: "(process as any).reallyExit(7)", says: /exited with code 7/ },
];
