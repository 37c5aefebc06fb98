/** When a cell is checked: decided by the kernel's option, the cell's tags and a comment in the cell, the last one first. */

/** `beside`: while the cell runs. `before`: errors keep the cell from running. `off`: not at all. */
export type CheckPolicy = "beside" | "before" | "off";

const tags: Readonly<Record<string, CheckPolicy>> = {
  "types:beside": "beside",
  "types:strict": "before",
  "types:off": "off",
};

/**
 * The policy for one cell.
 *
 * @example checkPolicy("beside", ["types:strict"], "1 + 1") // "before"
 */
export function checkPolicy(option: CheckPolicy, cellTags: readonly string[], source: string): CheckPolicy {
  const comment = /^\s*\/\/\s*@(ts-nocheck|types\s+(\w+))/u.exec(source);
  if (comment?.[1] === "ts-nocheck") return "off";
  const named = comment?.[2] === undefined ? undefined : tags[`types:${comment[2]}`];
  return named ?? cellTags.map((tag) => tags[tag]).find((policy) => policy !== undefined) ?? option;
}
