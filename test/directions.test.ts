/** Checks which way imports point, from the import lines of the sources. */
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { projectRoot } from "./support/python.ts";

interface Arrow {
  readonly from: string;
  readonly to: string;
  /** Types vanish when the code runs, so they may close a cycle, but not cross a boundary. */
  readonly isType: boolean;
}

const sources = ["kernel", "src"].flatMap((folder) =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|mjs)$/.test(file))
    .map((file) => join(folder, file).split(sep).join("/")),
);

const arrows: readonly Arrow[] = sources.flatMap((from) => {
  const text = readFileSync(join(projectRoot, from), "utf8");
  const lines = text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^;'"`]*?\sfrom\s+)?["'](\.[^"']+)["']/gm);
  return [...lines].map(([, type, target = ""]) => {
    const path = join(projectRoot, dirname(from), target);
    return { from, to: relative(projectRoot, path).split(sep).join("/"), isType: type !== undefined };
  });
});

/** The folder of a file, two levels deep: `src/tensor`, `kernel/front`, or `src` for files at its top. */
const roomOf = (file: string): string => file.split("/").slice(0, -1).slice(0, 2).join("/");

/** Lower rooms do not import higher ones; those in one line may import each other. */
const floors = [
  ["src/shape"],
  ["src/random"],
  ["src/backend"],
  ["src/tensor"],
  ["src/nn", "src/optim"],
  ["src/datasets", "src/transforms", "src/data"],
  ["src/inspect"],
  ["src/check"],
  ["src/plot"],
  ["src/python"],
  ["src"],
];
const floorOf = (file: string): number => floors.findIndex((rooms) => rooms.includes(roomOf(file)));

const show = ({ from, to }: Arrow): string => `${from} -> ${to}`;

describe("imports", () => {
  it("are found at all", () => {
    expect(arrows.length).to.be.greaterThan(100);
  });

  it("name files that exist", () => {
    const files = new Set(sources);
    expect(arrows.filter(({ to }) => !files.has(to) && !/\.(?:json|css)$/.test(to)).map(show)).to.deep.equal([]);
  });

  it("never lead from the kernel to the helpers nor back", () => {
    const crossing = arrows.filter(({ from, to }) => from.split("/")[0] !== to.split("/")[0]);
    expect(crossing.map(show)).to.deep.equal([]);
  });

  it("lead downwards among the helpers", () => {
    const homeless = sources.filter((file) => file.startsWith("src/") && floorOf(file) < 0);
    expect(homeless, "files outside the rooms").to.deep.equal([]);
    const upwards = arrows.filter(({ from, to }) => from.startsWith("src/") && floorOf(to) > floorOf(from));
    expect(upwards.map(show)).to.deep.equal([]);
  });

  it("leave the kernel's rooms through the contract only: they are different processes", () => {
    const allowed: Readonly<Record<string, readonly string[]>> = {
      "kernel/contract": [],
      "kernel/compiler": ["kernel/contract"],
      "kernel/language": ["kernel/contract", "kernel/compiler"],
      "kernel/runner": ["kernel/contract", "kernel/compiler"],
      "kernel/front": ["kernel/contract", "kernel/language"],
      "kernel/labextension": [],
      "kernel/port": [],
      "kernel/gateway": [],
    };
    const crossing = arrows.filter(({ from, to }) => {
      const [here, there] = [roomOf(from), roomOf(to)];
      return here !== there && allowed[here]?.includes(there) === false;
    });
    expect(crossing.map(show)).to.deep.equal([]);
  });

  it("close no circle", () => {
    const next = new Map<string, string[]>();
    for (const { from, to, isType } of arrows) if (!isType) next.set(from, [...(next.get(from) ?? []), to]);
    const done = new Set<string>();
    const circles: string[] = [];
    const walk = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
      if (done.has(file) || path.includes(file)) return;
      for (const to of next.get(file) ?? []) walk(to, [...path, file]);
      done.add(file);
    };
    for (const file of sources) walk(file, []);
    expect(circles).to.deep.equal([]);
  });
});
