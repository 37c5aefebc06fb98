/** What Enterprise Gateway asks a launcher for: in arguments of a kernelspec, or in the environment of a pod or container. */
import { parseArgs } from "node:util";

export interface Launch {
  readonly kernelId: string;
  /** Where the gateway waits for the connection's data. */
  readonly response: { readonly host: string; readonly port: number };
  /** The gateway's RSA key: the base64 text of a PEM file, in one line. */
  readonly publicKey: string;
  /** The ports that may be used, both ends included; undefined if any. */
  readonly range: { readonly lowest: number; readonly highest: number } | undefined;
  /** The kernel's own arguments: those after `--`. */
  readonly kernelArgs: readonly string[];
}

/** By option, the variables that the gateway's scripts for Kubernetes and Docker set instead; those with EG_ are of newer releases. */
const VARIABLES = {
  "kernel-id": ["KERNEL_ID"],
  "response-address": ["RESPONSE_ADDRESS", "EG_RESPONSE_ADDRESS"],
  "public-key": ["PUBLIC_KEY", "EG_PUBLIC_KEY"],
  "port-range": ["PORT_RANGE", "EG_PORT_RANGE"],
} as const;
type Option = keyof typeof VARIABLES;
const NAMES = Object.keys(VARIABLES) as Option[];
/** Older kernelspecs write it before every option. */
const PREFIX = "RemoteProcessProxy.";
const SPARK = "spark-context-initialization-mode";

/**
 * @throws TypeError if something is missing or is not what it should be
 * @example
 * readLaunch(["--kernel-id", "k", "--response-address", "10.0.0.1:8877", "--public-key", "MIGf"], {}).response.port; // 8877
 */
export function readLaunch(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Launch {
  const options = Object.fromEntries(
    [...NAMES, SPARK].flatMap((name) => [name, PREFIX + name]).map((name) => [name, { type: "string" as const }]),
  );
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const given = (name: Option): string | undefined =>
    [values[name], values[PREFIX + name], ...VARIABLES[name].map((variable) => env[variable])].find(
      // A gateway that has no value leaves the place of its kernelspec as it is: {public_key}.
      (value): value is string => typeof value === "string" && value !== "" && !/^\{\w+\}$/.test(value),
    );
  const needed = (name: Option): string => {
    const value = given(name);
    if (value !== undefined) return value;
    throw new TypeError(`expected --${name} or ${VARIABLES[name][0]}, got neither: Enterprise Gateway 3 sets it`);
  };
  const spark = values[SPARK] ?? values[PREFIX + SPARK] ?? "none";
  if (spark !== "none") throw new TypeError(`expected --${SPARK} none, got ${spark}: this kernel knows no Spark`);
  return {
    kernelId: needed("kernel-id"),
    response: readAddress(needed("response-address")),
    publicKey: needed("public-key"),
    range: readRange(given("port-range")),
    kernelArgs: positionals,
  };
}

function readAddress(text: string): Launch["response"] {
  const [, host, digits] = /^\[?([^\]]+?)\]?:(\d+)$/.exec(text) ?? [];
  const port = Number(digits);
  if (host === undefined || !isPort(port)) throw new TypeError(`expected --response-address HOST:PORT, got ${text}`);
  return { host, port };
}

function readRange(text = "0..0"): Launch["range"] {
  const [, from, to] = /^(\d+)\.\.(\d+)$/.exec(text) ?? [];
  const [lowest, highest] = [Number(from), Number(to)];
  if (lowest === 0 && highest === 0) return undefined;
  if (!isPort(lowest) || !isPort(highest) || lowest > highest)
    throw new TypeError(`expected --port-range LOWEST..HIGHEST (0..0 for any port), got ${text}`);
  return { lowest, highest };
}

const isPort = (value: number): boolean => Number.isInteger(value) && value > 0 && value < 65_536;
