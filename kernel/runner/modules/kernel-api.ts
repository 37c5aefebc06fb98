/** The `kernel` global of cells. */
import { packageName } from "./errors.ts";
import { help } from "./help.ts";

export interface KernelApi {
  /**
   * Installs npm packages beside the notebook; they can be imported at once.
   *
   * @example
   * await kernel.install("lodash", "d3@7")
   */
  install(...packages: string[]): Promise<void>;
  /**
   * Runs the saved notebook from its start and shows the results of its visible checks. The button "Check answers" in JupyterLab saves
   * first.
   *
   * @param notebook a name beside this one; this one by default
   * @example
   * await kernel.validate()
   */
  validate(notebook?: string): Promise<object>;
  /** Shows what cells can use without an import, and the tags that change how cells run. */
  help(): object;
}

export interface KernelControl {
  readonly api: KernelApi;
  /** Stops whatever the API is doing. */
  interrupt(): void;
}

/** `installed` is called when packages have been installed. */
export function createKernelApi(folder: string, installed: () => void): KernelControl {
  let running = new AbortController();
  return {
    api: {
      async install(...packages) {
        if (packages.length === 0)
          throw new TypeError('kernel.install: expected names of packages, as in kernel.install("lodash")');
        for (const name of packages) {
          // Paths, addresses and archives are left for npm to interpret.
          const isName =
            typeof name === "string" && (packageName(name) !== undefined || /^[./~]|^[a-z+]+:|^[A-Za-z]:/.test(name));
          if (!isName)
            throw new TypeError(`kernel.install: expected the name of a package, got ${JSON.stringify(name)}`);
        }
        running = new AbortController();
        const { install } = await import("./install.ts");
        await install({ folder, packages, write: (text) => process.stdout.write(text), signal: running.signal });
        installed();
      },
      async validate(notebook) {
        if (notebook !== undefined && typeof notebook !== "string")
          throw new TypeError(`kernel.validate: expected the name of a notebook, got ${String(notebook)}`);
        running = new AbortController();
        const job = await import("./validate.ts");
        return job.validate({ folder, notebook, signal: running.signal });
      },
      help,
    },
    interrupt: () => running.abort(),
  };
}
