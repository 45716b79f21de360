/** Small files of each kind that Satchel keeps, and one of none. */

/** An SVG that can be told from others, and found in bytes that should not hold it. */
export const svgPicture = (word: string): Uint8Array =>
  new TextEncoder().encode(
    `<?xml version="1.0"?>\n<!-- a mug -->\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><title>${word}</title><rect width="8" height="8" fill="#0a7"/></svg>`,
  );

/** One pixel. */
export const pngPicture = new Uint8Array(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
);
