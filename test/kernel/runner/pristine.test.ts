import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { parseSync, Visitor } from "oxc-parser";
import type { CallExpression, Expression, Function as FunctionNode } from "oxc-parser";

const RUNNER = join(import.meta.dirname, "..", "..", "..", "kernel", "runner");
/** Runs in a separate thread without user code. */
const INTERRUPTER = join("stop", "interrupter.ts");

/** Functions that call back later, when the kernel's built-ins are not put in place automatically. */
const SCHEDULERS = new Set(["immediate", "later", "queueMicrotask", "setImmediate", "setInterval", "setTimeout"]);
/** Names that a module must save as constants when it is loaded. */
const LIVE = new Set(
  [...SCHEDULERS, "clearInterval", "clearTimeout", "structuredClone"].filter((name) => /[A-Z]/.test(name)),
);

interface Fault {
  readonly line: number;
  readonly what: string;
}

/** Places where the runner's code relies on something a cell may have replaced. */
function faultsOf(source: string, file: string): Fault[] {
  const { program, errors } = parseSync(file, source);
  expect(errors, file).to.deep.equal([]);
  const faults: Fault[] = [];
  const add = ({ start }: { readonly start: number }, what: string): void =>
    void faults.push({ line: source.slice(0, start).split("\n").length, what });
  let depth = 0;
  const enter = (): void => void depth++;
  const exit = (): void => void depth--;
  new Visitor({
    FunctionDeclaration: enter,
    "FunctionDeclaration:exit": exit,
    FunctionExpression: enter,
    "FunctionExpression:exit": exit,
    ArrowFunctionExpression: enter,
    "ArrowFunctionExpression:exit": exit,
    ImportDeclaration(node) {
      if (node.source.value === "node:util" && !file.endsWith("own-util.ts") && node.importKind !== "type")
        add(node, "node:util, which own-util.ts has as it was");
    },
    CallExpression(node) {
      const name = nameOf(node.callee);
      if (depth > 0 && LIVE.has(name)) add(node, `${name} as it is now`);
      if (depth > 0 && name === "process.nextTick") add(node, `${name} as it is now`);
      const [callback] = node.arguments;
      if (SCHEDULERS.has(name) && callback?.type === "ArrowFunctionExpression" && !isTask(callback as never))
        add(node, `${name} without asTask`);
    },
  }).visit(program);
  return faults;
}

const nameOf = (callee: Expression): string =>
  callee.type === "Identifier"
    ? callee.name
    : callee.type === "MemberExpression" && callee.object.type === "Identifier" && callee.property.type === "Identifier"
      ? `${callee.object.name}.${callee.property.name}`
      : "";

function isTask({ body }: FunctionNode): boolean {
  const call = body as unknown as CallExpression | null;
  return call?.type === "CallExpression" && nameOf(call.callee) === "asTask";
}

describe("the code of the runner", () => {
  it("calls nothing that a cell may have replaced, and nothing later without its own built-ins", () => {
    const files = readdirSync(RUNNER, { recursive: true, encoding: "utf8" }).filter((file) =>
      /(?<!\.d)\.ts$/.test(file),
    );
    expect(files).to.include.members(["session.ts", INTERRUPTER]);
    const found = files
      .filter((file) => file !== INTERRUPTER)
      .flatMap((file) =>
        faultsOf(readFileSync(join(RUNNER, file), "utf8"), file).map(({ line, what }) => `${file}:${line}: ${what}`),
      );
    expect(found).to.deep.equal([]);
  });

  it("would be found out", () => {
    const source = `import { inspect } from "node:util";
      const immediate = setImmediate;
      function show() { setTimeout(() => inspect(1)); process.nextTick(show); immediate(() => asTask(show)); immediate(() => show()); }`;
    expect(faultsOf(source, "case.ts").map(({ line, what }) => `${line}: ${what}`)).to.deep.equal([
      "1: node:util, which own-util.ts has as it was",
      "3: setTimeout as it is now",
      "3: setTimeout without asTask",
      "3: process.nextTick as it is now",
      "3: immediate without asTask",
    ]);
  });
});
