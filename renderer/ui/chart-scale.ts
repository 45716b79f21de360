/** Scales of small charts: pure arithmetic on figures that are shown as lengths. */

/** Where an axis ends and at which figures it has its lines, so that `highest` fits below its end. */
export function axisOf(highest: number, lines = 3): { readonly end: number; readonly ticks: readonly number[] } {
  if (!(highest > 0)) return { end: 1, ticks: [0] };
  const rough = highest / lines;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((each) => each >= rough) ?? 10 * power;
  const count = Math.ceil(highest / step);
  return { end: count * step, ticks: Array.from({ length: count + 1 }, (_, index) => index * step) };
}

/** A part of a whole as 0 to 1, whatever falls outside is cut. */
export function shareOf(part: number, whole: number): number {
  if (!(whole > 0)) return 0;
  return Math.min(1, Math.max(0, part / whole));
}

/** The points of a line through `values`, left to right in a box; a flat line runs through the middle. */
export function linePoints(
  values: readonly number[],
  width: number,
  height: number,
): readonly { readonly x: number; readonly y: number }[] {
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const round = (value: number) => Math.round(value * 10) / 10;
  return values.map((value, index) => ({
    x: round(index * step),
    y: round(span === 0 ? height / 2 : height - ((value - low) / span) * height),
  }));
}
