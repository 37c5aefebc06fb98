/** The entry point that `convkernel course ...` starts with the kernel's Node. */
import { run } from "./main.ts";

await run(process.argv.slice(2));
