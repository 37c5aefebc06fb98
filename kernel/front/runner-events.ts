/** Passes on what the runner sends as iopub messages and stdin questions, each under the request that caused it. */
import type { CommTable } from "./comm-table.ts";
import type { Input } from "./input.ts";
import type { Output } from "./output.ts";
import type { Parents } from "./parents.ts";
import type { Outgoing } from "./protocol.ts";
import type { CommMessage, DisplayContent, RunnerEvents } from "../contract/runner.ts";

export interface RunnerEventsParts {
  readonly output: Output;
  readonly input: Input;
  readonly comms: CommTable;
  readonly parents: Parents;
  readonly variablesLost: () => void;
}

/** What a message carries besides its content. */
interface Envelope {
  readonly metadata?: object;
  readonly buffers?: readonly Uint8Array[];
  readonly bytes: number;
}

/** Output of a silent cell is dropped; its comms and questions are not output and pass. */
export function createRunnerEvents({ output, input, comms, parents, variablesLost }: RunnerEventsParts): RunnerEvents {
  const publish = (
    id: string,
    type: string,
    content: object,
    { metadata = {}, buffers = [], bytes }: Envelope,
  ): void | Promise<void> => {
    if (parents.isSilent(id)) return;
    return output.message({ type, content, metadata, buffers, parent: parents.header(id) }, { bytes });
  };
  return {
    stream: (id, name, text) => (parents.isSilent(id) ? undefined : output.stream(parents.header(id), name, text)),
    display: (id, content, bytes) => publish(id, "display_data", whole(content), { bytes }),
    updateDisplay: (id, content, bytes) => publish(id, "update_display_data", whole(content), { bytes }),
    clearOutput: (id, wait) => publish(id, "clear_output", { wait }, { bytes: 0 }),
    broadcast: (id, type, content, metadata, buffers, bytes) =>
      publish(id, type, content, { metadata, buffers, bytes }),
    comm(id, message, bytes) {
      comms.follow(message);
      return publishComm(output, parents.header(id), message, bytes);
    },
    async input(id, question) {
      const cell = parents.cell(id);
      if (cell === undefined || !cell.allowStdin) return null;
      await output.drained();
      return input.ask(cell, question);
    },
    lost(reason) {
      variablesLost();
      void output.stream(parents.last, "stderr", `${reason}\n`);
    },
  };
}

export function publishComm(
  output: Output,
  parent: Outgoing["parent"],
  message: CommMessage,
  bytes = 0,
): void | Promise<void> {
  const { type, content, metadata, buffers } = message;
  return output.message({ type, content, metadata, buffers, parent }, { bytes });
}

/** Fills in all fields, because front ends read them without checking that they exist. */
function whole({ data, metadata, transient }: DisplayContent): DisplayContent {
  return { data, metadata: metadata ?? {}, transient: transient ?? {} };
}
