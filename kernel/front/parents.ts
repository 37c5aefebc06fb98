/** Finds the request that a piece of output belongs to: the runner names requests by id, but front ends need the whole header. */
import { LRUCache } from "lru-cache";
import type { Header, Incoming, Outgoing, Request } from "./protocol.ts";

/** How many cells, and how many comm messages, are remembered for output that comes late. */
const REMEMBERED = 1000;

/** What output needs to know about its cell; not the source, which may be long. */
export interface Parent extends Pick<Incoming, "header" | "identities"> {
  readonly silent: boolean;
  readonly allowStdin: boolean;
}

export class Parents {
  readonly #cells = new LRUCache<string, Parent>({ max: REMEMBERED });
  readonly #comms = new LRUCache<string, Header>({ max: REMEMBERED });
  #running: () => Request<"execute_request"> | undefined;
  #newest: Parent | undefined;

  /** `running` returns the cell that is running. */
  constructor(running: () => Request<"execute_request"> | undefined) {
    this.#running = running;
  }

  addCell(cell: Request<"execute_request">): void {
    this.#newest = parentOf(cell);
    this.#cells.set(cell.message.header.msg_id, this.#newest);
  }

  addComm(header: Header): void {
    this.#comms.set(header.msg_id, header);
  }

  /** The cell of this request, or else the running one. */
  cell(id: string): Parent | undefined {
    const running = this.#running();
    return this.#cells.get(id) ?? (running && parentOf(running));
  }

  /** The header of this request, or else of the newest cell: front ends drop messages without a parent. */
  header(id: string): Outgoing["parent"] {
    return this.#cells.get(id)?.header ?? this.#comms.get(id) ?? this.last;
  }

  get last(): Outgoing["parent"] {
    return this.#running()?.message.header ?? this.#newest?.header ?? {};
  }

  isSilent(id: string): boolean {
    return this.#cells.peek(id)?.silent === true;
  }
}

function parentOf({ message: { header, identities }, content }: Request<"execute_request">): Parent {
  return { header, identities, silent: content.silent, allowStdin: content.allow_stdin };
}
