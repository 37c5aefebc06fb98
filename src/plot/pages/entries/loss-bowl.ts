/** The bowl: a loss as a function of one or two weights, and gradient descent on it with a rate and a start of your choice. */
import type { BowlData } from "../../interactive/data.ts";
import { ticksOf } from "../../still/ticks.ts";
import { descend, lossBetween, lossOn, onGrid, slopeOn } from "../bowl.ts";
import { begin, button, bytes, element, floats, type Input, legend, short, slider, svgElement } from "../frame.ts";

const [width, height] = [460, 300];
const margin = { left: 52, right: 12, top: 12, bottom: 40 };

export function draw(root: HTMLElement, input: Input<BowlData>): void {
  const { data } = input;
  const { ranges, counts, names } = data;
  const { box, say, tell } = begin(root, "loss-bowl", input);
  const losses = floats(data.losses);
  const slopes = data.slopes.map(floats);
  const isLine = names.length === 1;
  const curve = { range: ranges[0]!, losses, slopes: slopes[0]! };
  const slopeAt = (at: readonly number[]): readonly number[] =>
    isLine ? [slopeOn(curve, at[0]!)] : slopes.map((values) => onGrid(values, ranges, counts, at));
  const lossAt = (at: readonly number[]): number =>
    isLine ? lossOn(curve, at[0]!) : lossBetween(losses, slopes, ranges, counts, at);
  let start: readonly number[] = data.start;
  let lr = data.lr;
  /** The number of steps taken. */
  let taken = data.path.length - 1;
  let path: readonly (readonly number[])[] = data.path;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const [least, most] = [Math.min(...losses), Math.max(...losses)];
  const room = (most - least) * 0.05 || 1;
  const yRange = isLine ? ([least - room, most + room] as const) : ranges[1]!;
  const x = (w: number): number =>
    margin.left + ((w - ranges[0]![0]) / (ranges[0]![1] - ranges[0]![0])) * (width - margin.left - margin.right);
  const y = (value: number): number =>
    height - margin.bottom - ((value - yRange[0]) / (yRange[1] - yRange[0])) * (height - margin.top - margin.bottom);
  const clamp = (value: number): number => Math.min(1e5, Math.max(-1e5, value));

  const svg = svgElement("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "application", tabindex: 0 });
  const clip = `ck-clip-${Math.random().toString(36).slice(2)}`;
  svg.append(
    svgElement(
      "clipPath",
      { id: clip },
      svgElement("rect", {
        x: margin.left,
        y: margin.top,
        width: width - margin.left - margin.right,
        height: height - margin.top - margin.bottom,
      }),
    ),
  );
  const inside = svgElement("g", { "clip-path": `url(#${clip})` });
  if (isLine) {
    const points = Array.from({ length: 241 }, (_, i) => {
      const w = ranges[0]![0] + ((ranges[0]![1] - ranges[0]![0]) * i) / 240;
      return `${x(w).toFixed(1)} ${y(lossAt([w])).toFixed(1)}`;
    });
    inside.append(
      svgElement("path", { d: `M${points.join("L")}`, fill: "none", stroke: "#0072b2", "stroke-width": 2 }),
    );
  } else {
    inside.append(
      svgElement("image", {
        x: margin.left,
        y: margin.top,
        width: width - margin.left - margin.right,
        height: height - margin.top - margin.bottom,
        preserveAspectRatio: "none",
        href: mapOf(),
      }),
    );
  }
  const way = svgElement("path", { fill: "none", stroke: "var(--ck-accent)", "stroke-width": 2 });
  const dots = svgElement("g", { fill: "var(--ck-accent)" });
  inside.append(way, dots);
  svg.append(inside, ...axes());

  const rate = slider(
    "lr",
    [0, Math.max(4 * data.lr, 0.1), 0.001],
    lr,
    (value) => {
      lr = value;
      again(data.count);
    },
    short,
  );
  const step = button(say("step"), () => {
    stop();
    if (taken < path.length - 1) taken++;
    else path = descend(slopeAt, start, lr, ++taken);
    taken = path.length - 1;
    show();
  });
  const play = button(say("play"), () => {
    if (timer !== undefined) return stop();
    if (taken >= path.length - 1) taken = 0;
    play.textContent = say("pause");
    const next = (): void => {
      if (!box.isConnected || taken >= path.length - 1) return stop();
      taken++;
      show();
      timer = setTimeout(next, 220);
    };
    timer = setTimeout(next, 220);
    show();
  });
  const restart = button(say("restart"), () => {
    stop();
    taken = 0;
    show();
  });
  const sentence = element("div", "ck-line");
  const complaint = element("div", "ck-result", { role: "status" });
  box.append(
    element("div", "ck-head", {}, play, step, restart, rate.node),
    element("div", "", {}, svg),
    sentence,
    complaint,
  );
  if (!isLine) box.append(element("div", "ck-legends", {}, legend(say("loss"), data.table, [least, most], false)));
  box.append(element("div", "ck-faint", {}, say("help")));

  function stop(): void {
    clearTimeout(timer);
    timer = undefined;
    play.textContent = say("play");
  }

  /** Another rate or start: computes the whole path again. */
  function again(count: number): void {
    stop();
    path = descend(slopeAt, start, lr, count);
    taken = path.length - 1;
    show();
  }

  function show(): void {
    const shown = path.slice(0, taken + 1);
    const places = shown.map((point) => [clamp(x(point[0]!)), clamp(y(isLine ? lossAt(point) : point[1]!))] as const);
    way.setAttribute(
      "d",
      places.length > 1 ? `M${places.map(([px, py]) => `${px.toFixed(1)} ${py.toFixed(1)}`).join("L")}` : "",
    );
    dots.replaceChildren(
      ...places.map(([cx, cy], i) => svgElement("circle", { cx, cy, r: i === places.length - 1 ? 6 : 4 })),
    );
    const end = shown.at(-1)!;
    const where = names.map((name, d) => `${name} = ${short(end[d]!)}`).join(", ");
    const slope = names.map((name, d) => `dL/d${name} = ${short(slopeAt(end)[d]!)}`).join(", ");
    const words = say("told", { count: shown.length - 1, where, loss: short(lossAt(end)), slope });
    sentence.textContent = words;
    svg.setAttribute("aria-label", words);
    const isGrowing = shown.length > 2 && lossAt(end) > lossAt(shown[0]!);
    complaint.textContent = isGrowing ? say("away") : "";
    tell(words);
  }

  function begins(event: MouseEvent): void {
    const area = svg.getBoundingClientRect();
    const [px, py] = [
      ((event.clientX - area.left) / area.width) * width,
      ((event.clientY - area.top) / area.height) * height,
    ];
    const w =
      ranges[0]![0] + ((px - margin.left) / (width - margin.left - margin.right)) * (ranges[0]![1] - ranges[0]![0]);
    const b =
      yRange[0] + ((height - margin.bottom - py) / (height - margin.top - margin.bottom)) * (yRange[1] - yRange[0]);
    start = isLine ? [w] : [w, b];
    again(data.count);
  }
  svg.addEventListener("click", begins);
  svg.addEventListener("mousedown", (event) => event.stopPropagation());
  svg.addEventListener("keydown", (event) => {
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowDown: [0, -1],
      ArrowUp: [0, 1],
    };
    const move = moves[event.key];
    if (move === undefined || (isLine && move[0] === 0)) return;
    start = start.map((w, d) => w + (move[d]! * (ranges[d]![1] - ranges[d]![0])) / 40);
    again(data.count);
    event.preventDefault();
    event.stopPropagation();
  });

  /** The losses as a picture, smooth between the points of the grid. */
  function mapOf(): string {
    const canvas = element("canvas");
    [canvas.width, canvas.height] = [counts[0]! * 8, counts[1]! * 8];
    const context = canvas.getContext("2d")!;
    const pixels = context.createImageData(canvas.width, canvas.height);
    const table = bytes(data.table);
    for (let row = 0, to = 0; row < canvas.height; row++)
      for (let column = 0; column < canvas.width; column++, to += 4) {
        const w = ranges[0]![0] + ((ranges[0]![1] - ranges[0]![0]) * (column + 0.5)) / canvas.width;
        const b = ranges[1]![1] - ((ranges[1]![1] - ranges[1]![0]) * (row + 0.5)) / canvas.height;
        const at = 3 * Math.round((255 * (lossAt([w, b]) - least)) / (most - least || 1));
        pixels.data.set([table[at]!, table[at + 1]!, table[at + 2]!, 255], to);
      }
    context.putImageData(pixels, 0, 0);
    return canvas.toDataURL();
  }

  function axes(): SVGElement[] {
    const label = (px: number, py: number, text: string, anchor: string): SVGElement =>
      svgElement("text", { x: px, y: py, "text-anchor": anchor, fill: "currentColor", "font-size": 12 }, text);
    const bottom = height - margin.bottom;
    const ticks = ([low, high]: readonly [number, number]): number[] => ticksOf(low, high, 5);
    return [
      svgElement("path", {
        d: `M${margin.left} ${margin.top}V${bottom}H${width - margin.right}`,
        fill: "none",
        stroke: "currentColor",
        "stroke-opacity": 0.5,
      }),
      ...ticks(ranges[0]!).map((value) => label(x(value), bottom + 16, short(value), "middle")),
      ...ticks(yRange).map((value) => label(margin.left - 6, y(value) + 4, short(value), "end")),
      label((margin.left + width - margin.right) / 2, height - 6, names[0]!, "middle"),
      label(margin.left + 8, margin.top + 10, isLine ? say("loss") : names[1]!, "start"),
    ];
  }
  show();
}
