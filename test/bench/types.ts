/**
 * The type service compared with tslab's converter, in turns in one run, with tfjs's types imported: the first check, then checks,
 * completions and inspections of warm cells; and a notebook of 300 cells, with time and memory after each hundred.
 */
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { createTypeService, type TypeService } from "../../kernel/language/service/index.ts";
import type { LiveValues } from "../../kernel/contract/language.ts";

interface Converter {
  convert(before: string, source: string): { readonly declOutput?: string; readonly diagnostics: readonly unknown[] };
  complete(before: string, source: string, position: number): { readonly candidates: readonly string[] };
  inspect(before: string, source: string, position: number): unknown;
  close(): void;
}

const rounds = 30;
const tfjs = 'import * as tf from "@tensorflow/tfjs";\nconst t = tf.tensor([1, 2, 3]);';
const noValues: LiveValues = { members: async () => [], describe: async () => undefined };

async function timed<T>(work: () => T | Promise<T>): Promise<[milliseconds: number, result: T]> {
  const from = performance.now();
  const result = await work();
  return [performance.now() - from, result];
}

function median(values: readonly number[], share = 0.5): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;
}

const show = (values: readonly number[]): string =>
  `${median(values).toFixed(1)} (p90 ${median(values, 0.9).toFixed(1)})`;

/** Resident memory of the child processes, in MB. */
function memoryOfChildren(): number {
  const sizes = execFileSync("ps", ["-o", "rss=,comm=", "--ppid", String(process.pid)], { encoding: "utf8" });
  return Math.round(
    sizes.split("\n").reduce((sum, line) => sum + (line.includes("tsc") ? parseInt(line, 10) : 0), 0) / 1024,
  );
}

const results = new Map<string, { ours: number[]; tslab: number[] }>();
function note(what: string, who: "ours" | "tslab", milliseconds: number): void {
  if (!results.has(what)) results.set(what, { ours: [], tslab: [] });
  results.get(what)![who].push(milliseconds);
}

async function besideTslab(): Promise<void> {
  const require = createRequire(import.meta.url);
  const [loaded, converter] = await timed(() => {
    const { createConverter } = require("tslab/dist/converter") as { createConverter: () => Converter };
    return createConverter();
  });
  const [, service] = await timed(() => createTypeService({ cwd: process.cwd() }));
  const [first] = await timed(() => service.check("1 + 1", 0));
  const [firstOfTslab, started] = await timed(() => converter.convert("", "1 + 1"));
  note("load and first check", "ours", first);
  note("load and first check", "tslab", loaded + firstOfTslab);

  let declarations = started.declOutput ?? "";
  note("cell that imports tfjs", "ours", (await timed(() => service.check(tfjs, 1)))[0]);
  service.commit(tfjs, 1);
  const [converted, { declOutput }] = await timed(() => converter.convert(declarations, tfjs));
  note("cell that imports tfjs", "tslab", converted);
  declarations = declOutput ?? "";

  for (let k = 0; k < rounds; k++) {
    const cell = `const u${k} = t.add(${k}).mul(tf.scalar(2));`;
    note("check a cell", "ours", (await timed(() => service.check(cell, k + 2)))[0]);
    service.commit(cell, k + 2);
    const [milliseconds, result] = await timed(() => converter.convert(declarations, cell));
    note("check a cell", "tslab", milliseconds);
    if (result.diagnostics.length > 0) throw new Error(`tslab: unexpected diagnostics in ${cell}`);
    declarations = result.declOutput ?? declarations;

    const member = `const part = u${k}.re`;
    const [oursMember, completion] = await timed(() => service.complete(member, member.length, noValues));
    if (!completion.items.some(({ text }) => text === "reshape")) throw new Error("ours: no completion");
    note("complete a member", "ours", oursMember);
    note("complete a member", "tslab", (await timed(() => converter.complete(declarations, member, member.length)))[0]);

    const name = `const part${k} = tf.`;
    note("complete tf.", "ours", (await timed(() => service.complete(name, name.length, noValues)))[0]);
    note("complete tf.", "tslab", (await timed(() => converter.complete(declarations, name, name.length)))[0]);

    const call = `u${k}.reshape([${k}])`;
    const at = call.indexOf(".") + 3;
    const [oursInspect, { found }] = await timed(() => service.inspect(call, at, 0, noValues));
    if (!found) throw new Error("ours: nothing to inspect");
    note("inspect", "ours", oursInspect);
    note("inspect", "tslab", (await timed(() => converter.inspect(declarations, call, at)))[0]);
  }
  console.log(
    `server: ${memoryOfChildren()} MB; this process with tslab's TypeScript in it: ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MB\n`,
  );
  await service.close();
  converter.close();
  const rows = [...results].map(([what, { ours, tslab }]) => ({
    "ms, median": what,
    "type service": show(ours),
    "tslab 1.0.22": show(tslab),
    ratio: (median(tslab) / median(ours)).toFixed(1),
  }));
  console.table(rows);
}

/** Every cell declares a name that stays in use; each uses the first cell's tensor and the previous cell's name. */
async function longNotebook(): Promise<void> {
  const service: TypeService = createTypeService({ cwd: process.cwd() });
  await service.check(tfjs, 0);
  service.commit(tfjs, 0);
  const rows = [];
  let times: number[] = [];
  for (let k = 1; k <= 300; k++) {
    const cell = `const v${k}: tf.Tensor = t.add(${k > 1 ? `v${k - 1}` : 1});\nfunction f${k}(a: tf.Tensor) { return a.mul(v${k}); }\nf${k}(v${k});`;
    const [milliseconds, found] = await timed(() => service.check(cell, k));
    if (found.length > 0) throw new Error(`cell ${k}: ${found[0]!.message}`);
    service.commit(cell, k);
    times.push(milliseconds);
    if (k % 50 === 0) {
      rows.push({
        cells: k,
        "check, ms": show(times),
        "slowest, ms": Math.max(...times).toFixed(0),
        "server, MB": memoryOfChildren(),
      });
      times = [];
    }
  }
  await service.close();
  console.table(rows);
}

await besideTslab();
await longNotebook();
