/** Schedules that follow a cosine. */
import { optional, required, signature } from "../../shape/index.ts";
import * as is from "../../shape/kinds.ts";
import { checkLength, lastEpoch, optimizer as optimizerArgument, LRScheduler } from "./base.ts";
import type * as Calls from "./calls.ts";

export const cosineAnnealingLRSignature = signature("lrScheduler.CosineAnnealingLR", {
  optimizer: optimizerArgument,
  tMax: required(is.number, "T_max"),
  etaMin: optional(is.number, 0),
  lastEpoch,
});

/** Half a cosine from the initial rate down to `etaMin` over `tMax` steps, then up again. */
export class CosineAnnealingLR extends LRScheduler {
  readonly tMax: number;
  readonly etaMin: number;

  constructor(...given: Calls.CosineAnnealingLR);
  constructor(...given: unknown[]) {
    const args = cosineAnnealingLRSignature.read(given);
    const { optimizer } = args;
    checkLength("CosineAnnealingLR's tMax", args.tMax);
    super(optimizer, args.lastEpoch);
    this.tMax = args.tMax;
    this.etaMin = args.etaMin ?? 0;
    this.start();
  }

  override getLr(): number[] {
    const { lastEpoch: t, tMax, etaMin } = this;
    if (this.isInitial) return this.lrs();
    if ((t - 1 - tMax) % (2 * tMax) === 0)
      return this.lrs().map((lr, i) => lr + ((this.baseLrs[i]! - etaMin) * (1 - Math.cos(Math.PI / tMax))) / 2);
    const ratio = (1 + Math.cos((Math.PI * t) / tMax)) / (1 + Math.cos((Math.PI * (t - 1)) / tMax));
    return this.lrs().map((lr) => ratio * (lr - etaMin) + etaMin);
  }

  protected override closedForm(): number[] {
    const { lastEpoch, tMax, etaMin } = this;
    return this.baseLrs.map((lr) => etaMin + ((lr - etaMin) * (1 + Math.cos((Math.PI * lastEpoch) / tMax))) / 2);
  }
}

export const cosineAnnealingWarmRestartsSignature = signature("lrScheduler.CosineAnnealingWarmRestarts", {
  optimizer: optimizerArgument,
  t0: required(is.number, "T_0"),
  tMult: optional(is.number, 1, "T_mult"),
  etaMin: optional(is.number, 0),
  lastEpoch,
});

/**
 * Half a cosine over `t0` steps, then a restart from the top; each run is `tMult` times as long as the one before.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.optim.lr_scheduler.CosineAnnealingWarmRestarts.html.
 *
 * @throws RangeError in torch's words for lengths that are not positive integers.
 */
export class CosineAnnealingWarmRestarts extends LRScheduler {
  readonly t0: number;
  readonly tMult: number;
  readonly etaMin: number;
  /** The length of this run, and how far along it is. */
  tI: number;
  tCur: number;

  constructor(...given: Calls.CosineAnnealingWarmRestarts);
  constructor(...given: unknown[]) {
    const args = cosineAnnealingWarmRestartsSignature.read(given);
    const { optimizer } = args;
    const { t0, tMult, etaMin, lastEpoch } = args;
    if (!(t0 > 0) || !Number.isInteger(t0)) throw new RangeError(`Expected positive integer T_0, but got ${t0}`);
    if (!(tMult >= 1) || !Number.isInteger(tMult))
      throw new RangeError(`Expected integer T_mult >= 1, but got ${tMult}`);
    super(optimizer, lastEpoch);
    this.t0 = t0;
    this.tMult = tMult;
    this.etaMin = etaMin;
    this.tI = t0;
    this.tCur = lastEpoch;
    this.start();
  }

  override getLr(): number[] {
    const { etaMin, tCur, tI } = this;
    return this.baseLrs.map((lr) => etaMin + ((lr - etaMin) * (1 + Math.cos((Math.PI * tCur) / tI))) / 2);
  }

  /** `epoch` may be a fraction, to change the rate within an epoch. */
  override updateLr(epoch?: number): void {
    const asked = epoch ?? (this.lastEpoch < 0 ? 0 : undefined);
    if (asked === undefined) this.#advance();
    else this.#goTo(asked);
    super.updateLr(Math.floor(asked ?? this.lastEpoch + 1));
  }

  #advance(): void {
    this.tCur++;
    if (this.tCur < this.tI) return;
    this.tCur %= this.tI;
    this.tI *= this.tMult;
  }

  #goTo(epoch: number): void {
    const { t0, tMult } = this;
    if (epoch < 0) throw new RangeError(`Expected non-negative epoch, but got ${epoch}`);
    if (epoch < t0) [this.tI, this.tCur] = [t0, epoch];
    else if (tMult === 1) this.tCur = epoch % t0;
    else {
      const runs = Math.trunc(Math.log((epoch / t0) * (tMult - 1) + 1) / Math.log(tMult));
      this.tCur = epoch - (t0 * (tMult ** runs - 1)) / (tMult - 1);
      this.tI = t0 * tMult ** runs;
    }
  }
}
