/**
 * The kernel's entry: `main.js --connection-file FILE [--strict] [--check show|wait|off]
 * [--memory-mb MEGABYTES] [--end-detached]`, or just `main.js FILE`.
 * Order matters: the sockets are bound and answer before the language room and the runner are loaded.
 */
import "./small-heap.ts";
import { parseArgs } from "node:util";
import { manifest } from "../contract/package-root.ts";
import { within } from "../contract/wait.ts";
import { BindError, Connection } from "./connection.ts";
import { keepSmall } from "./heap-keeper.ts";
import { languageInfo } from "./language-info.ts";
import { PORT_NAMES, portsOf, readConnectionFile, writePorts } from "./connection-file.ts";
import type { ConnectionInfo } from "./connection-file.ts";
import { Dispatch } from "./dispatch.ts";
import { reportInternal } from "./internal-errors.ts";
import { exitWithParent } from "./parent-process.ts";
import { PROTOCOL_VERSION } from "./protocol.ts";
import type { KernelInfo } from "./protocol.ts";
import { Wire } from "./wire.ts";

/** How long the front waits for the runner, and for processes it leaves behind, before it exits without them. */
const STOP_MS = 2000;
/** Clients ask for kernel_info as soon as the sockets are bound; loading what cells need must not delay that answer. */
const WARM_UP_MS = 100;
/** A client that started before the sockets were bound connects up to 100 ms later (ZMQ_RECONNECT_IVL); the runner starts in that time. */
const RUNNER_MS = 15;
/** Looking through all processes of the machine waits until the kernel has answered its first requests. */
const SWEEP_MS = 1500;

const options = parseArgs({
  options: {
    "connection-file": { type: "string" },
    strict: { type: "boolean", default: false },
    check: { type: "string", default: process.env["CONVKERNEL_CHECK"] || "show" },
    "memory-mb": { type: "string" },
    "end-detached": { type: "boolean", default: process.env["CONVKERNEL_END_DETACHED"] === "1" },
  },
  allowPositionals: true,
});
const file = options.values["connection-file"] ?? options.positionals[0];
if (file === undefined) {
  process.stderr.write(
    "convkernel: expected --connection-file FILE, got no file. Jupyter starts kernels; see `convkernel install`.\n",
  );
  process.exit(2);
}

const memoryMb = options.values["memory-mb"];
if (memoryMb !== undefined && !/^[1-9]\d*$/.test(memoryMb)) {
  process.stderr.write(`convkernel: expected --memory-mb MEGABYTES, a whole number, got ${memoryMb}.\n`);
  process.exit(2);
}

const { check } = options.values;
if (check !== "show" && check !== "wait" && check !== "off") {
  process.stderr.write(`convkernel: expected --check (or CONVKERNEL_CHECK) to be show, wait or off, got ${check}.\n`);
  process.exit(2);
}

const { asked, wire } = readFile(file);
const connection = await Connection.open(asked, wire).catch((error: unknown) => {
  if (!(error instanceof BindError)) throw error;
  process.stderr.write(`convkernel: ${file}: ${error.message}\n`);
  process.exit(1);
});
const ports = portsOf(connection.info);
if (PORT_NAMES.some((name) => asked[name] !== ports[name])) writePorts(file, connection.info);

const dispatch = new Dispatch({
  send: (message) => connection.send(message),
  loadLanguage: async () => (await import("../language/index.ts")).createLanguage({ root: process.cwd() }),
  startRunner: async (events) =>
    (await import("./runner-handle.ts")).createRunner(events, {
      ...(memoryMb !== undefined && { memoryMb: Number(memoryMb) }),
      endDetached: options.values["end-detached"],
    }),
  openHistory: async () => {
    const { History, historyPath } = await import("./history.ts");
    const tell = (line: string): void => void process.stderr.write(`convkernel: ${line}\n`);
    return History.open(historyPath(process.env, process.platform), tell);
  },
  info: kernelInfo(),
  ports,
  strict: options.values.strict,
  check,
  exit: () => void exit(),
});
let warm = false;
let exiting = false;
connection.listen((channel, message) => {
  dispatch.receive(channel, message);
  setImmediate(warmUp);
});

process.on("uncaughtException", reportInternal);
process.on("SIGINT", () => void dispatch.interrupt());
process.on("SIGTERM", () => void exit());
process.on("SIGHUP", () => void exit());
exitWithParent(process.env["JPY_PARENT_PID"], () => void exit());

setTimeout(startRunner, RUNNER_MS).unref();
setTimeout(warmUp, WARM_UP_MS).unref();
setTimeout(() => void sweep(), SWEEP_MS).unref();
keepSmall();

function readFile(path: string): { readonly asked: ConnectionInfo; readonly wire: Wire } {
  try {
    const info = readConnectionFile(path);
    return { asked: info, wire: new Wire({ key: info.key, signatureScheme: info.signature_scheme }) };
  } catch (error) {
    process.stderr.write(`convkernel: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

function startRunner(): void {
  if (!exiting) dispatch.startRunner();
}

/** Loads what the first cell needs, after the first answer or while waiting for it. */
function warmUp(): void {
  if (warm || exiting) return;
  warm = true;
  dispatch.warmUp();
}

/** Ends processes that cells of killed kernels started: those kernels could not end them. */
async function sweep(): Promise<void> {
  if (!exiting) await (await import("./leftovers.ts")).endOrphans();
}

async function exit(): Promise<void> {
  if (exiting) return;
  exiting = true;
  await within<unknown>(STOP_MS, Promise.all([dispatch.close(), connection.flush()]), undefined);
  await connection.close();
  process.exit(0);
}

/** The versions come from package.json, which pins `typescript` exactly. */
function kernelInfo(): KernelInfo {
  return {
    status: "ok",
    protocol_version: PROTOCOL_VERSION,
    implementation: "convkernel",
    implementation_version: manifest.version,
    language_info: languageInfo,
    banner: `convkernel ${manifest.version}: TypeScript ${manifest.dependencies.typescript} on Node ${process.versions.node}`,
    help_links: [{ text: "TypeScript", url: "https://www.typescriptlang.org/docs/" }],
    debugger: false,
    supported_features: [],
  };
}
