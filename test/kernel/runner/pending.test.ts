/** A promise that is a cell's last value. */
import { expect } from "chai";
import { after, afterEach, describe, it } from "mocha";
import { RunnerClient } from "./runner-client.ts";

describe("a promise as the last value", () => {
  const client = new RunnerClient();
  after(() => client.close());
  afterEach(() => {
    client.sent.length = 0;
  });
  const shown = (kind: "display" | "update"): { text: string; id: string | undefined }[] =>
    client.sent.flatMap((item) =>
      item.kind === kind
        ? [{ text: String(item.content.data["text/plain"]), id: item.content.transient.display_id }]
        : [],
    );

  it("gives its value where it settles soon", async () => {
    expect(await client.text("new Promise((resolve) => setTimeout(resolve, 20, 5))")).to.equal("5");
    expect(await client.text("Promise.reject(new RangeError('soon'))")).to.equal("RangeError: soon");
  });

  it("does not hold up the cell that settles it, and is shown in its place when it has", async () => {
    expect(
      await client.text("let settle: (value: unknown) => void; new Promise((resolve) => { settle = resolve })"),
    ).to.equal("");
    const [first] = shown("display");
    expect(first?.text).to.match(/^Promise \{ <pending> \}\n.*`await`/);
    await client.run("settle([1, 2])");
    await client.until((item) => item.kind === "update");
    expect(shown("update")).to.deep.equal([{ text: "[ 1, 2 ]", id: first?.id }]);
    expect(client.sent.find(({ kind }) => kind === "update")).to.have.property("parent", "cell-3");
  });

  it("shows a late failure in the same place, and fails nothing else", async () => {
    await client.run("let refuse: (error: unknown) => void; new Promise((_, reject) => { refuse = reject })");
    expect(await client.text("refuse(new TypeError('late')); 1")).to.equal("1");
    await client.until((item) => item.kind === "update");
    expect(shown("update")[0]?.text).to.match(/^Promise \{ <rejected> \}\n[^]*TypeError.*: late/);
  });

  it("is waited for without limit where it is awaited, and can be stopped where it is not", async () => {
    expect(await client.text("await new Promise((resolve) => setTimeout(resolve, 2300, 6))")).to.equal("6");
    const waiting = client.text('console.log("go"); new Promise(() => {})');
    await client.interruptAt("go");
    expect(await waiting).to.match(/^KeyboardInterrupt/);
  });
});
