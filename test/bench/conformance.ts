/** `npm run bench -- conformance`: the share of the conformance programs that agree with PyTorch, by area, and which do not and why. */
import { torch } from "../../src/index.ts";
import { check, readPrograms } from "../src/conformance/check.ts";
import { knownDifferences } from "../src/conformance/known-differences.ts";

const programs = readPrograms();
const differing = new Map(
  programs.flatMap((program) => {
    const found = check(program);
    return found === undefined ? [] : [[program.id, found] as const];
  }),
);

const row = (name: string, count: number, wrong: number): void => {
  const share = ((100 * (count - wrong)) / count).toFixed(1);
  console.log(
    `${name.padEnd(22)}${String(count).padStart(6)}${String(count - wrong).padStart(8)}${share.padStart(9)}%`,
  );
};

console.log(`back end ${torch.backend().name}, PyTorch 2.13\n\narea                  programs   agree    share`);
for (const [area, members] of Map.groupBy(programs, ({ id }) => id.slice(0, id.indexOf("/")))) {
  row(area, members.length, members.filter(({ id }) => differing.has(id)).length);
}
row("all", programs.length, differing.size);

const reasons = new Map(Object.entries(knownDifferences).flatMap(([reason, ids]) => ids.map((id) => [id, reason])));
for (const [reason, ids] of Map.groupBy(differing.keys(), (id) => reasons.get(id) ?? "Not explained")) {
  console.log(`\n${reason}:`);
  for (const id of ids) console.log(`  ${id}: ${differing.get(id)!.replaceAll("\n", " ").slice(0, 200)}`);
}
