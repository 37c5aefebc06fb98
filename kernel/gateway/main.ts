/**
 * Launcher for Jupyter Enterprise Gateway: `main.js --kernel-id ID --response-address HOST:PORT --public-key KEY [--port-range A..B]
 * [-- the kernel's own options]`; what is missing is taken from the environment.
 * Reference: https://jupyter-enterprise-gateway.readthedocs.io/en/latest/developers/kernel-launcher.html
 */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readLaunch } from "./options.ts";
import { choosePorts, listenIn, portOf } from "./ports.ts";
import { serve } from "./requests.ts";
import { answer, encrypt, readPublicKey } from "./response.ts";

const KERNEL = fileURLToPath(new URL(`../front/main${import.meta.url.slice(-3)}`, import.meta.url));

const tell = (line: string): void => void process.stderr.write(`convkernel: ${line}\n`);

async function launch(): Promise<void> {
  const { kernelId, response, publicKey, range, kernelArgs } = readLaunch(process.argv.slice(2), process.env);
  const key = readPublicKey(publicKey);
  const [shell, iopub, stdin, hb, control] = await choosePorts(5, range);
  const requests = await listenIn(range);
  const info = {
    transport: "tcp",
    ip: "0.0.0.0",
    key: randomUUID(),
    signature_scheme: "hmac-sha256",
    shell_port: shell,
    iopub_port: iopub,
    stdin_port: stdin,
    hb_port: hb,
    control_port: control,
  };
  const folder = mkdtempSync(join(tmpdir(), "convkernel-"));
  const file = join(folder, `kernel-${kernelId.replaceAll(/[^\w-]/g, "")}.json`);
  writeFileSync(file, JSON.stringify(info), { mode: 0o600 });
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

  // In a container, the parent that the environment names is the gateway's, on another machine.
  const env = { ...process.env, JPY_PARENT_PID: String(process.pid) };
  const kernel = spawn(process.execPath, [KERNEL, "--connection-file", file, ...kernelArgs], { stdio: "inherit", env });
  kernel.once("error", (error) => {
    tell(`the kernel does not start: ${error.message}`);
    process.exit(1);
  });
  let isUnreachable = false;
  kernel.once("exit", (code, signal) => process.exit(isUnreachable ? 1 : (code ?? 128 + constants.signals[signal!])));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void kernel.kill(signal));
  serve(requests, {
    signal: (number) => void kernel.kill(number),
    end: () => void kernel.kill("SIGTERM"),
    refuse: tell,
  });

  try {
    await answer(
      response,
      encrypt({ ...info, kernel_id: kernelId, pid: process.pid, comm_port: portOf(requests) }, key),
    );
  } catch (error) {
    isUnreachable = true;
    kernel.kill("SIGTERM");
    throw error;
  }
}

launch().catch((error: unknown) => {
  tell(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
