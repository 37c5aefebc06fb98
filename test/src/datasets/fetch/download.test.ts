import { expect } from "chai";
import { randomBytes, hash } from "node:crypto";
import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, it } from "mocha";
import { download, type Download } from "../../../../src/datasets/fetch/download.ts";
import { Lock } from "../../../../src/datasets/fetch/lock.ts";
import {
  cut,
  failure,
  head,
  printed,
  serve,
  stalled,
  start,
  status,
  whole,
  withoutProxies,
  withServer,
  type Answer,
  type DataServer,
} from "../../../support/data-server.ts";
import { temporaryFolder } from "../../../support/temporary.ts";

/** Not an archive: bytes that only begin like one. */
const bytes = Buffer.concat([Buffer.of(0x1f, 0x8b), randomBytes(30_000)]);
const md5 = hash("md5", bytes);

describe("download", () => {
  withoutProxies();
  let folder: ReturnType<typeof temporaryFolder>;
  let path: string;
  let lock: Lock;
  beforeEach(async () => {
    folder = temporaryFolder("download");
    path = join(folder.path, "a.tar.gz");
    lock = await Lock.take(join(folder.path, "lock"), { waiting: () => undefined });
  });
  afterEach(() => {
    lock.release();
    folder.remove();
  });

  const get = (servers: DataServer | readonly DataServer[], more: Partial<Download> = {}) => {
    const urls = [servers].flat().map(({ mirror }) => new URL(`${mirror}/a.tar.gz`));
    return printed(() => download({ urls, path, md5, timeout: 0.6, lock, ...more }));
  };
  const ranges = ({ requests }: DataServer) => requests.map(({ range }) => range);
  const isWhole = () => readFileSync(path).equals(bytes);

  describe("tries again", () => {
    for (const [what, fault] of [
      ["503", status(503)],
      ["500", status(500)],
      ["429", status(429)],
      ["a reset before the first byte", (request) => void request.socket.destroy()],
      ["a first byte that does not come", () => undefined],
      ["an empty answer", status(200)],
    ] as readonly [string, Answer][]) {
      it(`after ${what}, up to five times`, () =>
        withServer([fault, fault, fault, fault, whole(bytes)], async (server) => {
          await get(server);
          expect(isWhole()).to.equal(true);
          expect(server.requests.length).to.equal(5);
        }));
    }

    it("and gives up after five that brought nothing", () =>
      withServer([status(503)], async (server) => {
        expect(await failure(() => get(server))).to.match(
          /^could not download a\.tar\.gz: 127\.0\.0\.1:\d+: the server answered 503 Service Unavailable$/,
        );
        expect(server.requests.length).to.equal(5);
      }));

    it("with pauses that grow, as long as the server asks", () =>
      withServer([status(503), status(503), status(503, { "retry-after": "1" }), whole(bytes)], async (server) => {
        const begun = performance.now();
        await get(server, { timeout: 2 });
        expect(performance.now() - begun).to.be.at.least(990);
      }));

    it("but not what would end the same way", () =>
      withServer([status(404)], async (server) => {
        expect(await failure(() => get(server))).to.include("the server answered 404 Not Found");
        expect(server.requests.length).to.equal(1);
      }));

    it("however often it is cut while bytes come", () =>
      withServer([...Array(12).fill(cut(bytes, 2000)), whole(bytes)] as Answer[], async (server) => {
        await get(server);
        expect(isWhole()).to.equal(true);
      }));
  });

  it("goes on where a connection broke off", () =>
    withServer([stalled(bytes, 1000), stalled(bytes, 500), whole(bytes)], async (server) => {
      await get(server);
      expect(isWhole()).to.equal(true);
      expect(ranges(server)).to.deep.equal([undefined, "bytes=1000-", "bytes=1500-"]);
    }));

  it("goes on from the part that an earlier run left", () =>
    withServer([whole(bytes)], async (server) => {
      writeFileSync(`${path}.part`, bytes.subarray(0, 700));
      await get(server);
      expect(isWhole()).to.equal(true);
      expect(ranges(server)).to.deep.equal(["bytes=700-"]);
    }));

  it("takes a part that is whole already", () =>
    withServer(
      [(_, response) => void response.writeHead(416, { "content-range": `bytes */${bytes.length}` }).end()],
      async (server) => {
        writeFileSync(`${path}.part`, bytes);
        await get(server);
        expect(isWhole()).to.equal(true);
      },
    ));

  it("begins anew where the server has no such rest, or sends another one", () =>
    withServer(
      [
        (_, response) => void response.writeHead(416, { "content-range": "bytes */5" }).end(),
        (_, response) => void response.writeHead(206, { "content-range": "bytes 5-6/7" }).end("xx"),
        whole(bytes),
      ],
      async (server) => {
        writeFileSync(`${path}.part`, bytes.subarray(0, 700));
        await get(server);
        expect(isWhole()).to.equal(true);
        expect(ranges(server)[0]).to.equal("bytes=700-");
        expect(ranges(server)[1]).to.equal(undefined);
      },
    ));

  it("begins anew where the server cannot send a rest, or the part was of another file", () =>
    withServer([(_, response) => void response.end(bytes), whole(bytes)], async (server) => {
      writeFileSync(`${path}.part`, Buffer.alloc(50));
      await get(server);
      expect(isWhole()).to.equal(true);
      writeFileSync(`${path}.part`, Buffer.alloc(50));
      await get(server);
      expect(isWhole()).to.equal(true);
      expect(ranges(server)).to.deep.equal(["bytes=50-", "bytes=50-", undefined]);
    }));

  it("refuses a first answer of 416 in the server's words", () =>
    withServer([status(416)], async (server) => {
      expect(await failure(() => get(server))).to.include("the server answered 416 Range Not Satisfiable");
    }));

  it("keeps what has come", () =>
    withServer([stalled(bytes, 1000), stalled(bytes, 0)], async (server) => {
      const message = await failure(() => get(server, { timeout: 0.3 }));
      expect(message).to.match(
        /no byte arrived within 0\.3 s; 1 kB have been kept, and the next run continues from there$/,
      );
      expect(readFileSync(`${path}.part`)).to.deep.equal(bytes.subarray(0, 1000));
    }));

  it("gives up on a server that drips", async () => {
    let drip: NodeJS.Timeout | undefined;
    const dripping: Answer = (request, response) => {
      response.writeHead(200, { "content-length": bytes.length });
      drip = setInterval(() => response.write(bytes.subarray(start(request), start(request) + 1)), 20);
    };
    const server = await serve(dripping, (request) => void request.socket.destroy());
    try {
      expect(await failure(() => get(server))).to.include("it broke the connection off");
      expect(server.requests.length).to.be.above(1);
    } finally {
      clearInterval(drip);
      await server.stop();
    }
  });

  it("keeps the raw bytes where a server calls a packed file packed on the way", () =>
    withServer(
      [
        (request, response) => {
          expect(request.headers["accept-encoding"]).to.equal("identity");
          response.writeHead(200, { "content-encoding": "x-gzip" }).end(gzipSync(bytes));
        },
      ],
      async (server) => {
        await get(server, { md5: hash("md5", gzipSync(bytes)) });
        expect(readFileSync(path)).to.deep.equal(gzipSync(bytes));
      },
    ));

  it("follows redirects, but not in circles", () =>
    withServer(
      [
        (_, response) => void response.writeHead(302, { location: "/elsewhere" }).end(),
        whole(bytes),
        (_, response) => void response.writeHead(302, { location: "/again" }).end(),
      ],
      async (server) => {
        await get(server);
        expect(server.requests.map(({ url }) => url)).to.deep.equal(["/mirror/a.tar.gz", "/elsewhere"]);
        expect(await failure(() => get(server))).to.include("more than 10 redirects");
      },
    ));

  it("says that a page came in place of the file, and keeps nothing of it", () =>
    withServer(
      [(_, response) => void response.end("\n<!DOCTYPE html><html><title>Sign in to Campus</title>")],
      async (server) => {
        expect(await failure(() => get(server))).to.include(
          'an HTML page came instead of the file ("Sign in to Campus"); a login may be needed',
        );
        expect(existsSync(`${path}.part`)).to.equal(false);
        expect(server.requests.length).to.equal(1);
      },
    ));

  it("refuses another file and keeps nothing of it", () =>
    withServer([(_, response) => void response.end("not an archive")], async (server) => {
      expect(await failure(() => get(server))).to.match(
        new RegExp(`127.0.0.1:\\d+ sent another file, with MD5 ${hash("md5", "not an archive")}, expected ${md5}`),
      );
      expect([existsSync(path), existsSync(`${path}.part`)]).to.deep.equal([false, false]);
    }));

  it("says what the disk says", async function () {
    if (!existsSync("/dev/full")) return;
    symlinkSync("/dev/full", `${path}.part`);
    await withServer([whole(bytes)], async (server) => {
      expect(await failure(() => get(server))).to.include("ENOSPC");
      expect(server.requests.length).to.equal(1);
    });
  });

  describe("with several addresses", () => {
    const withTwo = async (
      first: readonly Answer[],
      second: readonly Answer[],
      body: (servers: readonly [DataServer, DataServer]) => Promise<void>,
    ) => withServer(first, (a) => withServer(second, (b) => body([a, b])));

    it("falls from one to the next without a pause, and says so", () =>
      withTwo([status(503)], [whole(bytes)], async (servers) => {
        // A pause would take an hour; the test ends before that.
        const { lines } = await get(servers, { timeout: 3e5 });
        expect(isWhole()).to.equal(true);
        expect(lines).to.deep.equal([
          `Downloading ${servers[0].mirror}/a.tar.gz to ${path}`,
          `${new URL(servers[0].mirror).host}: the server answered 503 Service Unavailable; continuing from ${servers[1].mirror}/a.tar.gz`,
        ]);
      }));

    it("takes the rest from the next one", () =>
      withTwo([cut(bytes, 10_000)], [whole(bytes)], async (servers) => {
        await get(servers);
        expect(isWhole()).to.equal(true);
        expect(servers[1].requests[0]!.range).to.match(/^bytes=\d+-$/);
      }));

    it("begins anew where two have two different files", () =>
      withTwo([cut(randomBytes(30_000), 10_000)], [whole(bytes)], async (servers) => {
        await get(servers);
        expect(isWhole()).to.equal(true);
        expect(servers[1].requests.length).to.equal(2);
      }));

    it("leaves a slow one for a faster one", async () => {
      let drip: NodeJS.Timeout | undefined;
      const slow: Answer = (request, response) => {
        const rest = head(bytes, request, response);
        let at = 0;
        drip = setInterval(() => response.write(rest.subarray(at, (at += 100))), 10);
      };
      try {
        await withTwo([slow], [whole(bytes)], async (servers) => {
          const { lines } = await get(servers, { timeout: 0.9 });
          expect(isWhole()).to.equal(true);
          expect(lines[1]).to.match(/sends [\d.]+ k?B\/s; continuing from/);
        });
      } finally {
        clearInterval(drip);
      }
    });

    it("names each with what was wrong with it", () =>
      withTwo([status(404)], [status(410)], async (servers) => {
        const [a, b] = servers.map(({ mirror }) => new URL(mirror).host);
        expect(await failure(() => get(servers))).to.equal(
          `could not download a.tar.gz: ${a}: the server answered 404 Not Found; ${b}: the server answered 410 Gone`,
        );
      }));
  });

  it("stops when its user does, and keeps the part", () =>
    withServer([stalled(bytes, 1000)], async (server) => {
      const stop = new AbortController();
      const running = failure(() => get(server, { signal: stop.signal, timeout: 30 }));
      while (!existsSync(`${path}.part`)) await new Promise((resolve) => setTimeout(resolve, 2));
      stop.abort(new Error("stopped"));
      expect(await running).to.equal("stopped");
      expect(readFileSync(`${path}.part`)).to.deep.equal(bytes.subarray(0, 1000));
    }));
});
