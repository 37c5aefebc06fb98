/** `npm start`: sets everything up and opens the lessons in JupyterLab. Options: --headless, --jupyter PATH, and any of jupyter lab's. */
import { takeFlag, takeValue } from "./arguments.mjs";
import { openLab, runNotebook } from "./lab.mjs";
import { firstLesson } from "./paths.mjs";
import { setUp } from "./set-up.mjs";
import { fail } from "./steps.mjs";

try {
  const args = process.argv.slice(2);
  const headless = takeFlag(args, "--headless");
  const jupyter = takeValue(args, "--jupyter");
  const ready = await setUp({ needs: "run", jupyter, modules: headless ? ["nbclient"] : ["jupyterlab"] });
  if (headless) runNotebook(ready, firstLesson);
  else openLab(ready, firstLesson, args);
} catch (error) {
  fail(error);
}
