/** Where a card stands that points at something. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Beside what stands at the left edge, else below, else above; in the middle when there is nothing to point at. Always
 * whole inside the window. All in px.
 */
export function placeCard(
  target: Box | null,
  card: Size,
  window: Size,
  gap: number,
): { readonly left: number; readonly top: number } {
  const inside = (value: number, size: number, room: number) => Math.max(gap, Math.min(value, room - size - gap));
  const at = (left: number, top: number) => ({
    left: inside(left, card.width, window.width),
    top: inside(top, card.height, window.height),
  });
  if (!target) return at((window.width - card.width) / 2, (window.height - card.height) / 2);
  const right = target.left + target.width;
  const bottom = target.top + target.height;
  if (right < card.width / 2) return at(right + gap, bottom - card.height);
  const left = target.left + Math.min(0, target.width - card.width);
  if (bottom + gap + card.height + gap <= window.height) return at(left, bottom + gap);
  return at(left, target.top - gap - card.height);
}
