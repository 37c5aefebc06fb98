/** Live pictures, with stand-ins for the kernel's display and comms: messages in, messages out. */
import { afterEach, beforeEach, describe, it } from "mocha";
import { expect } from "chai";
import { F, nn, optim, plot, torch, widget } from "../../../src/index.ts";

const display = Symbol.for("Jupyter.display");

interface FakeComm {
  readonly id: string;
  readonly opened: {
    readonly target: string;
    readonly data: Record<string, unknown>;
    readonly options: { metadata: object; buffers: Uint8Array[] };
  };
  readonly sent: { readonly data: Record<string, unknown>; readonly buffers: readonly Uint8Array[] }[];
  /** Delivers a message as if the page had sent it. */
  receive(data: object, buffers?: readonly Uint8Array[]): void;
}

let comms: FakeComm[] = [];
let shows: {
  readonly value: { [display]?: () => unknown };
  readonly options: { readonly display_id: string; readonly update?: boolean };
}[] = [];

describe("in a notebook with comms", () => {
  beforeEach(() => {
    comms = [];
    shows = [];
    const openComm = (target: string, data: Record<string, unknown>, options: FakeComm["opened"]["options"]) => {
      const handlers: ((event: object) => unknown)[] = [];
      const sent: FakeComm["sent"] = [];
      const receive = (message: object, buffers: readonly Uint8Array[] = []): void =>
        handlers.forEach((handler) => handler({ data: message, metadata: {}, buffers }));
      const comm = { id: `comm-${comms.length}`, opened: { target, data, options }, sent, receive };
      comms.push(comm);
      return {
        id: comm.id,
        send: (message: Record<string, unknown>, { buffers = [] }: { buffers?: readonly Uint8Array[] } = {}) =>
          void sent.push({ data: message, buffers }),
        close: () => undefined,
        onMessage: (handler: (event: object) => unknown) => void handlers.push(handler),
        onClose: () => undefined,
      };
    };
    const value = {
      openComm,
      display: (shown: (typeof shows)[number]["value"], options: (typeof shows)[number]["options"]) => {
        shows.push({ value: shown, options });
        // The kernel makes the bundle at once.
        if (options.update !== true) shown[display]?.();
      },
    };
    Object.defineProperty(globalThis, "jupyter", { value, configurable: true });
  });
  afterEach(() => {
    Reflect.deleteProperty(globalThis, "jupyter");
  });

  const bundleOf = (value: unknown): Record<string, unknown> =>
    (value as { [display]: () => [Record<string, unknown>] })[display]()[0];
  const floats = (bytes: Uint8Array): number[] => Array.from(new Float32Array(bytes.slice().buffer));
  const esm = "export default { render() {} }";

  describe("a widget", () => {
    it("opens one model as Jupyter's widgets do, and shows its view", () => {
      const made = widget({ esm, css: ".a {}", state: { count: 1, bytes: Uint8Array.of(1, 2) } });
      const view = bundleOf(made)["application/vnd.jupyter.widget-view+json"];
      bundleOf(made);
      expect(comms).to.have.length(1);
      expect(view).to.deep.equal({ version_major: 2, version_minor: 0, model_id: "comm-0" });
      const { target, data, options } = comms[0]!.opened;
      expect([target, options.metadata, data["buffer_paths"]]).to.deep.equal([
        "jupyter.widget",
        { version: "2.1.0" },
        [["bytes"]],
      ]);
      expect(data["state"]).to.deep.include({
        _model_module: "anywidget",
        _view_name: "AnyView",
        _esm: esm,
        _css: ".a {}",
        count: 1,
      });
      expect([...options.buffers[0]!]).to.deep.equal([1, 2]);
    });

    it("gives the page what the kernel changes, and the kernel what the page changes", () => {
      const changes: unknown[] = [];
      const messages: unknown[] = [];
      const made = widget({
        esm,
        state: { count: 1, bytes: Uint8Array.of() },
        onChange: (change) => changes.push(change),
        onMessage: (content) => messages.push(content),
      });
      bundleOf(made);
      made.set({ count: 2 });
      expect(comms[0]!.sent.at(-1)!.data).to.deep.equal({ method: "update", state: { count: 2 }, buffer_paths: [] });
      comms[0]!.receive(
        { method: "update", state: { count: 3, _view_name: "other", unknown: 1 }, buffer_paths: [["bytes"]] },
        [Uint8Array.of(9)],
      );
      expect(changes).to.deep.equal([{ count: 3, bytes: Uint8Array.of(9) }]);
      expect(made.state).to.deep.equal({ count: 3, bytes: Uint8Array.of(9) });
      comms[0]!.receive({ method: "custom", content: { kind: "hello" } });
      expect(messages).to.deep.equal([{ kind: "hello" }]);
      made.send({ kind: "hello back" });
      expect(comms[0]!.sent.at(-1)!.data).to.deep.equal({ method: "custom", content: { kind: "hello back" } });
    });

    it("gives a page that was loaded anew all that makes the model, with the state of now", () => {
      const made = widget({ esm, state: { count: 1, bytes: Uint8Array.of(7) } });
      bundleOf(made);
      const { state: opened } = comms[0]!.opened.data as { readonly state: object };
      made.set({ count: 4 });
      comms[0]!.receive({ method: "request_state" });
      const { data, buffers } = comms[0]!.sent.at(-1)!;
      expect(data).to.deep.equal({ method: "update", state: { ...opened, count: 4 }, buffer_paths: [["bytes"]] });
      expect([...buffers[0]!]).to.deep.equal([7]);
    });

    it("gives a page that asks the picture of the moment, for the notebook to hold", () => {
      let value = 1;
      const still = (): plot.Picture => plot.image(torch.zeros(4, 4), { alt: `it is ${value}` });
      const messages: unknown[] = [];
      bundleOf(widget({ esm, state: {}, still, onMessage: (content) => messages.push(content) }));
      value = 2;
      comms[0]!.receive({ method: "custom", content: { kind: "convkernel.still" } });
      const { content } = comms[0]!.sent.at(-1)!.data as { readonly content: { bundle: Record<string, string> } };
      expect(content.bundle["text/plain"]).to.equal("[widget] it is 2");
      expect(content.bundle["text/html"]).to.include("it is 2");
      expect(messages).to.deep.equal([]);
      bundleOf(widget({ esm, state: {}, onMessage: (told) => messages.push(told) }));
      comms[1]!.receive({ method: "custom", content: { kind: "convkernel.still" } });
      expect(messages, "one without a still of its own answers itself").to.have.length(1);
    });

    it("is its still where there are no comms", () => {
      Reflect.deleteProperty(globalThis, "jupyter");
      const made = widget({ esm, state: {}, still: plot.image(torch.zeros(4, 4), { alt: "nothing" }) });
      const bundle = bundleOf(made);
      expect(Object.keys(bundle)).to.have.members(["text/html", "image/png", "text/plain"]);
      expect(String(made)).to.equal("[widget] nothing");
    });

    it("refuses what is no module, and names of the protocol", () => {
      expect(() => widget({ state: {} } as never)).to.throw(TypeError, "'esm'");
      expect(() => widget({ esm, state: { _esm: "x" } })).to.throw(RangeError, "got _esm");
      expect(() => widget({ esm, state: {}, frobnicate: 1 } as never)).to.throw(TypeError, "'frobnicate'");
    });
  });

  describe("a kernel editor", () => {
    it("computes as the layer does, with what was typed", () => {
      torch.manualSeed(2);
      const [conv, image] = [new nn.Conv2d(2, 3, 3, { padding: 1 }), torch.rand(2, 5, 5)];
      const editor = plot.kernelEditor(conv, image, { channel: 2, input: 1 });
      bundleOf(editor);
      const kernel = [0, 1, 0, -1, 4, -1, 0, 1, 0.5];
      comms[0]!.receive({ method: "update", state: { kernel } });
      expect((conv.weight.at(2, 1).tolist() as number[][]).flat()).to.deep.equal(kernel);
      const { data, buffers } = comms[0]!.sent.at(-1)!;
      expect(data["state"]).to.deep.equal({ outputSize: [5, 5], error: "", answer: 1 });
      const expected = F.conv2d(image.unsqueeze(0), conv.weight, conv.bias, { padding: 1 }).at(0, 2);
      expect(torch.allclose(torch.tensor(floats(buffers[0]!)).view(5, 5), expected.detach(), { atol: 1e-6 })).to.equal(
        true,
      );
    });

    it("shows another channel's kernel, and what the reader's own function throws", () => {
      const conv = new nn.Conv2d(1, 2, 2);
      const editor = plot.kernelEditor(conv, torch.rand(1, 4, 4), {
        after: (output) => {
          if (Number(conv.weight.at(0, 0, 0, 0).item()) === 7) throw new Error("my own fault");
          return output.relu();
        },
      });
      bundleOf(editor);
      comms[0]!.receive({ method: "update", state: { channel: 1 } });
      expect(editor.state.kernel).to.deep.equal((conv.weight.at(1, 0).tolist() as number[][]).flat());
      comms[0]!.receive({ method: "update", state: { channel: 5 } });
      expect(editor.state.error).to.include("expected channel from 0 to 1, got 5");
      comms[0]!.receive({ method: "update", state: { channel: 0 } });
      comms[0]!.receive({ method: "update", state: { kernel: [7, 0, 0, 0] } });
      expect(editor.state.error).to.equal("my own fault");
    });

    it("refuses images and channels that the layer has not", () => {
      const conv = new nn.Conv2d(2, 3, 3);
      expect(() => plot.kernelEditor(conv, torch.rand(1, 5, 5))).to.throw(RangeError, "expected image [2, H, W]");
      expect(() => plot.kernelEditor(conv, torch.rand(2, 5, 5), { channel: 3 })).to.throw(
        RangeError,
        "channel from 0 to 2, got 3",
      );
      expect(() => plot.kernelEditor(new nn.Conv2d(2, 3, 9), torch.rand(2, 9, 9))).to.throw(
        RangeError,
        "at most 49 numbers",
      );
    });
  });

  describe("a dashboard", () => {
    const make = (): { board: plot.Dashboard; optimizer: optim.SGD } => {
      const optimizer = new optim.SGD(new nn.Linear(1, 1).parameters(), { lr: 0.1 });
      return { board: plot.dashboard(optimizer), optimizer };
    };
    /** Whether a promise is still pending after a few turns of the event loop. */
    async function isWaiting(promise: Promise<unknown>): Promise<boolean> {
      let isOpen = true;
      void promise.then(() => (isOpen = false));
      for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
      return isOpen;
    }

    it("shows itself once in a cell, and sets the rate of the optimizer", async () => {
      const { board, optimizer } = make();
      await board.tick({ loss: torch.tensor(2.5) });
      await board.tick({ loss: 2 });
      expect(board.history).to.deep.equal({ loss: [2.5, 2] });
      expect(shows.filter(({ options }) => options.update !== true)).to.have.length(1);
      comms[0]!.receive({ method: "update", state: { lr: 0.02 } });
      expect(optimizer.paramGroups[0]!["lr"]).to.equal(0.02);
      comms[0]!.receive({ method: "update", state: { lr: "fast" } });
      expect(optimizer.paramGroups[0]!["lr"]).to.equal(0.02);
    });

    it("waits while it is paused, a batch a step, and goes on", async () => {
      const { board } = make();
      await board.tick({ loss: 3 });
      comms[0]!.receive({ method: "update", state: { isPaused: true } });
      const second = board.tick({ loss: 2 });
      expect(await isWaiting(second)).to.equal(true);
      comms[0]!.receive({ method: "update", state: { steps: 1 } });
      await second;
      const third = board.tick({ loss: 1 });
      expect(await isWaiting(third), "one step lets one batch through").to.equal(true);
      comms[0]!.receive({ method: "update", state: { isPaused: false } });
      await third;
      expect(board.history["loss"]).to.deep.equal([3, 2, 1]);
    });

    it("lets go by only the batches that were asked for while it is paused, at the rate that was set before", async () => {
      const { board, optimizer } = make();
      await board.tick({ loss: 3 });
      comms[0]!.receive({ method: "update", state: { steps: 1 } });
      comms[0]!.receive({ method: "update", state: { isPaused: true } });
      const second = board.tick({ loss: 2 });
      expect(await isWaiting(second), "nobody had paused when the first was asked for").to.equal(true);
      // One message, because front ends combine changes.
      comms[0]!.receive({ method: "update", state: { lr: 0.02, steps: 3 } });
      await second;
      expect(optimizer.paramGroups[0]!["lr"]).to.equal(0.02);
      await board.tick({ loss: 1 });
      const fourth = board.tick({ loss: 0.5 });
      expect(await isWaiting(fourth), "two were asked for").to.equal(true);
      comms[0]!.receive({ method: "update", state: { isPaused: false } });
      await fourth;
    });

    it("does not tell the page what the page has set, but what a scheduler has", async () => {
      const { board, optimizer } = make();
      await board.tick({ loss: 3 });
      comms[0]!.receive({ method: "update", state: { lr: 0.02, isPaused: true } });
      const told = comms[0]!.sent.length;
      const second = board.tick({ loss: 2 });
      expect(await isWaiting(second)).to.equal(true);
      optimizer.paramGroups[0]!["lr"] = 0.002;
      comms[0]!.receive({ method: "update", state: { isPaused: false } });
      await second;
      await board.epoch({ accuracy: 0.5 });
      const states = comms[0]!.sent.slice(told).map(({ data }) => data["state"] as Record<string, unknown>);
      expect(states.some((state) => "isPaused" in state)).to.equal(false);
      expect(states.flatMap((state) => ("lr" in state ? [state["lr"]] : []))).to.deep.equal([0.002]);
      await board.epoch({ accuracy: 0.75 });
      const last = comms[0]!.sent.at(-1)!.data["state"] as Record<string, unknown>;
      expect(last["epochs"]).to.deep.equal({ accuracy: [0.5, 0.75] });
    });

    it("leaves a still picture with the curves, without a view that needs the kernel", async () => {
      const { board } = make();
      // Made before the training, because a second without a batch counts as the end of a training.
      const mistakes = plot.image(torch.zeros(4, 4), { alt: "a bird taken for a plane" });
      for (const loss of [3, 2, 1]) await board.tick({ loss });
      board.mistakes(mistakes);
      const settling = shows.find(({ options }) => options.update === true)!;
      const [bundle] = (await settling.value[display]!()) as [Record<string, string>];
      expect(Object.keys(bundle)).not.to.include("application/vnd.jupyter.widget-view+json");
      expect(bundle["text/html"]).to.include("a bird taken for a plane");
      expect(bundle["text/plain"]).to.equal("[dashboard] line loss of 3, from 1 to 3, last 1");
      expect(comms[0]!.sent.at(-1)!.data["state"]).to.deep.include({ isOver: true });
      // A single curve has no legend: the axis has its name.
      const yTitle = (): unknown => (board.figure()!.layout.yaxis as { title?: { text: string } }).title?.text;
      expect(yTitle()).to.equal("loss");
      await board.tick({ loss: 1, accuracy: 0.5 });
      expect(yTitle()).to.equal(undefined);
    });

    it("gives a page that asks the curves and mistakes of the moment", async () => {
      const { board } = make();
      for (const loss of [3, 2]) await board.tick({ loss });
      board.mistakes(plot.image(torch.zeros(4, 4), { alt: "a bird taken for a plane" }));
      comms[0]!.receive({ method: "custom", content: { kind: "convkernel.still" } });
      const { content } = comms[0]!.sent.at(-1)!.data as { readonly content: { bundle: Record<string, string> } };
      expect(content.bundle["text/plain"]).to.equal("[dashboard] line loss of 2, from 2 to 3, last 2");
      expect(content.bundle["text/html"]).to.include("line loss of 2").and.to.include("a bird taken for a plane");
      expect(Object.keys(content.bundle)).to.include("application/vnd.convkernel.live+json");
    });

    it("wants numbers by their names", async () => {
      const { board } = make();
      for (const wrong of [0.5, { loss: "1" }, { loss: torch.zeros(2) }, undefined]) {
        const refused = await board.tick(wrong as never).then(
          () => undefined,
          (error: unknown) => error,
        );
        expect(refused).to.be.instanceOf(TypeError);
      }
      expect(() => plot.dashboard(new nn.Linear(1, 1) as never)).to.throw(TypeError, "'optimizer'");
    });
  });
});
