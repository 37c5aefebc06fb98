/** Before `npm pack`: a fresh clone fetches what the build needs, and builds. */
import { setUpBuild } from "./set-up.mjs";
import { fail } from "./steps.mjs";

// npm's own output is a list of files, or JSON, so our messages go to stderr.
process.stdout.write = process.stderr.write.bind(process.stderr);
setUpBuild().catch(fail);
