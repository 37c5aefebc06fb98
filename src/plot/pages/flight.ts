/** A frame that flies from where numbers are read to where their sum is written, so that the eye finds both. */
import { element } from "./frame.ts";

/** The places it passes: elements on the page. */
export type Flight = readonly HTMLElement[];

export interface Flights {
  /** Begins these flights; those under way end. */
  begin(flights: readonly Flight[]): void;
  end(): void;
}

/** Milliseconds from place to place. */
const duration = 260;

/** @param box is positioned, and contains all places */
export function flights(box: HTMLElement): Flights {
  const air = element("div", "ck-air", { "aria-hidden": "true" });
  box.append(air);
  const isStill = matchMedia("(prefers-reduced-motion: reduce)");
  const end = (): void => air.replaceChildren();
  return {
    end,
    begin(all) {
      end();
      if (isStill.matches) return;
      const from = air.getBoundingClientRect();
      for (const places of all) {
        const stops = places.map((place) => {
          const { left, top, width, height } = place.getBoundingClientRect();
          return {
            left: `${left - from.left}px`,
            top: `${top - from.top}px`,
            width: `${width}px`,
            height: `${height}px`,
          };
        });
        const frame = element("div", "ck-frame ck-flying");
        air.append(frame);
        frame
          .animate(stops, { duration: duration * (stops.length - 1), easing: "ease-in-out" })
          .finished.then(() => frame.remove())
          // It has been ended.
          .catch(() => undefined);
      }
    },
  };
}
