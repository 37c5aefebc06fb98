/**
 * Training beside PyTorch, and beside other TypeScript libraries: every goal in one table, native and wasm. Blocks of all sides alternate in
 * one run, each side in a process of its own; best and median of each, and the ratio ours / PyTorch.
 *
 * `npm run bench -- train [CASE ...] [--pytorch] [--peers] [--part NAME] [--rounds N] [--backend NAME]`; without a case the goals' rows, with
 * one all its parts. `--pytorch` sets PyTorch up in `.cache/torch`, `--peers` the other libraries in `.cache/peers`; neither without being
 * asked. PyTorch's threads wait for each other by spinning, which collapses on a busy machine: `OMP_WAIT_POLICY=passive` measures without
 * that. What was measured, and what did not pay: README.md.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { PYTORCH, torchPython } from "../support/torch-python.ts";
import { PEERS, peerSides } from "./train_peers.ts";
import { start, type Answer, type Side } from "./train_protocol.ts";

const { values, positionals } = parseArgs({
  options: {
    rounds: { type: "string", default: "6" },
    part: { type: "string" },
    backend: { type: "string" },
    ...PEERS,
    ...PYTORCH,
  },
  allowPositionals: true,
});
const rounds = Number(values.rounds);
/** A block takes about so many seconds; what takes longer runs once. */
const BLOCK = 1;

/** Case, part, and the most that our time may be of PyTorch's. */
const GOALS = [
  ["base", "step", 0.5],
  ["wide", "step", 0.5],
  ["batch256", "step", 0.5],
  ["resnet", "step", 0.75],
  ["vgg", "step", 0.75],
  ["vgg-norm", "step", 0.75],
  ["loader", "epoch", 0.4],
  ["base", "inference", 0.4],
] as const;
const TRAINING = ["forward", "backward", "step", "epoch", "inference"];
const PARTS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(["base", "wide", "batch256", "resnet", "vgg", "vgg-norm"].map((name) => [name, TRAINING])),
  loader: ["epoch"],
  lesson: ["conv", "add", "tanh", "sum", "matmul", "index", "conv, tanh, mean, backward"],
};

function wanted(): readonly (readonly [string, string])[] {
  for (const name of positionals) {
    if (!(name in PARTS)) throw new Error(`${name}: the cases are ${Object.keys(PARTS).join(", ")}`);
  }
  const all =
    positionals.length === 0
      ? GOALS.map(([name, part]) => [name, part] as const)
      : positionals.flatMap((name) => PARTS[name]!.map((part) => [name, part] as const));
  const left = all.filter(([, part]) => values.part === undefined || values.part === part);
  if (left.length === 0)
    throw new Error(`--part ${values.part}: the parts are ${[...new Set(all.map(([, part]) => part))].join(", ")}`);
  return left;
}

const python = torchPython(values.pytorch);
const file = (name: string): string => join(import.meta.dirname, name);
const ours = (backend: string) => () =>
  start(process.execPath, [file("train_side.ts")], { CONVKERNEL_BACKEND: backend });

/** How to start each side, under the name that the table gives it. */
const starters: Readonly<Record<string, () => Promise<Side>>> = {
  ...Object.fromEntries((values.backend?.split(",") ?? ["tfjs-node", "wasm"]).map((name) => [name, ours(name)])),
  ...(python === undefined ? {} : { PyTorch: () => start(python, [file("train_peer.py")]) }),
  ...peerSides(values.peers),
};

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? NaN;
}

type Row = Record<string, string>;
/** Why a field of the table is empty. */
const reasons = new Set<string>();
type Times = Map<string, number[]>;

/** Fills a row from each side's times: milliseconds, for the lesson microseconds an op. */
function fill(row: Row, times: Times, unit: number): void {
  for (const [name, each] of times)
    if (each.length > 0) row[name] = `${(Math.min(...each) * unit).toFixed(1)} / ${(median(each) * unit).toFixed(1)}`;
  const [own, theirs] = [times.values().next().value ?? [], times.get("PyTorch") ?? []];
  if (own.length === 0 || theirs.length === 0) return;
  const best = Math.min(...own) / Math.min(...theirs);
  row["ours / PyTorch"] = `${best.toFixed(2)} / ${(median(own) / median(theirs)).toFixed(2)}`;
}

async function rowOf(sides: ReadonlyMap<string, Side>, caseName: string, part: string): Promise<Row> {
  const row: Row = { case: caseName, part };
  const times: Times = new Map();
  const counts = new Map<string, number>();
  process.stderr.write(`${caseName}, ${part}: `);
  const block = async (name: string, side: Side, count: number): Promise<Answer> => {
    const answer = await side.ask(caseName, part, count);
    if (typeof answer === "string") {
      reasons.add(`${name}, ${caseName}, ${part}: ${answer}`);
      counts.delete(name);
    }
    return answer;
  };
  for (const [name, side] of sides) {
    // The second repetition is the first that has everything compiled
    counts.set(name, 1);
    const first = await block(name, side, 1);
    const second = typeof first === "string" || first[0]! > BLOCK ? first : await block(name, side, 2);
    if (typeof second === "string") continue;
    counts.set(name, Math.max(1, Math.min(20, Math.floor(BLOCK / second.at(-1)!))));
    times.set(name, []);
  }
  for (let round = 0; round < rounds; round++) {
    for (const [name, count] of counts) {
      const answer = await block(name, sides.get(name)!, count);
      if (typeof answer !== "string") times.get(name)!.push(...answer);
    }
    process.stderr.write(".");
  }
  fill(row, times, caseName === "lesson" ? 1e6 : 1e3);
  const goal = positionals.length === 0 && GOALS.find(([name, of]) => name === caseName && of === part)?.[2];
  if (typeof goal === "number") row["goal"] = goal.toFixed(2);
  process.stderr.write(` ${row["ours / PyTorch"] ?? ""}\n`);
  return row;
}

/** The most memory of fresh processes that take a hundred steps of the case. */
async function memoryRow(caseName: string): Promise<Row> {
  const row: Row = { case: caseName, part: "memory, MB" };
  const found: number[] = [];
  process.stderr.write(`${caseName}, memory of a fresh process: `);
  for (const [name, begin] of Object.entries(starters)) {
    const side = await begin();
    const answer = await side.ask(caseName, "step", 1);
    const repeat = typeof answer === "string" || answer[0]! > BLOCK ? 10 : 99;
    const rest = typeof answer === "string" ? answer : await side.ask(caseName, "step", repeat);
    const megabytes = typeof rest === "string" ? NaN : await side.memory();
    side.close();
    if (!Number.isNaN(megabytes)) row[name] = megabytes.toFixed(0);
    if (found.length === 0 || name === "PyTorch") found.push(megabytes);
    process.stderr.write(".");
  }
  if (found.length === 2) row["ours / PyTorch"] = (found[0]! / found[1]!).toFixed(2);
  row["goal"] = "1.00";
  process.stderr.write("\n");
  return row;
}

const rows = wanted();
const sides = new Map<string, Side>();
for (const [name, begin] of Object.entries(starters)) {
  const side = await begin();
  console.log(`${name}: ${side.title}`);
  sides.set(name, side);
}
const table: Row[] = [];
for (const [caseName, part] of rows) table.push(await rowOf(sides, caseName, part));
for (const side of sides.values()) side.close();
if (positionals.length === 0) for (const name of ["base", "resnet"]) table.push(await memoryRow(name));
console.log(
  `best / median of ${rounds} rounds; milliseconds, for the lesson microseconds an op; Node ${process.version}`,
);
console.table(table, ["case", "part", ...Object.keys(starters), "ours / PyTorch", "goal"]);
for (const reason of reasons) console.log(reason);
