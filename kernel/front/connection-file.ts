/**
 * The connection file that a client writes before it starts a kernel.
 * Reference: https://jupyter-client.readthedocs.io/en/stable/kernels.html#connection-files
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs";

export interface ConnectionInfo {
  readonly transport: "tcp" | "ipc";
  readonly ip: string;
  readonly key: string;
  readonly signature_scheme: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
}

export type PortName = "shell_port" | "iopub_port" | "stdin_port" | "control_port" | "hb_port";
export const PORT_NAMES: readonly PortName[] = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"];

/**
 * Reads a connection file. For a port that is missing or 0, one is chosen when the socket is bound.
 * @throws TypeError where a field has the wrong type.
 */
export function readConnectionFile(path: string): ConnectionInfo {
  const file = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  const text = (key: string, absent: string): string => {
    const value = file[key] ?? absent;
    if (typeof value !== "string")
      throw new TypeError(`${path}: expected ${key} to be a string, got ${JSON.stringify(value)}`);
    return value;
  };
  const port = (key: PortName): number => {
    const value = file[key] ?? 0;
    if (!Number.isInteger(value))
      throw new TypeError(`${path}: expected ${key} to be a port, got ${JSON.stringify(value)}`);
    return value as number;
  };
  const transport = text("transport", "tcp");
  if (transport !== "tcp" && transport !== "ipc") {
    throw new TypeError(`${path}: expected transport "tcp" or "ipc", got ${JSON.stringify(transport)}`);
  }
  return {
    transport,
    ip: text("ip", "127.0.0.1"),
    key: text("key", ""),
    signature_scheme: text("signature_scheme", "hmac-sha256"),
    shell_port: port("shell_port"),
    iopub_port: port("iopub_port"),
    stdin_port: port("stdin_port"),
    control_port: port("control_port"),
    hb_port: port("hb_port"),
  };
}

export function portsOf(info: ConnectionInfo): Readonly<Record<PortName, number>> {
  const { shell_port, iopub_port, stdin_port, control_port, hb_port } = info;
  return { shell_port, iopub_port, stdin_port, control_port, hb_port };
}

/** Writes the chosen ports back into the file, completely or not at all, because clients poll it. */
export function writePorts(path: string, info: ConnectionInfo): void {
  const file = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  for (const name of PORT_NAMES) file[name] = info[name];
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(file, null, 1), { mode: 0o600 });
  renameSync(draft, path);
}
