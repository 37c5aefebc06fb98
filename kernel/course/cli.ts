/** The entry that `convkernel course ...` starts in the kernel's runtime. */
import { run } from "./main.ts";

await run(process.argv.slice(2));
