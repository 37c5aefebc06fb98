/**
 * Memory over 5,000 training steps in one synchronous loop, where no finalizer can run: with the usual budget of device memory and with one
 * of 20 MB. Both end with the same parameters, bit for bit.
 *
 * `npm run bench -- memory [STEPS]`
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { F, nn, optim, torch } from "../../src/index.ts";
import type { Tensor } from "../../src/index.ts";

interface Sample {
  readonly step: number;
  readonly rss: number;
  readonly heap: number;
  readonly arrays: number;
  readonly handles: number;
}

interface Outcome {
  readonly samples: readonly Sample[];
  readonly digest: string;
  readonly seconds: number;
}

/** Written as users write it: they handle every activation themselves, so only the garbage collector can tell when it is dead. */
class Net extends nn.Module {
  conv1 = new nn.Conv2d(3, 16, 3, { padding: 1 });
  conv2 = new nn.Conv2d(16, 8, 3, { padding: 1 });
  linear1 = new nn.Linear(512, 32);
  linear2 = new nn.Linear(32, 2);

  override forward(x: Tensor): Tensor {
    let y = F.maxPool2d(torch.tanh(this.conv1(x)), 2);
    y = F.maxPool2d(torch.tanh(this.conv2(y)), 2);
    return this.linear2(torch.tanh(this.linear1(y.view(-1, 512))));
  }
}

/** Trains, holding on to a dozen tensors whose values are read at the end. */
function train(steps: number): Outcome {
  torch.manualSeed(1);
  const net = new Net();
  const optimizer = new optim.SGD(net.parameters(), { lr: 0.01, momentum: 0.9 });
  const [x, y] = [torch.randn([64, 3, 32, 32]), torch.randint(0, 2, [64])];
  const held = [];
  const samples: Sample[] = [];
  const start = performance.now();
  for (let step = 0; step <= steps; step++) {
    const output = net(x);
    const loss = F.crossEntropy(output, y);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    if (step < 12) held.push(output.detach());
    if (step % Math.ceil(steps / 10) === 0) {
      const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
      samples.push({ step, rss, heap: heapUsed, arrays: arrayBuffers, handles: torch.backend().memory.live });
    }
  }
  const seconds = (performance.now() - start) / 1000;
  const hash = createHash("sha256");
  for (const tensor of [...net.parameters(), ...held]) hash.update(JSON.stringify(tensor.tolist()));
  return { samples, digest: hash.digest("hex"), seconds };
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}

const [argument = "5000", mode] = process.argv.slice(2);
if (mode === "child") console.log(JSON.stringify(train(Number(argument))));
else {
  const digests = ["256", "20"].map((budget) => {
    const env = { ...process.env, CONVKERNEL_HANDLE_BUDGET: budget };
    const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), argument, "child"], {
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
      maxBuffer: 2 ** 26,
    });
    const { samples, digest, seconds } = JSON.parse(child.stdout) as Outcome;
    console.log(`budget ${budget} MB: ${argument} steps in ${seconds.toFixed(1)} s; megabytes:`);
    console.table(
      samples.map(({ step, rss, heap, arrays, handles }) => ({
        step,
        process: megabytes(rss),
        heap: megabytes(heap),
        "host arrays": megabytes(arrays),
        device: megabytes(handles),
      })),
    );
    return digest;
  });
  const equal = digests[0] === digests[1];
  console.log(`parameters and a dozen held tensors equal bit for bit: ${equal}`);
  process.exitCode = equal ? 0 : 1;
}
