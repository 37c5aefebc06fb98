/** How long a notebook of 100 cells takes to be ported, translator and formatter loaded with it: `node test/bench/port-speed.ts`. */
import { readPorts } from "../support/ports.ts";

const all = readPorts().flatMap(({ python }) => python);
const cells = Array.from({ length: 100 }, (_, i) => all[i % all.length]!);
const start = performance.now();
const { port } = await import("../../kernel/port/index.ts");
const loaded = performance.now();
await port(cells);
const ended = performance.now();
const lines = cells.join("\n").split("\n").length;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
console.log(`100 cells, ${lines} lines: ${seconds(ended - start)}, of which loading ${seconds(loaded - start)}`);
