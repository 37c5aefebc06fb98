/** A real JupyterHub with its proxy, a dummy sign-in, and servers that run as this user's processes, for tests and benchmarks. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import type { IncomingMessage } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { freePort } from "./free-port.ts";
import { jupyterIn } from "./jupyter.ts";
import { findPython, projectRoot } from "./python.ts";

export interface Hub {
  readonly url: string;
  /** Sends a request to the hub's own API, with administrator rights. */
  api<T>(method: string, path: string, body?: object): Promise<T>;
  /** Signs in through the form, as a learner does; returns the learner's cookies. */
  signIn(user: string): Promise<string>;
  /** Starts a learner's server and waits for it; returns a token for it. */
  startServer(user: string): Promise<string>;
  stop(): Promise<void>;
}

/** Requests a page as browser navigation. A plain `fetch` is marked differently, and gets no cookies from the form. */
async function navigate(
  method: string,
  address: string,
  cookies: readonly string[] = [],
  body = "",
): Promise<{ status: number | undefined; cookies: string[] }> {
  const headers = { Cookie: cookies.join("; "), "Content-Type": "application/x-www-form-urlencoded" };
  const sent = request(address, { method, headers }).end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  response.resume();
  await once(response, "end");
  const set = response.headers["set-cookie"] ?? [];
  return { status: response.statusCode, cookies: set.map((cookie) => cookie.split(";")[0]!) };
}

/**
 * @param folder an empty folder for configuration, database and homes
 * @param cullSeconds how long a kernel may be idle
 */
export async function startHub(folder: string, cullSeconds = 3600): Promise<Hub> {
  const [port, hubPort, proxyPort] = [await freePort(), await freePort(), await freePort()];
  const token = randomBytes(16).toString("hex");
  const proxy = createRequire(import.meta.url).resolve("configurable-http-proxy/bin/configurable-http-proxy");
  // No pictures from the network: the lesson draws its own.
  const env = jupyterIn(folder, { CONVKERNEL_DATA_MIRROR: "http://127.0.0.1:9/" });
  const config = join(folder, "jupyterhub_config.py");
  cpSync(join(projectRoot, "deploy", "jupyterhub", "jupyterhub_config.py"), join(folder, "shipped.py"));
  const homes = join(folder, "homes");
  mkdirSync(homes);
  writeFileSync(
    config,
    `load_subconfig(${JSON.stringify(join(folder, "shipped.py"))})
c.JupyterHub.bind_url = "http://127.0.0.1:${port}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:${hubPort}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:${proxyPort}"
c.ConfigurableHTTPProxy.command = [${JSON.stringify(process.execPath)}, ${JSON.stringify(proxy)}]
c.JupyterHub.db_url = "sqlite:///" + ${JSON.stringify(join(folder, "hub.sqlite"))}
c.JupyterHub.cookie_secret_file = ${JSON.stringify(join(folder, "cookie_secret"))}
c.JupyterHub.pid_file = ${JSON.stringify(join(folder, "pid"))}
c.JupyterHub.cleanup_servers = True
# All learners are this user, each in a folder of their own.
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = ${JSON.stringify(join(homes, "{username}"))}
c.Spawner.args += ["--allow-root"]
c.Spawner.env_keep.extend(["JUPYTER_PATH"])
c.JupyterHub.services = [{"name": "test", "api_token": "${token}"}]
c.JupyterHub.load_roles = [{"name": "test", "services": ["test"], "scopes": ["admin:users", "admin:servers", "tokens", "access:servers"]}]
`,
  );
  const child = spawn(findPython(), ["-m", "jupyterhub", "-f", config], {
    cwd: folder,
    env: {
      ...env,
      PATH: `${dirname(findPython())}:${env["PATH"]}`,
      CONVKERNEL_LAB: dirname(dirname(findPython())),
      HUB_AUTHENTICATOR: "dummy",
      HUB_CULL_SECONDS: String(cullSeconds),
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  const url = `http://127.0.0.1:${port}`;
  await new Promise<void>((resolve, reject) => {
    child.stderr.on("data", (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes("JupyterHub is now running")) resolve();
    });
    child.once("exit", (code) => reject(new Error(`startHub: it ended with code ${code}:\n${log}`)));
  });
  const api = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`${url}/hub/api${path}`, {
      method,
      headers: { Authorization: `token ${token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`hub: ${method} ${path}: ${response.status} ${text}\n${log.slice(-2000)}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  };
  return {
    url,
    api,
    signIn: async (user) => {
      const form = await navigate("GET", `${url}/hub/login`);
      const xsrf = form.cookies.find((cookie) => cookie.startsWith("_xsrf="))?.slice(6) ?? "";
      const body = new URLSearchParams({ username: user, password: "a class's", _xsrf: xsrf }).toString();
      const answer = await navigate("POST", `${url}/hub/login`, form.cookies, body);
      if (answer.status !== 302) throw new Error(`hub: ${user} could not sign in: ${answer.status}`);
      return [...form.cookies, ...answer.cookies].join("; ");
    },
    startServer: async (user) => {
      mkdirSync(join(homes, user), { recursive: true });
      await api("POST", `/users/${user}/server`);
      for (;;) {
        const { servers } = await api<{ servers: Record<string, { ready: boolean; pending: string | null }> }>(
          "GET",
          `/users/${user}`,
        );
        const server = servers[""];
        if (server?.ready === true) break;
        if (server === undefined || server.pending === null)
          throw new Error(`hub: ${user}'s server ended:\n${log.slice(-4000)}`);
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
      return (await api<{ token: string }>("POST", `/users/${user}/tokens`, { note: "test" })).token;
    },
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

export interface Marked {
  readonly pid: number;
  readonly command: string;
}

/** Every process with this hub's mark in its environment, that is, everything started by it. Linux only. */
export function processesOf(folder: string): Marked[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const marked = readFileSync(`/proc/${name}/environ`, "utf8").includes(folder);
        if (!marked) return [];
        return [{ pid: Number(name), command: readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ") }];
      } catch {
        return [];
      }
    });
}
