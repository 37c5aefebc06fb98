import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { RunnerClient } from "./runner-client.ts";

describe("live values", () => {
  const client = new RunnerClient();
  before(() =>
    client.run(`
      let ran = 0;
      class Base { inherited() {} get trap() { ran++; return 1; } }
      class Model extends Base { weight = [1, 2]; nested = { deep: { value: 3 } }; forward(x: number) { return x; } }
      const model = new Model();
      const guarded = new Proxy({}, { get() { ran++; }, ownKeys() { ran++; return []; }, getPrototypeOf() { ran++; return null; } });
      const text = "abc";
      const stuck = { [Symbol.for("nodejs.util.inspect.custom")]() { while (true); } };`),
  );
  after(() => client.close());

  const names = async (path: string): Promise<string[]> =>
    (await client.runner.live.members(path)).map(({ text }) => text);

  it("lists own and inherited members, nearest first", async () => {
    expect(await client.runner.live.members("model")).to.deep.equal([
      { text: "weight", type: "property" },
      { text: "nested", type: "property" },
      { text: "forward", type: "method" },
      { text: "inherited", type: "method" },
      { text: "trap", type: "property" },
    ]);
  });

  it("follows a dotted path", async () => {
    expect(await names("model.nested.deep")).to.deep.equal(["value"]);
    expect(await client.runner.live.describe("model.nested.deep.value")).to.deep.equal({ text: "3" });
  });

  it("knows primitives and globals", async () => {
    expect(await names("text")).to.include.members(["length", "toUpperCase"]);
    expect(await names("Math")).to.include("hypot");
    expect(await client.runner.live.describe("Math.PI")).to.deep.equal({ text: "3.141592653589793" });
  });

  it("knows nothing of what is not there", async () => {
    expect(await names("nobody.x")).to.deep.equal([]);
    expect(await names("model.missing.deeper")).to.deep.equal([]);
    expect(await client.runner.live.describe("nobody")).to.equal(undefined);
    expect(await names("")).to.deep.equal([]);
  });

  it("runs no getter and asks no proxy", async () => {
    expect(await names("model.trap")).to.deep.equal([]);
    expect(await names("guarded")).to.deep.equal([]);
    expect(await client.runner.live.describe("model.trap")).to.equal(undefined);
    await client.runner.live.describe("guarded");
    expect(await client.text("ran")).to.equal("0");
  });

  it("answers with nothing while the runner is busy, and does not wait for it", async () => {
    const running = client.run('console.log("busy"); while (true);');
    await client.until((item) => item.kind === "stdout");
    expect(await names("model")).to.deep.equal([]);
    await client.runner.interrupt();
    await running;
  });

  it("does not begin an inspection that was given up while a cell kept the runner", async () => {
    const running = client.run(
      'console.log("works"); for (const end = performance.now() + 700; performance.now() < end; );',
    );
    await client.until((item) => item.kind === "stdout" && item.text.includes("works"));
    expect(await client.runner.live.describe("stuck")).to.equal(undefined);
    await running;
    expect(await client.text("1 + 1")).to.equal("2");
  });

  it("survives an inspection that never ends behind a question that does", async () => {
    // Both wait in the pipe while a cell runs, and are read together.
    const running = client.run(
      'console.log("shortly"); for (const end = performance.now() + 150; performance.now() < end; );',
    );
    await client.until((item) => item.kind === "stdout" && item.text.includes("shortly"));
    const [, described] = await Promise.all([names("model"), client.runner.live.describe("stuck"), names("model")]);
    expect(described).to.equal(undefined);
    await running;
    expect(await client.text("1 + 1")).to.equal("2");
  });

  it("survives an inspection that never ends", async () => {
    // The cell waits behind the question in the same pipe.
    const [described, text] = await Promise.all([client.runner.live.describe("stuck"), client.text("1 + 1")]);
    expect(described).to.equal(undefined);
    expect(text).to.equal("2");
  });
});
