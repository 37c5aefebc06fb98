import { expect } from "chai";
import { after, describe, it } from "mocha";
import { RunnerClient } from "../runner-client.ts";

describe("kernel.help", () => {
  const client = new RunnerClient();
  after(() => client.close());

  it("names everything that cells find without importing it", async () => {
    const outcome = await client.run("kernel.help()");
    const data = outcome.kind === "ok" ? outcome.result!.data : {};
    const names = await client.text(
      "[...Object.keys(display), ...Object.keys(jupyter), ...Object.keys(kernel), 'prompt', 'confirm', 'alert', 'progress', 'strict', 'parameters'].join(' ')",
    );
    for (const name of names.replaceAll("'", "").split(" ")) {
      if (name === "help") continue;
      for (const type of ["text/plain", "text/markdown"]) {
        expect(String(data[type]), `${name} in ${type}`).to.match(
          new RegExp(`(?<!\\w)${name.replace("$", "\\$")}(?!\\w)`),
        );
      }
    }
  });
});
