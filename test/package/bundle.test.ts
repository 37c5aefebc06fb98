import { expect } from "chai";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { projectRoot } from "../support/python.ts";

const load = (path: string): Promise<object> =>
  import(pathToFileURL(join(projectRoot, "dist", path)).href) as Promise<object>;

/** The name of each function and class that can be reached from `root`, by its path. */
function names(root: object): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const seen = new Set<unknown>();
  const visit = (value: unknown, way: string): void => {
    if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) return;
    seen.add(value);
    if (typeof value === "function") found.set(way, value.name);
    for (const key of Reflect.ownKeys(value).toSorted((a, b) => String(a).localeCompare(String(b)))) {
      const descriptor: object = Object.getOwnPropertyDescriptor(value, key)!;
      // Its value, or its getter and setter.
      for (const next of Object.values(descriptor)) if (key !== "constructor") visit(next, `${way}.${String(key)}`);
    }
    visit(Object.getPrototypeOf(value), `${way}.[[Prototype]]`);
  };
  visit(root, "");
  return found;
}

describe("the library in one file", () => {
  it("exports what its modules export, each function and class under its own name", async () => {
    const [one, many] = [names(await load("bundle/index.js")), names(await load("src/index.js"))];
    expect(many.size).to.be.above(1500);
    const text = (of: ReadonlyMap<string, string>): string => [...of].map((pair) => pair.join(" ")).join("\n");
    expect(text(one)).to.equal(text(many));
  });
});
