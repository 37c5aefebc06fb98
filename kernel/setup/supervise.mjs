/**
 * Runs one program for set-up, and ends it, with everything it started, when set-up closes our stdin or ends in any way: an npm or pip that
 * outlived a killed set-up would interfere with the next one. usage: node supervise.mjs PROGRAM ARGS, as the leader of a process group
 */
import { execFileSync, spawn } from "node:child_process";

const [program = "", ...args] = process.argv.slice(2);
const windows = process.platform === "win32";
const child = spawn(program, args, { stdio: ["ignore", "inherit", "inherit"], shell: program.endsWith(".cmd") });

process.stdin.resume().on("close", () => {
  // Ends us and, because we lead it, the whole process group.
  if (!windows) process.kill(-process.pid, "SIGKILL");
  else if (child.pid !== undefined) execFileSync("taskkill", ["/T", "/F", "/PID", String(child.pid)]);
  process.exit(1);
});
child.on("error", (error) => {
  process.stderr.write(`${program} did not start: ${error.message}\n`);
  process.exit(127);
});
child.on("exit", (code, signal) => {
  if (signal === null) process.exit(code ?? 1);
  process.kill(process.pid, signal);
});
