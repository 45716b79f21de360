/** Letters and digits that are not mistaken for each other on paper: no I, O, 0, 1. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const characters = `${letters}23456789`;

/**
 * A short code for a new history of a device, part of every number that it makes (R7): K7. A letter first, two
 * characters while they last (768), then three (24,576).
 * @param used every code that the company has ever given
 * @param randomBytes at least four
 */
export function chooseDeviceCode(used: ReadonlySet<string>, randomBytes: Uint8Array): string {
  const [a = 0, b = 0, c = 0, d = 0] = randomBytes;
  const start = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  for (const length of [2, 3]) {
    const count = letters.length * characters.length ** (length - 1);
    for (let step = 0; step < count; step += 1) {
      const code = codeAt((start + step) % count, length);
      if (!used.has(code)) return code;
    }
  }
  throw new Error('all device codes are given');
}

function codeAt(index: number, length: number): string {
  let rest = index;
  let code = '';
  for (let position = 1; position < length; position += 1) {
    code = (characters[rest % characters.length] ?? '') + code;
    rest = Math.floor(rest / characters.length);
  }
  return (letters[rest] ?? '') + code;
}
