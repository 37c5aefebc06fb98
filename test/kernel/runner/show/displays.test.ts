import { expect } from "chai";
import { after, afterEach, describe, it } from "mocha";
import { RunnerClient } from "../runner-client.ts";

describe("displays", () => {
  const client = new RunnerClient();
  after(() => client.close());
  afterEach(() => {
    client.sent.length = 0;
  });

  /** What a cell shows: each display's MIME bundle, an update marked as such. */
  async function shown(source: string): Promise<unknown[]> {
    const outcome = await client.run(source);
    if (outcome.kind === "error") throw new Error(`test: ${outcome.ename}: ${outcome.evalue}`);
    return client.sent.map((item) =>
      item.kind === "display" ? item.content.data : item.kind === "update" ? { update: item.content.data } : item.kind,
    );
  }

  const types: readonly (readonly [string, Record<string, unknown>])[] = [
    ["display.html('<b>')", { "text/html": "<b>", "text/plain": "[text/html]" }],
    ["display.markdown('# a')", { "text/markdown": "# a", "text/plain": "# a" }],
    ["display.latex('$x$')", { "text/latex": "$x$", "text/plain": "$x$" }],
    ["display.svg('<svg/>')", { "image/svg+xml": "<svg/>", "text/plain": "[image/svg+xml]" }],
    ["display.javascript('1')", { "text/javascript": "1", "text/plain": "[text/javascript]" }],
    ["display.text('t')", { "text/plain": "t" }],
    ["display.png(Uint8Array.of(1))", { "image/png": "AQ==", "text/plain": "[image/png]" }],
    ["display.jpeg('AQ==')", { "image/jpeg": "AQ==", "text/plain": "[image/jpeg]" }],
    ["display.gif(Uint8Array.of(1))", { "image/gif": "AQ==", "text/plain": "[image/gif]" }],
    ["display.pdf(Uint8Array.of(1))", { "application/pdf": "AQ==", "text/plain": "[application/pdf]" }],
    ["display.json({ a: [1] })", { "application/json": { a: [1] }, "text/plain": "[application/json]" }],
    ["display.raw('application/x+json', [1])", { "application/x+json": [1], "text/plain": "[application/x+json]" }],
    ["display.raw({ 'text/html': 'r', 'text/plain': 'p' })", { "text/html": "r", "text/plain": "p" }],
    ["display({ 'text/html': 'r' }, { raw: true })", { "text/html": "r" }],
    ["display([1])", { "text/plain": "[ 1 ]" }],
    ["jupyter.display('s')", { "text/plain": "'s'" }],
    [
      "display.vega({ $schema: 'https://vega.github.io/schema/vega/v5.json' })",
      {
        "application/vnd.vega.v5+json": { $schema: "https://vega.github.io/schema/vega/v5.json" },
        "text/plain": "[application/vnd.vega.v5+json]",
      },
    ],
  ];
  for (const [source, bundle] of types) {
    it(`of ${source}`, async () => {
      expect(await shown(source)).to.deep.equal([bundle]);
    });
  }

  it("can be replaced from any cell", async () => {
    await client.run("const handle = await display('one', { displayId: true })");
    await client.run(
      "await handle.update('two'); await display('three', { display_id: handle.displayId, update: true })",
    );
    const ids = client.sent.map((item) => ("content" in item ? (item.content as { transient: object }).transient : {}));
    expect(ids.length).to.equal(3);
    expect(ids[0]).to.have.property("display_id");
    expect(ids[1]).to.deep.equal(ids[0]);
    expect(ids[2]).to.deep.equal(ids[0]);
    expect(client.sent.map((item) => item.kind)).to.deep.equal(["display", "update", "update"]);
  });

  it("that are asynchronous are shown before the cell ends, awaited or not", async () => {
    const source =
      "void display({ async [jupyter.$display]() { await new Promise((r) => setTimeout(r, 5)); return { 'text/plain': 'slow' } } }); 1";
    expect(await shown(source)).to.deep.equal([{ "text/plain": "slow" }]);
  });

  it("can be cleared", async () => {
    await client.run("jupyter.clearOutput(); jupyter.clearOutput({ wait: true })");
    expect(client.sent).to.deep.equal(
      [false, true].map((wait) => ({
        kind: "clear",
        parent: client.sent[0]!.kind === "clear" && client.sent[0]!.parent,
        wait,
      })),
    );
  });

  it("leave a page and a next input with the reply", async () => {
    const outcome = await client.run(
      "jupyter.page('old'); jupyter.page('new'); jupyter.setNextInput('let next', { replace: true })",
    );
    expect(outcome.kind === "ok" && outcome.payload).to.deep.equal([
      { source: "page", data: { "text/plain": "new" }, start: 0 },
      { source: "set_next_input", text: "let next", replace: true },
    ]);
    expect((await client.run("1")) as object)
      .to.have.property("payload")
      .that.deep.equals([]);
  });

  it("answer user_expressions", async () => {
    const outcome = await client.run("let base = 40", {
      expressions: { sum: "base + 2", broken: "missing_", nothing: "undefined" },
    });
    if (outcome.kind === "error") throw new Error("test: the cell failed");
    const { sum, broken, nothing } = outcome.userExpressions;
    expect(sum).to.deep.equal({ status: "ok", data: { "text/plain": "42" }, metadata: {} });
    expect(broken).to.include({ status: "error", ename: "ReferenceError" });
    expect(nothing).to.deep.equal({ status: "ok", data: { "text/plain": "undefined" }, metadata: {} });
  });

  it("say of content of absurd size that it is not shown, and send none of it", async () => {
    for (const source of [
      "display.html('x'.repeat(60_000_000))",
      "display.png(new Uint8Array(40_000_000))",
      "display.json({ a: ['x'.repeat(60_000_000)] })",
      "display(new Uint8Array(10)); ({ [jupyter.$display]: () => ({ 'text/html': 'x'.repeat(60_000_000) }) })",
      "require('util'); display.raw('application/x', 'x'.repeat(60_000_000))",
    ]) {
      client.sent.length = 0;
      const outcome = await client.run(source);
      const told = JSON.stringify([outcome, client.sent]);
      expect(told.length, source).to.be.below(2000);
      expect(told).to.match(/characters is not shown: at most 50,000,000 are/);
    }
  });

  describe("by tslab's names", () => {
    it("send one type each", async () => {
      const source = `import * as tslab from "tslab";
        tslab.display.html("<b>"); tslab.display.png(Uint8Array.of(1)); tslab.display.raw("application/x", "y");`;
      expect(await shown(source)).to.deep.equal([
        { "text/html": "<b>" },
        { "image/png": "AQ==" },
        { "application/x": "y" },
      ]);
    });

    it("replace what newDisplay showed first", async () => {
      const source = `import { newDisplay } from "tslab"; const one = newDisplay(); one.text("a"); one.html("b")`;
      expect(await shown(source)).to.deep.equal([{ "text/plain": "a" }, { update: { "text/html": "b" } }]);
    });

    it("tell the versions", async () => {
      expect(
        await client.text('import { versions } from "tslab"; [versions.tslab, versions.node === process.version]'),
      ).to.equal("[ '1.0.22', true ]");
    });
  });

  describe("by Deno's names", () => {
    it("come from tagged templates", async () => {
      for (const [tag, type] of [
        ["md", "text/markdown"],
        ["html", "text/html"],
        ["svg", "image/svg+xml"],
      ]) {
        const outcome = await client.run(`jupyter.${tag}\`<a>\${1 + 1}</a>\``);
        expect(outcome.kind === "ok" && outcome.result?.data[type!]).to.equal("<a>2</a>");
      }
    });

    it("come from image files and bytes", async () => {
      const png = "Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)";
      expect(await shown(`await display(jupyter.image(${png}))`)).to.deep.equal([
        { "image/png": "iVBORw0KGgo=", "text/plain": "[image/png]" },
      ]);
      expect(await client.text("jupyter.image(Uint8Array.of(1))")).to.match(
        /^TypeError: image: expected the bytes of a PNG/,
      );
      expect(await client.text("jupyter.image('/no/such/file')")).to.match(/ENOENT/);
    });

    it("give a value's bundle", async () => {
      expect(await client.text("await jupyter.format(5)")).to.equal("{ 'text/plain': '5' }");
    });

    it("broadcast any message", async () => {
      await client.run("await jupyter.broadcast('update_display_data', { data: {}, metadata: {}, transient: {} })");
      expect(client.sent[0]).to.deep.include({ kind: "broadcast", type: "update_display_data" });
    });
  });
});
