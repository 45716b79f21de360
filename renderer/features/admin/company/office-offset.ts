/** Distances from UTC that clocks of the world have (IANA time zone database), in minutes, from west to east. */
const offsets: readonly number[] = [
  ...[
    -720, -660, -600, -570, -540, -480, -420, -360, -300, -240, -210, -180, -150, -120, -60, 0, 60, 120, 180, 210, 240,
  ],
  ...[270, 300, 330, 345, 360, 390, 420, 480, 525, 540, 570, 600, 630, 660, 720, 765, 780, 825, 840],
];

/** Offsets to choose from, in minutes. @param own stands among them, though no clock had it */
export function officeOffsets(own: number): readonly number[] {
  return offsets.includes(own) ? offsets : [...offsets, own].sort((one, other) => one - other);
}

/** Minutes east of UTC as people write them: 480 is UTC+8:00, -210 is UTC−3:30. */
export function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? '−' : '+'}${Math.floor(size / 60)}:${String(size % 60).padStart(2, '0')}`;
}
