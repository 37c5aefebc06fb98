/** The parts of set-up that can be tested without setting up. Every `npm test` runs the whole of it. */
import { execFile, execFileSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { after, describe, it } from "mocha";
import { takeFlag, takeSettings, takeValue } from "../../../kernel/setup/arguments.mjs";
import { kernelspecIsReady, removeKernelspec, settingsIn, writeKernelspec } from "../../../kernel/setup/kernelspec.mjs";
import { jupyterEnvironment } from "../../../kernel/setup/lab.mjs";
import { isRuntime } from "../../../kernel/setup/runtime.mjs";
import { run } from "../../../kernel/setup/steps.mjs";
import { projectRoot } from "../../support/python.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const cli = join(projectRoot, "kernel", "setup", "convkernel.mjs");

describe("set-up", () => {
  const folder = temporaryFolder("set-up");
  after(() => folder.remove());

  describe("arguments", () => {
    it("takes its own options out and leaves the rest for the program behind", () => {
      const args = ["--jupyter", "/a/b", "--no-browser", "--user", "--port=1"];
      expect(takeValue(args, "--jupyter")).to.equal("/a/b");
      expect(takeFlag(args, "--user")).to.equal(true);
      expect(args).to.deep.equal(["--no-browser", "--port=1"]);
    });

    it("reads --name=VALUE as well", () => {
      expect(takeValue(["--jupyter=/a"], "--jupyter")).to.equal("/a");
    });

    it("asks for a missing value", () => {
      expect(() => takeValue(["--jupyter"], "--jupyter")).to.throw("--jupyter needs a value");
    });
  });

  describe("runtime", () => {
    it("is Node 24 or later", () => {
      expect(["v18.20.1", "v23.11.0", "v24.0.0", "v26.10.0"].map(isRuntime)).to.deep.equal([false, false, true, true]);
    });
  });

  describe("kernelspec", () => {
    const data = join(folder.path, "data");

    it("names the runtime and the connection file as arguments of their own, with message interrupts and logos", () => {
      const spec = writeKernelspec(data, "/opt/node");
      const { argv, language, interrupt_mode } = JSON.parse(readFileSync(join(spec, "kernel.json"), "utf8")) as Record<
        string,
        unknown
      >;
      expect(argv).to.deep.equal([
        "/opt/node",
        join(projectRoot, "dist", "kernel", "front", "main.js"),
        "{connection_file}",
      ]);
      expect({ language, interrupt_mode }).to.deep.equal({ language: "typescript", interrupt_mode: "message" });
      expect(readdirSync(spec)).to.include.members(["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"]);
    });

    it("is written again only when it would differ", () => {
      writeKernelspec(data, "/opt/node");
      expect(kernelspecIsReady(data, "/opt/node")).to.equal(true);
      expect(kernelspecIsReady(data, "/opt/other-node")).to.equal(false);
    });

    it("is written again when the extension that draws figures has changed or is gone", () => {
      writeKernelspec(data, "/opt/node");
      const script = join(data, "labextensions", "convkernel", "static", "remoteEntry.js");
      appendFileSync(script, " ");
      expect(kernelspecIsReady(data, "/opt/node")).to.equal(false);
      writeKernelspec(data, "/opt/node");
      expect(kernelspecIsReady(data, "/opt/node")).to.equal(true);
      rmSync(script);
      expect(kernelspecIsReady(data, "/opt/node")).to.equal(false);
    });

    it("keeps what it was told for a shared machine, until it is removed", () => {
      const args = ["--memory-mb=512", "--end-detached", "--env", "CONVKERNEL_DATA=/srv/a b", "--env=X=y=z"];
      writeKernelspec(data, "/opt/node", takeSettings(args));
      expect(args).to.deep.equal([]);
      const spec = JSON.parse(readFileSync(join(data, "kernels", "convkernel", "kernel.json"), "utf8")) as {
        argv: string[];
        env: object;
      };
      expect(spec.argv.slice(2)).to.deep.equal(["--memory-mb", "512", "--end-detached", "{connection_file}"]);
      expect(spec.env).to.deep.equal({ CONVKERNEL_DATA: "/srv/a b", X: "y=z" });
      expect(kernelspecIsReady(data, "/opt/node")).to.equal(true);
      writeKernelspec(data, "/opt/other-node");
      expect(settingsIn(data).args).to.deep.equal(["--memory-mb", "512", "--end-detached"]);
      removeKernelspec(data);
      expect(settingsIn(data)).to.deep.equal({ args: [], env: {} });
      writeKernelspec(data, "/opt/node");
    });

    it("takes no settings that mean nothing", () => {
      expect(() => takeSettings(["--memory-mb", "much"])).to.throw("expected a whole number of megabytes");
      expect(() => takeSettings(["--env", "CONVKERNEL_DATA"])).to.throw("expected NAME=VALUE");
    });

    it("goes away without a trace", () => {
      const spec = writeKernelspec(data, "/opt/node");
      expect(removeKernelspec(data)).to.equal(true);
      expect(existsSync(spec)).to.equal(false);
      expect(removeKernelspec(data)).to.equal(false);
    });
  });

  describe("an environment of the project's own", () => {
    it("keeps Jupyter's settings and run-time files out of the user's home", () => {
      const env = jupyterEnvironment(true);
      for (const name of ["JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"])
        expect(env[name]).to.include(join(".cache", "jupyter"));
    });

    it("leaves the settings of a JupyterLab that the user named alone", () => {
      expect(jupyterEnvironment(false)).to.equal(process.env);
    });
  });

  describe("a step's program", () => {
    it("that fails is shown with its last lines and where all of them are", async () => {
      const failing = run(process.execPath, ["-e", "console.log('the reason'); process.exit(3)"], {
        log: "test",
        timeout: 20,
      });
      const error = await failing.then(
        () => undefined,
        (reason: Error) => reason,
      );
      expect(error?.message)
        .to.match(/ended with code 3/)
        .and.include("the reason")
        .and.include("test.log");
    });

    it("that hangs is stopped after its time", async () => {
      const hanging = run(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { log: "test", timeout: 0.3 });
      const error = await hanging.then(
        () => undefined,
        (reason: Error) => reason,
      );
      expect(error?.message).to.include("took longer than 0.3 s");
    });
  });

  describe("convkernel", () => {
    it("lists its commands", () => {
      const text = execFileSync(process.execPath, [cli], { encoding: "utf8" });
      for (const command of ["install", "uninstall", "lab", "run", "doctor"]) expect(text).to.include(command);
    });

    it("refuses a notebook that is not there, with the way out and nothing set up", async () => {
      const running = promisify(execFile)(process.execPath, [cli, "run", "missing.ipynb"], { cwd: folder.path });
      const error = (await running.then(
        () => undefined,
        (reason: unknown) => reason,
      )) as { code: number; stderr: string };
      expect(error.code).to.equal(1);
      expect(error.stderr).to.include("There is no notebook missing.ipynb").and.include("What to do:");
    });

    it("doctor looks at everything and names the remedy for what is missing", async () => {
      const env = join(folder.path, "env", "bin");
      mkdirSync(env, { recursive: true });
      writeFileSync(join(env, "python"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
      const running = promisify(execFile)(process.execPath, [cli, "doctor", "--jupyter", join(folder.path, "env")]);
      const error = (await running.then(
        () => undefined,
        (reason: unknown) => reason,
      )) as { code: number; stdout: string };
      expect(error.code).to.equal(1);
      for (const what of ["system Node", "runtime", "kernel", "back end", "system Python"])
        expect(error.stdout).to.include(what);
      expect(error.stdout).to.match(/✗ JupyterLab: .*\n.*run `npm start`/);
    });
  });
});
