/** Small helpers of the type service's tests. */
import { after, before, beforeEach } from "mocha";
import { createTypeService, formatReport, type TypeService } from "../../../../kernel/language/service/index.ts";
import type { CompletionItem, Diagnostic, LiveValues } from "../../../../kernel/contract/language.ts";
import { temporaryFolder } from "../../../support/temporary.ts";

/** One service for a whole `describe`, in an empty folder; each test begins with these cells, or without any. */
export function sharedService(...cells: readonly string[]): { get(): TypeService; readonly folder: string } {
  const folder = temporaryFolder("types");
  let service: TypeService;
  before(() => {
    service = createTypeService({ cwd: folder.path, timeouts: patient });
  });
  if (cells.length > 0) before(() => run(service, ...cells));
  else beforeEach(() => service.reset());
  after(async () => {
    await service.close();
    folder.remove();
  });
  return { get: () => service, folder: folder.path };
}

/** Generous time-outs: a busy machine must not make these tests fail. */
export const patient = { check: 15_000, complete: 15_000, inspect: 15_000, hang: 18_000 };

/** A runner that knows nothing. */
export const noValues: LiveValues = { members: async () => [], describe: async () => undefined };

/** Checks cells as if they were run one after another, and returns the diagnostics of the last one. */
export async function run(service: TypeService, ...cells: readonly string[]): Promise<readonly Diagnostic[]> {
  let found: readonly Diagnostic[] = [];
  for (const [k, source] of cells.entries()) {
    found = await service.check(source, k + 1);
    service.commit(source, k + 1);
  }
  return found;
}

/** The text below the last of the cells, or "". */
export async function said(service: TypeService, ...cells: readonly string[]): Promise<string> {
  return formatReport(cells.at(-1)!, cells.length, await run(service, ...cells))?.text ?? "";
}

/** Codes and places of diagnostics, such as `TS2304 1:1`. */
export const codes = (found: readonly Diagnostic[]): string[] =>
  found.map(({ code, start }) => `TS${code} ${start.line}:${start.column}`);

export interface Completed {
  readonly items: readonly CompletionItem[];
  readonly texts: readonly string[];
  /** What the items replace. */
  readonly replaced: string;
}

/** Completes at the bar: `con|`. */
export async function complete(service: TypeService, marked: string, live = noValues): Promise<Completed> {
  const { source, offset } = unmark(marked);
  const { items, start, end } = await service.complete(source, offset, live);
  return { items, texts: items.map(({ text }) => text), replaced: source.slice(start, end) };
}

/** Inspects at the bar. */
export function inspect(service: TypeService, marked: string, detailLevel: 0 | 1 = 0, live = noValues) {
  const { source, offset } = unmark(marked);
  return service.inspect(source, offset, detailLevel, live);
}

function unmark(marked: string): { source: string; offset: number } {
  const offset = marked.indexOf("|");
  return { source: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}
