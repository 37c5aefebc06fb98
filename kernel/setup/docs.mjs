/** `npm run docs`: the documentation site, from the pages, comments and lessons of the project. `-- --serve` also serves it. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { takeFlag } from "./arguments.mjs";
import { jupyterEnvironment } from "./lab.mjs";
import { cleanInstall, npm } from "./npm.mjs";
import { cacheFolder, isClone, notebooksFolder, packageRoot } from "./paths.mjs";
import { setUp } from "./set-up.mjs";
import { readStamp, writeWhole } from "./stamps.mjs";
import { ProgramError, SetupError, fail, run, say, step } from "./steps.mjs";

const source = join(packageRoot, "kernel", "setup", "docs");
const folder = join(cacheFolder, "docs");
/** These are side by side, because pages look for the generator's packages in the folders above them. */
const site = join(folder, "site");
const pages = join(site, "pages");
const html = join(site, "html");
const executed = join(folder, "executed");

/** @param {readonly string[]} files @returns {string} one hash of all of them */
function hashOf(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest("hex");
}

/** @param {string} from @param {string} ending @returns {string[]} */
function filesIn(from, ending) {
  return readdirSync(from, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(from, entry.name);
      return entry.isDirectory() ? filesIn(path, ending) : path.endsWith(ending) ? [path] : [];
    })
    .sort();
}

const libraryHash = () => hashOf(filesIn(join(packageRoot, "src"), ".ts"));

/** Fetches the generator and TypeDoc, which are not needed to run lessons. @param {string} node */
async function fetchTools(node) {
  const lock = join(source, "package-lock.json");
  const stamp = join(site, "node_modules", ".convkernel.json");
  if (readStamp(stamp)?.lock === hashOf([lock])) return;
  await step("documentation tools", async () => {
    mkdirSync(site, { recursive: true });
    for (const name of ["package.json", "package-lock.json"]) cpSync(join(source, name), join(site, name));
    await npm(cleanInstall, { log: "docs-npm", timeout: 600, cwd: site, node });
    writeWhole(stamp, JSON.stringify({ lock: hashOf([lock]) }));
  });
}

/**
 * Runs every lesson; if neither the lesson nor the library has changed, the outputs of the last run are kept.
 * @param {{ python: string, ownEnvironment: boolean }} ready
 */
async function executeLessons({ python, ownEnvironment }) {
  const library = libraryHash();
  const lessons = ["en", "ko"].flatMap((language) => {
    const from = join(notebooksFolder, language === "en" ? "" : language);
    const target = join(executed, language);
    const names = readdirSync(from).filter((name) => name.endsWith(".ipynb"));
    return names.sort().map((name) => {
      const stamp = join(folder, "stamps", language, `${name}.json`);
      return { language, name, from, target, stamp, key: hashOf([join(from, name)]) + library };
    });
  });
  const due = lessons.filter(
    ({ name, target, stamp, key }) => readStamp(stamp)?.key !== key || !existsSync(join(target, name)),
  );
  for (const [at, { language, name, from, target, stamp, key }] of due.entries()) {
    await step(`lesson ${at + 1} of ${due.length}: ${language} ${name}`, async () => {
      mkdirSync(dirname(stamp), { recursive: true });
      // Run as a copy, because files that a lesson saves go beside it.
      const copy = join(folder, "lessons", language, name);
      mkdirSync(dirname(copy), { recursive: true });
      cpSync(join(from, name), copy);
      const args = ["-m", "nbconvert", "--to", "notebook", "--execute", "--ExecutePreprocessor.timeout=600"];
      await run(python, [...args, "--output-dir", target, copy], {
        log: `docs-${language}-${name}`,
        timeout: 900,
        env: { ...jupyterEnvironment(ownEnvironment), CONVKERNEL_LANG: language },
      });
      writeWhole(stamp, JSON.stringify({ key }));
    });
  }
}

/** Has TypeDoc describe the library. @param {string} node @returns {Promise<string>} where it is */
async function describeApi(node) {
  const config = join(site, "tsconfig.json");
  const api = join(site, "api.json");
  const stamp = join(site, "api-of.json");
  const key = libraryHash();
  if (readStamp(stamp)?.key === key && existsSync(api)) return api;
  writeFileSync(
    config,
    JSON.stringify({ extends: join(packageRoot, "tsconfig.json"), include: [join(packageRoot, "src")], exclude: [] }),
  );
  const options = ["--excludeInternal", "--excludePrivate", "--excludeProtected", "--skipErrorChecking"];
  const program = join(site, "node_modules", "typedoc", "bin", "typedoc");
  const entry = join(packageRoot, "src", "index.ts");
  // Its warnings only concern types without an entry of their own, so they are turned off.
  const args = [
    program,
    "--tsconfig",
    config,
    "--json",
    api,
    "--logLevel",
    "Error",
    ...options,
    "--entryPoints",
    entry,
  ];
  await run(node, args, { log: "docs-typedoc", timeout: 600, cwd: site });
  writeWhole(stamp, JSON.stringify({ key }));
  return api;
}

/** @param {string} node @param {NodeJS.ProcessEnv} env */
async function buildSite(node, env) {
  await step("reference", async () => {
    const api = await describeApi(node);
    await run(node, [join(source, "make.ts"), pages, api, executed], { log: "docs-pages", timeout: 300, env });
  });
  await step("site", async () => {
    const vitepress = join(site, "node_modules", "vitepress", "bin", "vitepress.js");
    await run(node, [vitepress, "build", pages], { log: "docs-site", timeout: 600, cwd: site, env });
  });
  await step("links", async () => {
    const linkinator = join(site, "node_modules", "linkinator", "build", "src", "cli.js");
    // Links to other servers are not checked, so that the site can be built without a network.
    const skip = String.raw`^https?://(?!localhost|127\.0\.0\.1|\[::1\])`;
    const args = [linkinator, "html", "--recurse", "--check-fragments", "--skip", skip];
    const output = await run(node, args, { log: "docs-links", timeout: 300, cwd: site, env });
    const [, checked] = /scanned (\d+) links/i.exec(output) ?? [];
    // If it saw hardly any links, something went wrong.
    if (!(Number(checked) > 200)) throw new Error(`internal: the links were not checked: ${output.slice(-200)}`);
    return `${checked} checked`;
  });
}

/** The generator's usual port, or another one if that is taken. @returns {Promise<number>} */
function freePort(port = 4173) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", (error) => (port === 0 ? reject(error) : resolve(freePort(0))));
    probe.listen(port, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : port));
    });
  });
}

try {
  const args = process.argv.slice(2);
  const serve = takeFlag(args, "--serve");
  if (args.length > 0) throw new SetupError(`npm run docs: unknown option ${args[0]}.`, "the only one is --serve.");
  if (!isClone)
    throw new SetupError("The site is made in a clone.", "git clone the project and run npm run docs there.");
  const ready = await setUp({ needs: "run", modules: ["nbconvert"] });
  const env = { ...process.env, PATH: `${dirname(ready.node)}${delimiter}${process.env.PATH}` };
  await fetchTools(ready.node);
  await executeLessons(ready);
  await buildSite(ready.node, env);
  say(`\nThe site is in ${html}.`);
  if (serve) {
    say("Ctrl+C ends the server.");
    const vitepress = join(site, "node_modules", "vitepress", "bin", "vitepress.js");
    const port = String(await freePort());
    spawn(ready.node, [vitepress, "preview", pages, "--port", port], { stdio: "inherit", cwd: site, env });
  } else
    say(
      "To look at it: npm run docs -- --serve. Any web server can serve the folder; opened as a file it does not work.",
    );
} catch (error) {
  const isTold = !(error instanceof ProgramError);
  fail(
    isTold
      ? error
      : new SetupError(`The site was not made: ${error.message}`, "mend the lines above and run it again."),
  );
}
