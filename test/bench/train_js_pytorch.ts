/** js-pytorch as a side of train.ts: it has no convolution, which its answer says. The argument is the folder that it is installed in. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { serve } from "./train_protocol.ts";

const require = createRequire(join(process.argv[2]!, "package.json"));
const { torch } = require("js-pytorch") as { torch: { nn: Readonly<Record<string, unknown>> } };

await serve("js-pytorch 0.7.2", () => {
  if (Object.keys(torch.nn).some((name) => /conv/i.test(name))) throw new Error("has convolutions now: write its nets");
  throw new Error("has no convolution");
});
