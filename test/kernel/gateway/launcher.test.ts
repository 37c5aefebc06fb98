/** The launcher as Enterprise Gateway uses it. The gateway itself is not installed here: its side of the protocol is played by the tests. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { constants, createDecipheriv, generateKeyPairSync, privateDecrypt } from "node:crypto";
import { once } from "node:events";
import { readFileSync, readdirSync } from "node:fs";
import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { describe, it } from "mocha";
import * as zeromq from "zeromq";
import { readLaunch } from "../../../kernel/gateway/options.ts";
import { choosePorts, listenIn, portOf } from "../../../kernel/gateway/ports.ts";
import { serve } from "../../../kernel/gateway/requests.ts";
import { answer, encrypt, readPublicKey } from "../../../kernel/gateway/response.ts";
import { projectRoot } from "../../support/python.ts";

/** The gateway's keys are as short as this, because each seals sixteen bytes for a moment. */
const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
const publicText = publicKey.export({ format: "der", type: "spki" }).toString("base64");

/** What the gateway does with an answer: services/processproxies/processproxy.py of release 3.3.0, ResponseManager._decode_payload. */
function decrypt(answered: string): Record<string, unknown> {
  const { version, key, conn_info } = JSON.parse(Buffer.from(answered, "base64").toString()) as Record<string, string>;
  expect(version).to.equal(1);
  const padding = constants.RSA_PKCS1_PADDING;
  const secret = privateDecrypt({ key: privateKey, padding }, Buffer.from(key!, "base64"));
  const cipher = createDecipheriv("aes-128-ecb", secret, null);
  return JSON.parse(cipher.update(conn_info!, "base64", "utf8") + cipher.final("utf8")) as Record<string, unknown>;
}

const full = ["--kernel-id", "k", "--response-address", "10.0.0.1:8877", "--public-key", "MIGf"];

describe("the options of the launcher", () => {
  const read = {
    kernelId: "k",
    response: { host: "10.0.0.1", port: 8877 },
    publicKey: "MIGf",
    range: undefined,
    kernelArgs: [],
  };

  it("come from arguments, with and without the old prefix, or from a container's environment", () => {
    expect(readLaunch(full, {})).to.deep.equal(read);
    const old = full.map((part) => part.replace(/^--/, "--RemoteProcessProxy."));
    expect(readLaunch(old, {})).to.deep.equal(read);
    const env = { KERNEL_ID: "k", RESPONSE_ADDRESS: "10.0.0.1:8877", PUBLIC_KEY: "MIGf", PORT_RANGE: "0..0" };
    expect(readLaunch([], env)).to.deep.equal(read);
    const { PUBLIC_KEY, RESPONSE_ADDRESS, ...rest } = env;
    expect(readLaunch([], { ...rest, EG_PUBLIC_KEY: PUBLIC_KEY, EG_RESPONSE_ADDRESS: RESPONSE_ADDRESS })).to.deep.equal(
      read,
    );
  });

  it("keep a range of ports, and what follows -- for the kernel", () => {
    const { range, kernelArgs } = readLaunch([...full, "--port-range", "40000..41000", "--", "--memory-mb", "512"], {});
    expect(range).to.deep.equal({ lowest: 40_000, highest: 41_000 });
    expect(kernelArgs).to.deep.equal(["--memory-mb", "512"]);
  });

  it("say what is missing or wrong", () => {
    const fault = (args: readonly string[]): string => {
      try {
        readLaunch(args, {});
      } catch (error) {
        return (error as Error).message;
      }
      return "none";
    };
    expect(fault(full.slice(2))).to.include("expected --kernel-id or KERNEL_ID, got neither");
    expect(fault([...full.slice(0, 4), "--public-key", "{public_key}"])).to.include("expected --public-key");
    expect(fault([...full, "--response-address", "gateway"])).to.include("HOST:PORT, got gateway");
    expect(fault([...full, "--port-range", "5..70000"])).to.include("got 5..70000");
    expect(fault([...full, "--port-range", "9000..8000"])).to.include("got 9000..8000");
    expect(fault([...full, "--spark-context-initialization-mode", "lazy"])).to.include("no Spark");
    expect(fault([...full, "--colour", "red"])).to.include("--colour");
  });
});

describe("the gateway's kernelspecs", () => {
  const folder = join(projectRoot, "deploy", "gateway");
  const names = readdirSync(folder).filter((name) => name.startsWith("convkernel_"));

  for (const name of names)
    it(`hand the launcher all that it needs: ${name}`, () => {
      const spec = JSON.parse(readFileSync(join(folder, name, "kernel.json"), "utf8")) as {
        argv: string[];
        language: string;
        interrupt_mode: string;
        metadata: { process_proxy: { class_name: string } };
      };
      // As RemoteKernelManager.format_kernel_cmd of release 3.3.0 fills them in.
      const values: Readonly<Record<string, string>> = {
        kernel_id: "k",
        response_address: "10.0.0.1:8877",
        public_key: "MIGf",
        port_range: "0..0",
      };
      const args = spec.argv
        .slice(2)
        .map((part) => part.replace(/^\{(\w+)\}$/, (all, key: string) => values[key] ?? all));
      expect(readLaunch(args, {})).to.include({ kernelId: "k", publicKey: "MIGf" });
      expect(spec).to.include({ language: "typescript", interrupt_mode: "message" });
      expect(spec.metadata.process_proxy.class_name).to.match(
        /^enterprise_gateway\.services\.processproxies\.(?:k8s|docker_swarm|distributed)\.\w+ProcessProxy$/,
      );
    });

  it("are three", () => {
    expect(names).to.have.lengthOf(3);
  });
});

describe("the ports of the launcher", () => {
  it("are different, and in the range", async () => {
    const range = { lowest: 20_000, highest: 29_999 };
    const ports = await choosePorts(5, range);
    expect(new Set(ports).size).to.equal(5);
    for (const port of ports) expect(port).to.be.within(range.lowest, range.highest);
  });

  it("are not those that somebody else has", async () => {
    const taken = await listenIn(undefined);
    const range = { lowest: portOf(taken), highest: portOf(taken) };
    expect(await listenIn(range).catch(({ message }: Error) => message)).to.include("no free port");
    taken.close();
  });
});

describe("the launcher's answer", () => {
  it("is readable with the gateway's own key only", () => {
    const info = { kernel_id: "k", ip: "0.0.0.0", shell_port: 1 };
    const sent = encrypt(info, readPublicKey(publicText));
    expect(Buffer.from(sent, "base64").toString()).not.to.include("shell_port");
    expect(decrypt(sent)).to.deep.equal(info);
  });

  it("needs a key that is one, and a gateway that listens", async () => {
    expect(() => readPublicKey("none")).to.throw(TypeError, "expected --public-key");
    const [port] = await choosePorts(1, undefined);
    const failed = await answer({ host: "127.0.0.1", port: port! }, "x").catch(({ message }: Error) => message);
    expect(failed).to.include(`the gateway at 127.0.0.1:${port} cannot be reached`);
  });
});

describe("the launcher's requests", () => {
  it("are signals and the end; all else is refused and harms nothing", async () => {
    const seen: unknown[] = [];
    const server = await listenIn(undefined);
    const note = (what: unknown): void => void seen.push(what);
    serve(server, { signal: note, end: () => note("end"), refuse: (why) => note(why.split(",")[0]) });
    const bad = ["{", "null", '{"signum":"TERM"}', '{"signum":-9}', '{"signum":999}', "x".repeat(2000)];
    for (const request of ["", '{"signum":0}', '{"signum":2}', ...bad, '{"shutdown":1}']) {
      const socket = connect(portOf(server), "127.0.0.1");
      socket.on("error", () => {});
      socket.end(request);
      await once(socket.resume(), "close");
    }
    server.close();
    expect(seen).to.deep.equal([
      2,
      'expected {"signum": NUMBER}',
      'expected {"signum": NUMBER}',
      "expected the number of a signal",
      "expected the number of a signal",
      "expected the number of a signal",
      "expected a request of at most 1000 characters",
      "end",
    ]);
  });
});

describe("the launcher", () => {
  function start(port: number, env: NodeJS.ProcessEnv = {}): ChildProcess {
    const main = join(projectRoot, "kernel", "gateway", "main.ts");
    return spawn(process.execPath, [main], {
      env: {
        ...process.env,
        KERNEL_ID: "a-kernel",
        RESPONSE_ADDRESS: `127.0.0.1:${port}`,
        PUBLIC_KEY: publicText,
        // The gateway's own, which has no meaning in the container.
        JPY_PARENT_PID: "999999",
        ...env,
      },
      stdio: ["ignore", "ignore", "pipe"],
    });
  }

  it("starts a kernel that the gateway can reach, passes signals on, and ends with it", async function () {
    this.timeout(60_000);
    const gateway = createServer().listen(0, "127.0.0.1");
    await once(gateway, "listening");
    const child = start((gateway.address() as AddressInfo).port);
    const [socket] = (await once(gateway, "connection")) as [Socket];
    const info = decrypt(await text(socket));
    gateway.close();
    expect(info).to.include({ kernel_id: "a-kernel", transport: "tcp", ip: "0.0.0.0", pid: child.pid });

    const heart = new zeromq.Request();
    heart.connect(`tcp://127.0.0.1:${info["hb_port"] as number}`);
    await heart.send("beat");
    expect(String((await heart.receive())[0])).to.equal("beat");
    heart.close();

    const port = info["comm_port"] as number;
    connect(port, "127.0.0.1").end('{"signum": 0}');
    connect(port, "127.0.0.1").end('{"shutdown": 1}');
    expect(await once(child, "exit")).to.deep.equal([0, null]);
  });

  it("ends with an error, and without a kernel, if there is no gateway", async function () {
    this.timeout(60_000);
    const [port] = await choosePorts(1, undefined);
    const child = start(port!);
    const said = text(child.stderr!);
    expect(await once(child, "exit")).to.deep.equal([1, null]);
    expect(await said).to.include("cannot be reached");
    const wrong = start(port!, { PUBLIC_KEY: "none" });
    expect(await text(wrong.stderr!)).to.include("convkernel: expected --public-key");
    expect(wrong.exitCode ?? (await once(wrong, "exit"))[0]).to.equal(1);
  });
});
