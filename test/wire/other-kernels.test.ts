/** The lesson 00-original, run by other kernels, prints and shows the same as here. */
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { expect } from "chai";
import { Client, KernelProcess, type Message } from "../support/client.ts";
import { joined, readNotebook } from "../support/notebook.ts";
import { type OtherKernel, startOther } from "../support/other-kernels.ts";
import { projectRoot } from "../support/python.ts";

const cells = readNotebook(join(projectRoot, "notebooks", "00-original.ipynb"))
  .cells.filter(({ cell_type }) => cell_type === "code")
  // Nothing is fetched: drawn pictures are used at once.
  .map((cell) => joined(cell.source).replaceAll("download: true", "download: false"));

interface Seen {
  readonly text: string;
  readonly pictures: number;
}

const bundleOf = ({ content }: Message): Record<string, unknown> => (content["data"] ?? {}) as Record<string, unknown>;

/** What a reader sees of a cell: the text of streams and results, and the number of pictures. */
function seen(messages: readonly Message[]): Seen {
  const texts = messages.flatMap((message) => {
    if (message.type === "error") return [`error: ${String(message.content["evalue"])}`];
    if (message.type === "stream" && message.content["name"] === "stdout") return [String(message.content["text"])];
    return message.type === "execute_result" ? [`${String(bundleOf(message)["text/plain"])}\n`] : [];
  });
  return { text: texts.join(""), pictures: messages.filter((message) => "image/png" in bundleOf(message)).length };
}

describe("the lesson 00-original in kernels of others", function () {
  this.timeout(240_000);
  const here: Seen[] = [];

  before(async () => {
    const kernel = new KernelProcess();
    const client = new Client(await kernel.ports());
    await client.ready();
    for (const code of cells) here.push(seen((await client.exchange(client.submit(code))).iopub));
    client.close();
    await kernel.stop();
    expect(here.reduce((sum, { pictures }) => sum + pictures, 0)).to.equal(8);
  });

  for (const name of ["tslab", "deno"] as const) {
    describe(name, () => {
      let kernel: OtherKernel;
      const there: Seen[] = [];
      before(async () => {
        kernel = await startOther(name);
        there.push(...(await kernel.run(cells)).map(seen));
      });
      after(() => kernel.stop());

      it("prints the same", () => {
        // A cell without a result here may show the value of its assignment there.
        const said = here.map(({ text }, k) => (text === "" ? "" : there[k]!.text));
        expect(said.map(withoutCounts)).to.deep.equal(here.map(({ text }) => withoutCounts(text)));
      });

      it("shows the same pictures", () => {
        expect(there.map(({ pictures }) => pictures)).to.deep.equal(here.map(({ pictures }) => pictures));
      });
    });
  }
});

/** Deno shows the value of a cell's last assignment, also after the cell's output. */
const withoutCounts = (text: string): string => text.replace(/^\[ "airplane", "bird" \]\n/mu, "");
