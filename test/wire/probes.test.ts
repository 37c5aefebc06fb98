import { after, before, describe, it } from "mocha";
import { expect } from "chai";
import { startKernel, stopKernel } from "../support/client.ts";
import type { Connected, Message } from "../support/client.ts";
import { failures } from "./probes/failures.ts";
import { features } from "./probes/features.ts";
import { order } from "./probes/order.ts";

/** Finds faults in messages that JupyterLab's `validate.ts` rejects, or fields that VS Code reads without checking. */
function complaints({ type, header, content }: Message): string[] {
  const isObject = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);
  const rules: Record<string, Record<string, (value: unknown) => boolean>> = {
    stream: { name: (name) => name === "stdout" || name === "stderr", text: (text) => typeof text === "string" },
    display_data: { data: isObject, metadata: isObject, transient: isObject },
    update_display_data: { data: isObject, metadata: isObject, transient: isObject },
    execute_input: { code: (code) => typeof code === "string", execution_count: Number.isInteger },
    execute_result: { execution_count: Number.isInteger, data: isObject, metadata: isObject },
    error: {
      ename: (name) => typeof name === "string",
      evalue: (value) => typeof value === "string",
      traceback: (lines) => Array.isArray(lines) && lines.every((line) => typeof line === "string"),
    },
    status: { execution_state: (state) => state === "busy" || state === "idle" || state === "starting" },
    clear_output: { wait: (wait) => typeof wait === "boolean" },
  };
  const headerFields = ["msg_id", "msg_type", "session", "username", "version", "date"] as const;
  return [
    ...headerFields.filter((field) => typeof header[field] !== "string").map((field) => `${type}: header.${field}`),
    ...Object.entries(rules[type] ?? {})
      .filter(([field, holds]) => !holds(content[field]))
      .map(([field]) => `${type}: ${field}`),
  ];
}

describe("a running kernel", () => {
  for (const [name, probes] of Object.entries({ order, failures, features })) {
    describe(name, () => {
      let connected: Connected;
      before(async () => {
        connected = await startKernel();
      });
      after(() => stopKernel(connected));

      for (const { demand, run } of probes) it(demand, () => run(connected));

      it("has sent only messages that front ends accept", () => {
        expect(connected.client.log.flatMap(complaints)).to.deep.equal([]);
      });
    });
  }
});
