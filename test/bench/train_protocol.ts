/** What the processes of train.ts say to each other: a line in, a line of JSON out. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** Seconds of each repetition; a string says why there are none. */
export type Answer = readonly number[] | string;

export interface Side {
  /** What the side calls itself, or why it does not run. */
  readonly title: string;
  ask(caseName: string, part: string, count: number): Promise<Answer>;
  /** The most memory that the process has had so far, in MB. */
  memory(): Promise<number>;
  close(): void;
}

export function timed(run: () => unknown, count: number, before?: () => unknown): number[] {
  return Array.from({ length: count }, () => {
    before?.();
    const start = performance.now();
    run();
    return (performance.now() - start) / 1000;
  });
}

/** Answers on the standard streams until they close. A case that throws is answered with its message. */
export async function serve(
  title: string,
  block: (caseName: string, part: string, count: number) => Answer | Promise<Answer>,
): Promise<void> {
  console.log(JSON.stringify(title));
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === "memory") {
      console.log(process.resourceUsage().maxRSS / 1024);
      continue;
    }
    const [caseName, part, count] = line.split("\t") as [string, string, string];
    let answer: Answer;
    try {
      answer = await block(caseName, part, Number(count));
    } catch (error) {
      answer = (error as Error).message.split("\n")[0]!;
    }
    console.log(JSON.stringify(answer));
  }
}

/** Starts a side; a process that ends answers everything from then on with that. */
export async function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Side> {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, ...env } });
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => (complaint = `${complaint}${chunk.toString()}`.slice(-2000)));
  child.stdin.on("error", () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<unknown> => {
    for (;;) {
      const line = await lines.next();
      if (line.done === true) return undefined;
      try {
        return JSON.parse(line.value);
      } catch {
        // A library's greeting
      }
    }
  };
  const question = (line: string): Promise<unknown> => {
    child.stdin.write(`${line}\n`);
    return answer();
  };
  const ended = (): string => `the process ended: ${complaint.trim().split("\n").at(-1) ?? ""}`;
  const title = (await answer()) as string | undefined;
  return {
    title: title ?? ended(),
    ask: async (caseName, part, count) =>
      ((await question(`${caseName}\t${part}\t${count}`)) as Answer | undefined) ?? ended(),
    memory: async () => ((await question("memory")) as number | undefined) ?? NaN,
    close: () => child.stdin.end(),
  };
}
