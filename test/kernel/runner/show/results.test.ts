import { expect } from "chai";
import { after, describe, it } from "mocha";
import { RunnerClient } from "../runner-client.ts";

const client = new RunnerClient();
after(() => client.close());

/** The bundle of a cell's result. */
async function bundle(source: string): Promise<Record<string, unknown>> {
  const outcome = await client.run(source);
  if (outcome.kind === "error") throw new Error(`test: ${outcome.ename}: ${outcome.evalue}`);
  return { ...outcome.result?.data };
}

describe("results", () => {
  const texts: readonly (readonly [string, string])[] = [
    ["undefined", ""],
    ["void 0; let x = 1", ""],
    ["null", "null"],
    ["NaN", "NaN"],
    ["-0", "-0"],
    ["0.1 + 0.2", "0.30000000000000004"],
    ["12345678901234567890n", "12345678901234567890n"],
    ["'text'", "'text'"],
    ['"it\'s"', '"it\'s"'],
    ["'a\\nb'", "'a\\nb'"],
    ["true", "true"],
    ["Symbol('s')", "Symbol(s)"],
    ["[1, 2, 3]", "[ 1, 2, 3 ]"],
    ["new Map([['a', 1]])", "Map(1) { 'a' => 1 }"],
    ["new Set([1, 2])", "Set(2) { 1, 2 }"],
    ["new Float32Array(3)", "Float32Array(3) [ 0, 0, 0 ]"],
    ["new (class Point { x = 1 })", "Point { x: 1 }"],
    ["class A {}; A", "[class A]"],
    ["function f() {}; f", "[Function: f]"],
    ["new Date(0)", "1970-01-01T00:00:00.000Z"],
    ["/a+/g", "/a+/g"],
    ["Promise.resolve(7)", "7"],
    ["({ get a() { throw new Error('getter'); } })", "{ a: [Getter] }"],
    ["const o: any = {}; o.self = o; o", "<ref *1> { self: [Circular *1] }"],
  ];
  for (const [source, expected] of texts) {
    it(`show ${source} as ${expected || "nothing"}`, async () => {
      const data = await bundle(source);
      expect(data["text/plain"] ?? "").to.equal(expected);
    });
  }

  it("have no colours in any text", async () => {
    for (const source of ["1", "'a'", "[1, { a: null }]", "new Error('e')"]) {
      expect((await bundle(source))["text/plain"]).not.to.contain("\u001b");
    }
  });

  it("show long strings with their length", async () => {
    expect((await bundle("'x'.repeat(20_000)"))["text/plain"]).to.match(
      /^'x{1000}'\.\.\. \(a string of 20,000 characters; console\.log\(value\) prints it\)$/,
    );
  });

  it("show arrays of objects as a table too", async () => {
    const data = await bundle('[{ a: 1, b: "<i>" }, { a: 2, c: [3] }]');
    expect(data["text/html"]).to.equal(
      "<table><thead><tr><th></th><th>a</th><th>b</th><th>c</th></tr></thead><tbody>" +
        "<tr><td>0</td><td>1</td><td>&lt;i&gt;</td><td></td></tr><tr><td>1</td><td>2</td><td></td><td>[ 3 ]</td></tr></tbody></table>",
    );
    expect(data["text/plain"]).to.equal("[ { a: 1, b: '<i>' }, { a: 2, c: [ 3 ] } ]");
  });

  it("show in a table what the text shows, however deep", async () => {
    const data = await bundle("[{ data: { state: { value: { six: { seven: 7 } } } } }]");
    expect(data["text/plain"]).to.include("{ state: { value: { six: [Object] } } }");
    expect(data["text/html"]).to.include("{ state: { value: { six: [Object] } } }");
  });

  it("show sources given as a string and as a template", async () => {
    expect((await bundle("jupyter.html('<b>\\\\x</b>')"))["text/html"]).to.equal("<b>\\x</b>");
    expect((await bundle("jupyter.md`**${1 + 1}**`"))["text/markdown"]).to.equal("**2**");
    expect((await bundle("jupyter.svg('<svg/>')"))["image/svg+xml"]).to.equal("<svg/>");
  });

  it("are silent in a silent cell", async () => {
    expect(await client.run("5", { silent: true })).to.deep.include({ kind: "ok" });
    expect((await client.run("5", { silent: true })) as object).not.to.have.property("result");
  });

  describe("that are too large", () => {
    const cases: readonly (readonly [string, string, RegExp])[] = [
      [
        "many keys",
        "Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => ['k' + i, i]))",
        /the first 100 of 100,000 keys/,
      ],
      ["many elements", "Array.from({ length: 1e6 }, (_, i) => i)", /999900 more items/],
      ["a deep tree", "let t: any = null; for (let i = 0; i < 1e5; i++) t = { t }; t", /\[Object\]/],
      [
        "a wide tree",
        "const w = (d: number): any => d ? Array.from({ length: 60 }, () => w(d - 1)) : 0; w(3)",
        /too much to show at once/,
      ],
      ["long strings inside", "['x'.repeat(1e6)]", /999000 more characters/],
      ["a large buffer", "new Uint8Array(1e8)", /99999900 more items/],
    ];
    for (const [name, source, note] of cases) {
      it(`are shortened with a note: ${name}`, async () => {
        const text = String((await bundle(source))["text/plain"]);
        expect(text).to.match(note);
        expect(text.length).to.be.lessThan(60_000);
      });
    }
  });

  describe("that resist", () => {
    const cases: readonly (readonly [string, string, RegExp])[] = [
      [
        "a proxy whose traps throw",
        "new Proxy({}, { get() { throw 1; }, ownKeys() { throw 2; }, getPrototypeOf() { throw 3; } })",
        /\{\}/,
      ],
      ["a revoked proxy", "const r = Proxy.revocable({}, {}); r.revoke(); r.proxy", /Revoked Proxy/],
      [
        "an inspection that throws",
        "({ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('no'); } })",
        /cannot be inspected: Error: no/,
      ],
      ["a name that throws", "Object.defineProperty(() => 1, 'name', { get() { throw new Error('n'); } })", /./],
      ["a formatter that throws", "({ a: 1, [jupyter.$display]() { throw new Error('fail'); } })", /a: 1/],
      ["a formatter that rejects", "({ a: 1, async [jupyter.$display]() { throw new Error('fail'); } })", /a: 1/],
      ["a formatter that gives nothing", "({ a: 1, [jupyter.$display]() {} })", /a: 1/],
      ["a formatter that gives nonsense", "({ a: 1, [jupyter.$display]: () => 5 })", /a: 1/],
    ];
    for (const [name, source, expected] of cases) {
      it(`are shown all the same: ${name}`, async () => {
        expect((await bundle(source))["text/plain"]).to.match(expected);
      });
    }

    it("say why a formatter failed", async () => {
      client.sent.length = 0;
      await client.run("({ [jupyter.$display]() { throw new RangeError('too wide'); } })");
      expect(client.printed("stderr")).to.match(/display method failed.*RangeError: too wide\n$/);
    });

    it("keep what JSON cannot hold out of the message", async () => {
      const data = await bundle(`const j: any = {}; j.j = j;
        ({ [jupyter.$display]: () => ({ "application/json": j, "application/x+json": { big: 1n }, "text/html": "ok" }) })`);
      expect(data["application/json"]).to.match(/^not representable as JSON \(TypeError: Converting circular/);
      expect(data["application/x+json"]).to.match(/^not representable as JSON .*BigInt/);
      expect(data["text/html"]).to.equal("ok");
    });
  });

  describe("that show themselves", () => {
    const png = "Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)";
    const cases: readonly (readonly [string, string, Record<string, unknown>])[] = [
      [
        "objects",
        "({ [jupyter.$display]: () => ({ 'text/html': '<b>' , 'text/plain': 'b' }) })",
        { "text/html": "<b>", "text/plain": "b" },
      ],
      [
        "functions",
        "Object.assign(() => 1, { [jupyter.$display]: () => ({ 'text/plain': 'fn' }) })",
        { "text/plain": "fn" },
      ],
      [
        "classes of objects",
        "class S { get [jupyter.$display]() { return () => ({ 'text/plain': 'inherited' }) } }; new S()",
        { "text/plain": "inherited" },
      ],
      [
        "asynchronous ones",
        "({ async [jupyter.$display]() { return { 'text/plain': 'later' } } })",
        { "text/plain": "later" },
      ],
      [
        "bytes in a bundle",
        "({ [jupyter.$display]: () => ({ 'image/png': Uint8Array.of(1, 2), 'text/plain': '' }) })",
        { "image/png": "AQI=", "text/plain": "" },
      ],
      [
        "ijavascript's",
        "({ _toHtml: () => '<i>', _toSvg: () => '<svg/>', toString: () => '' })",
        { "text/html": "<i>", "image/svg+xml": "<svg/>" },
      ],
      ["ijavascript's bundle", "({ _toMime: () => ({ 'text/html': 'm' }) })", { "text/html": "m" }],
      ["canvases", "({ toDataURL: () => 'data:image/png;base64,AAAA' })", { "image/png": "AAAA" }],
      [
        "Vega",
        "({ toSpec: () => ({ $schema: 'https://vega.github.io/schema/vega/v5.json' }) })",
        { "application/vnd.vega.v5+json": { $schema: "https://vega.github.io/schema/vega/v5.json" } },
      ],
      [
        "Vega-Lite",
        "({ toSpec: () => ({ $schema: 'https://vega.github.io/schema/vega-lite/v5.17.json' }) })",
        { "application/vnd.vegalite.v5+json": { $schema: "https://vega.github.io/schema/vega-lite/v5.17.json" } },
      ],
      ["elements", "({ outerHTML: '<p>x</p>' })", { "text/html": "<p>x</p>" }],
      ["drawings", "({ outerHTML: '<svg></svg>' })", { "image/svg+xml": "<svg></svg>" }],
      ["PNG bytes", png, { "image/png": "iVBORw0KGgo=", "text/plain": "[image/png, 8 bytes]" }],
      ["JPEG bytes", "Uint8Array.of(0xff, 0xd8, 0, 0xff, 0xd9)", { "image/jpeg": "/9gA/9k=" }],
      [
        "data frames",
        "({ schema: { a: 'Int64', b: 'Utf8' }, toRecords() { return [{ a: 1, b: 'x' }] }, head() { return this } })",
        {
          "application/vnd.dataresource+json": {
            schema: {
              fields: [
                { name: "a", type: "integer" },
                { name: "b", type: "string" },
              ],
            },
            data: [{ a: 1, b: "x" }],
          },
        },
      ],
    ];
    for (const [name, source, expected] of cases) {
      it(`are asked: ${name}`, async () => {
        const data = await bundle(source);
        expect(data).to.deep.include(expected);
        expect(data).to.have.property("text/plain");
      });
    }

    it("may add metadata", async () => {
      const outcome = await client.run(
        "({ [jupyter.$display]: () => [{ 'image/png': 'AAAA' }, { 'image/png': { width: 10 } }] })",
      );
      expect(outcome.kind === "ok" && outcome.result?.metadata).to.deep.equal({ "image/png": { width: 10 } });
    });
  });
});
