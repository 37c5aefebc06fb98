/** Which request a piece of output belongs to: the runner names requests by their id, front ends want the whole header. */
import type { Header, Outgoing, Request } from "./protocol.ts";

/** So many cells, and so many comm messages, are remembered for output that comes late. */
const REMEMBERED = 1000;

type Cell = Request<"execute_request">;

export class Parents {
  readonly #cells = new Recent<Cell>();
  readonly #comms = new Recent<Header>();
  #running: () => Cell | undefined;
  #newest: Cell | undefined;

  /** `running` gives the cell that runs at present. */
  constructor(running: () => Cell | undefined) {
    this.#running = running;
  }

  addCell(cell: Cell): void {
    this.#newest = cell;
    this.#cells.add(cell.message.header.msg_id, cell);
  }

  addComm(header: Header): void {
    this.#comms.add(header.msg_id, header);
  }

  /** The cell of this request, else the one that runs. */
  cell(id: string): Cell | undefined {
    return this.#cells.get(id) ?? this.#running();
  }

  /** The header of this request, else of the newest cell: front ends drop what has no parent. */
  header(id: string): Outgoing["parent"] {
    return this.#cells.get(id)?.message.header ?? this.#comms.get(id) ?? this.last;
  }

  get last(): Outgoing["parent"] {
    return (this.#running() ?? this.#newest)?.message.header ?? {};
  }

  isSilent(id: string): boolean {
    return this.#cells.get(id)?.content.silent === true;
  }
}

/** The newest entries of a map. */
class Recent<T> {
  readonly #entries = new Map<string, T>();

  get(key: string): T | undefined {
    return this.#entries.get(key);
  }

  add(key: string, value: T): void {
    this.#entries.set(key, value);
    if (this.#entries.size <= REMEMBERED) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      break;
    }
  }
}
