import { describe, it } from "mocha";
import { expect } from "chai";
import { Parents } from "../../../kernel/front/parents.ts";
import type { Header, Request } from "../../../kernel/front/protocol.ts";

const header = (msg_id: string): Header => ({
  msg_id,
  msg_type: "execute_request",
  session: "s",
  username: "u",
  date: "d",
  version: "5.4",
});

const cell = (id: string, more: { silent?: boolean; allow_stdin?: boolean } = {}): Request<"execute_request"> => ({
  channel: "shell",
  message: {
    identities: [new Uint8Array([1])],
    header: header(id),
    parentHeader: {},
    metadata: {},
    content: {},
    buffers: [],
  },
  content: {
    code: "x".repeat(1000),
    silent: false,
    store_history: true,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: true,
    ...more,
  },
});

describe("Parents", () => {
  it("remembers of a cell what output and questions need, and not its source", () => {
    const parents = new Parents(() => undefined);
    parents.addCell(cell("a", { allow_stdin: true }));
    expect(parents.cell("a")).to.deep.equal({
      header: header("a"),
      identities: [new Uint8Array([1])],
      silent: false,
      allowStdin: true,
    });
  });

  it("gives what has no parent, or one that is forgotten, to the cell that runs, else to the newest", () => {
    let running: Request<"execute_request"> | undefined;
    const parents = new Parents(() => running);
    expect(parents.header("unknown")).to.deep.equal({});
    for (let k = 0; k <= 1000; k++) parents.addCell(cell(`cell ${k}`));
    expect(parents.header("cell 0")).to.deep.equal(header("cell 1000"));
    expect(parents.header("cell 1")).to.deep.equal(header("cell 1"));
    expect(parents.cell("cell 0")).to.equal(undefined);
    running = cell("now");
    expect(parents.header("cell 0")).to.deep.equal(header("now"));
    expect(parents.cell("cell 0")?.header).to.deep.equal(header("now"));
  });

  it("knows which cells are silent", () => {
    const parents = new Parents(() => undefined);
    parents.addCell(cell("a", { silent: true }));
    parents.addCell(cell("b"));
    expect(["a", "b", "c"].map((id) => parents.isSilent(id))).to.deep.equal([true, false, false]);
  });
});
