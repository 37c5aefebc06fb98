import { expect } from "chai";
import { after, beforeEach, describe, it } from "mocha";
import { RunnerClient } from "./runner-client.ts";

describe("input", () => {
  const client = new RunnerClient();
  after(() => client.close());
  let asked: (readonly [string, boolean])[] = [];

  const answering = (...answers: (string | null)[]): void => {
    client.answer = async (prompt, password) => {
      asked.push([prompt, password]);
      return answers.shift() ?? null;
    };
  };
  beforeEach(() => {
    asked = [];
  });

  it("is synchronous", async () => {
    answering("Ada", "36");
    expect(
      await client.text('const name = prompt("Name: "); const age = Number(prompt("Age: ")); [name, age + 1]'),
    ).to.equal("[ 'Ada', 37 ]");
    expect(asked).to.deep.equal([
      ["Name: ", false],
      ["Age: ", false],
    ]);
  });

  it("gives any text whole", async () => {
    const text = `한글 😀 "quoted" \\ ${"long ".repeat(5000)}`;
    answering(text);
    expect(await client.text("prompt()!.length")).to.equal(String(text.length));
  });

  it("gives null when the question was cancelled, and the fallback for an empty line", async () => {
    answering(null, "", "");
    expect(await client.text("[prompt('a'), prompt('b', 'fallback'), prompt('c')]")).to.equal(
      "[ null, 'fallback', '' ]",
    );
    expect(asked[1]).to.deep.equal(["b [fallback] ", false]);
  });

  it("is what readline asks", async () => {
    answering("Ada", "36");
    const cell = `import { createInterface } from "node:readline/promises";
      const lines = createInterface({ input: process.stdin, output: process.stdout });
      const who = await lines.question("Name? "); const years = await lines.question("Age? ");
      lines.close(); [who, years]`;
    expect(await client.text(cell)).to.equal("[ 'Ada', '36' ]");
    expect(asked).to.deep.equal([
      ["Name? ", false],
      ["Age? ", false],
    ]);
  });

  it("is asked once by a reader that nobody closes, and again by the next one", async () => {
    answering("one", "two");
    const cell = `const open = (await import("node:readline")).createInterface({ input: process.stdin, output: process.stdout });
      await new Promise((resolve) => open.question("Well? ", resolve))`;
    expect(await client.text(cell)).to.equal("'one'");
    expect(await client.text("1 + 1")).to.equal("2");
    expect(asked).to.deep.equal([["Well? ", false]]);
    expect(await client.text('await new Promise((resolve) => open.question("And? ", resolve))')).to.equal("'two'");
    await client.run("open.close()");
  });

  it("is every line of process.stdin, until one is not given", async () => {
    answering("a", "b", null);
    const cell = `const got: string[] = []; for await (const chunk of process.stdin) got.push(String(chunk)); got`;
    expect(await client.text(cell)).to.equal("[ 'a\\n', 'b\\n' ]");
    expect(asked.map(([prompt]) => prompt)).to.deep.equal(["", "", ""]);
  });

  it("fails a question, and ends stdin, where nobody can answer", async () => {
    const ask = `const asks = (await import("node:readline/promises")).createInterface({ input: process.stdin, output: process.stdout });
      await asks.question("Who? ")`;
    expect(await client.text(ask, { allowStdin: false })).to.match(/^Error: process\.stdin: .*nobody to answer/);
    expect(client.printed()).to.match(/Who\? $/);
    const all = "let all = ''; for await (const chunk of process.stdin) all += chunk; all";
    expect(await client.text(all, { allowStdin: false })).to.equal("''");
  });

  it("hides passwords", async () => {
    answering("secret");
    await client.run("prompt('Password: ', '', { password: true })");
    expect(asked).to.deep.equal([["Password: ", true]]);
  });

  it("confirms", async () => {
    answering("y", "Yes", "n", "", null);
    expect(await client.text("[1, 2, 3, 4, 5].map((i) => confirm(`${i}?`))")).to.equal(
      "[ true, true, false, false, false ]",
    );
    expect(asked[0]).to.deep.equal(["1? [y/N] ", false]);
  });

  it("asks nobody where stdin is not allowed", async () => {
    answering("never");
    expect(await client.text("[prompt('a'), confirm('b'), alert('c')]", { allowStdin: false })).to.equal(
      "[ null, false, undefined ]",
    );
    expect(asked).to.deep.equal([]);
  });

  it("comes behind the output before it", async () => {
    answering("x");
    const order: string[] = [];
    client.answer = async () => {
      order.push(`asked after ${JSON.stringify(client.printed())}`);
      return "x";
    };
    client.sent.length = 0;
    await client.run('process.stdout.write("before "); prompt("? ")');
    expect(order).to.deep.equal(['asked after "before "']);
  });
});
