/** Which request a piece of output belongs to: the runner names requests by their id, front ends want the whole header. */
import { LRUCache } from "lru-cache";
import type { Header, Outgoing, Request } from "./protocol.ts";

/** So many cells, and so many comm messages, are remembered for output that comes late. */
const REMEMBERED = 1000;

type Cell = Request<"execute_request">;

export class Parents {
  readonly #cells = new LRUCache<string, Cell>({ max: REMEMBERED });
  readonly #comms = new LRUCache<string, Header>({ max: REMEMBERED });
  #running: () => Cell | undefined;
  #newest: Cell | undefined;

  /** `running` gives the cell that runs at present. */
  constructor(running: () => Cell | undefined) {
    this.#running = running;
  }

  addCell(cell: Cell): void {
    this.#newest = cell;
    this.#cells.set(cell.message.header.msg_id, cell);
  }

  addComm(header: Header): void {
    this.#comms.set(header.msg_id, header);
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
    return this.#cells.peek(id)?.content.silent === true;
  }
}
