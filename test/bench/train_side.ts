/** Our side of train.ts, in a process of its own: reads `CASE PART COUNT` lines, answers each with the seconds of every repetition. */
import { torch } from "../../src/index.ts";
import { cases, type Part } from "./train_cases.ts";
import { serve, timed } from "./train_protocol.ts";

const { name, version } = torch.backend();
let prepared: { readonly name: string; readonly parts: Readonly<Record<string, Part>> } | undefined;

await serve(`${name}, ${version}`, (caseName, partName, count) => {
  // Only one case is kept, as on PyTorch's side
  if (prepared?.name !== caseName) prepared = { name: caseName, parts: cases[caseName]!() };
  const part = prepared.parts[partName]!;
  const seconds = timed(part.run, count, part.before);
  return caseName === "lesson" ? seconds.map((t) => t / 100) : seconds;
});
