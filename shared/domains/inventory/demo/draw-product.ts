// Long because it is a set of drawings: each shape a line or two of SVG.
/**
 * Pictures of goods, drawn from a shape and a colour: flat, calm, told apart at 32 pixels and pleasant at 240. They
 * stand on a near-white ground of their own, so that they look the same in light and dark.
 */

/** Colours of goods by name, as the eye takes them in: calm, and none so light that it is lost on the ground. */
export const productColours = {
  white: '#e9edf1',
  black: '#4b525b',
  grey: '#a9b4bf',
  steel: '#b9c6d2',
  blue: '#7ba4cc',
  navy: '#51709a',
  celadon: '#8fbfae',
  green: '#86b37c',
  yellow: '#e6c667',
  orange: '#e3a06a',
  red: '#cf7168',
  pink: '#e2a6b2',
  purple: '#a794c6',
  brown: '#a67c5b',
  wood: '#cda878',
  glass: '#c4dfe6',
  cream: '#ecdcb9',
} as const;
export type ProductColour = keyof typeof productColours;

const GROUND = '#f8f7f4';
const LINE = '#5d6b79';

/** `c` is the colour, `d` a darker one, `l` a lighter one. */
type Draw = (c: string, d: string, l: string) => string;

const path = (d: string, fill: string, more = ''): string => `<path d="${d}" fill="${fill}"${more}/>`;
const rect = (x: number, y: number, w: number, h: number, r: number, fill: string): string =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${r}" fill="${fill}"/>`;
const oval = (x: number, y: number, rx: number, ry: number, fill: string): string =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}"/>`;
const bare = (d: string): string => path(d, 'none');
const label = (x: number, y: number, w: number, h: number): string =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="1.5" fill="#fffdf8" stroke-width="1.4"/>`;

const shapes = {
  mug: (c, _, l) =>
    `${bare('M44 26h5a7 7 0 0 1 0 14h-5')}${path('M16 18h28v26a6 6 0 0 1-6 6H22a6 6 0 0 1-6-6z', c)}${oval(30, 18, 14, 3.5, l)}`,
  bowl: (c, d, l) =>
    `${path('M8 28h48c0 13-9 22-19 22H27C17 50 8 41 8 28z', c)}${oval(32, 28, 24, 5, l)}${rect(25, 49, 14, 4, 1.5, d)}`,
  bowls: (c, d, l) =>
    `${path('M14 36h36c0 9-7 15-14 15h-8c-7 0-14-6-14-15z', d)}${path('M11 28h42c0 9-8 15-16 15H27c-8 0-16-6-16-15z', c)}${path('M8 20h48c0 9-9 15-18 15H26C17 35 8 29 8 20z', l)}`,
  plate: (c, _, l) => `${oval(32, 33, 25, 20, c)}${oval(32, 33, 16, 12.5, l)}`,
  teaset: (c, d, l) =>
    `${bare('M18 22a9 9 0 0 0 0 16')}${path('M17 24h26l6-5 4 3-8 11c0 7-6 11-14 11s-14-4-14-11z', c)}${oval(30, 24, 13, 3.5, l)}${oval(30, 19, 3, 2.5, d)}${path('M40 44h14c0 5-3 8-7 8s-7-3-7-8z', d)}`,
  cup: (c, d, l) =>
    `${path('M16 24h32c0 14-6 24-16 24s-16-10-16-24z', c)}${oval(32, 24, 16, 4, l)}${oval(32, 50, 15, 3, d)}`,
  flask: (c, d) =>
    `${path('M24 18h16v32a5 5 0 0 1-5 5h-6a5 5 0 0 1-5-5z', c)}${rect(23, 9, 18, 11, 3, d)}${bare('M24 44h16')}`,
  jug: (c, d, l) =>
    `${bare('M44 24h4a6 6 0 0 1 6 6v8a8 8 0 0 1-8 8h-3')}${path('M20 20h22l4 30a5 5 0 0 1-5 5H21a5 5 0 0 1-5-5z', c)}${path('M22 11h16l4 9H19z', d)}${bare('M22 30l-1 14')}${oval(31, 11, 4, 2, l)}`,
  pitcher: (c, _, l) =>
    `${bare('M45 24c9 0 10 17-2 18')}${path('M17 14l-4 5 5 4v24a6 6 0 0 0 6 6h16a6 6 0 0 0 6-6V14z', c)}${path('M18 32h28v15a6 6 0 0 1-6 6H24a6 6 0 0 1-6-6z', l)}`,
  kidscup: (c, d, l) =>
    `${bare('M35 20l6-12 6 2')}${path('M19 24h26l-3 27a4 4 0 0 1-4 4H26a4 4 0 0 1-4-4z', c)}${rect(17, 18, 30, 7, 3, d)}${oval(32, 39, 6, 6, l)}`,
  wok: (c, d) =>
    `${path('M6 28h44c0 13-9 21-22 21S6 41 6 28z', c)}${path('M49 28l10-8 2 4-11 9z', d)}${bare('M12 34c2 6 6 9 11 11')}`,
  pan: (c, d, l) => `${path('M42 26l17-11 3 4-16 13z', d)}${oval(27, 35, 21, 15, c)}${oval(27, 34, 14, 9, l)}`,
  pot: (c, d, l) =>
    `${bare('M12 32H7M52 32h5')}${path('M12 26h40v20a6 6 0 0 1-6 6H18a6 6 0 0 1-6-6z', c)}${path('M11 26c2-8 10-12 21-12s19 4 21 12z', l)}${oval(32, 13, 4, 3, d)}`,
  board: (c, d) =>
    `${rect(10, 16, 44, 34, 5, c)}<circle cx="46" cy="24" r="3" fill="${GROUND}"/>${path('M16 30h22M16 37h28M16 44h18', 'none', ` stroke="${d}" stroke-width="1.6"`)}`,
  knife: (c, d) => `${path('M8 22h34v18H20C13 40 8 32 8 22z', c)}${rect(42, 22, 16, 8, 3, d)}`,
  scissors: (c, d) =>
    `${path('M30 34L14 9l-3 2 13 27zM34 34L50 9l3 2-13 27z', d)}<circle cx="22" cy="46" r="7" fill="none" stroke="${c}" stroke-width="5"/><circle cx="42" cy="46" r="7" fill="none" stroke="${c}" stroke-width="5"/>`,
  chopsticks: (c, d) =>
    `${path('M16 8l4-1 9 48-3 1zM26 7h4l4 49h-3zM38 7l4 1-3 48h-3z', c)}${path('M15 8l5-1 2 11-5 1zM26 7h4l1 12h-4zM38 7l4 1-1 12h-4z', d)}`,
  ladle: (c, d) => `${path('M38 8l4 1-6 30-4-1z', d)}${path('M12 36h25c0 11-6 18-13 18s-12-7-12-18z', c)}`,
  jar: (c, d, l) =>
    `${path('M16 24h32v26a5 5 0 0 1-5 5H21a5 5 0 0 1-5-5z', l)}${path('M16 36h32v14a5 5 0 0 1-5 5H21a5 5 0 0 1-5-5z', c)}${rect(15, 14, 34, 10, 3, d)}`,
  foodbox: (c, d, l) =>
    `${path('M10 26h44l-4 24a4 4 0 0 1-4 3H18a4 4 0 0 1-4-3z', l)}${rect(7, 18, 50, 9, 3, c)}${rect(27, 24, 10, 6, 1.5, d)}`,
  bin: (c, d, l) => `${rect(13, 20, 38, 35, 4, l)}${rect(13, 36, 38, 19, 4, c)}${path('M11 20h42l-4-9H15z', d)}`,
  spices: (c, d, l) =>
    `${rect(9, 22, 46, 28, 4, c)}${rect(13, 26, 8, 20, 2, l)}${rect(23, 26, 8, 20, 2, d)}${rect(33, 26, 8, 20, 2, l)}${rect(43, 26, 8, 20, 2, d)}`,
  bottle: (c, d) =>
    `${path('M27 8h10v10l6 9v24a4 4 0 0 1-4 4H25a4 4 0 0 1-4-4V27l6-9z', c)}${rect(26, 6, 12, 8, 2, d)}${label(21, 32, 22, 14)}`,
  pump: (c, d) =>
    `${bare('M32 20V10h-9')}${rect(26, 17, 12, 7, 2, d)}${path('M20 24h24a3 3 0 0 1 3 3v24a4 4 0 0 1-4 4H21a4 4 0 0 1-4-4V27a3 3 0 0 1 3-3z', c)}${label(17, 34, 30, 13)}`,
  tube: (c, d) => `${path('M18 10h28l-6 36H24z', c)}${rect(25, 46, 14, 9, 2, d)}${label(24, 20, 16, 16)}`,
  cream: (c, d, l) =>
    `${path('M12 30h40v18a6 6 0 0 1-6 6H18a6 6 0 0 1-6-6z', c)}${rect(10, 18, 44, 13, 3, d)}${label(18, 37, 28, 10)}${bare('M16 22h32')}${oval(32, 18, 1, 0.5, l)}`,
  soap: (c, _, l) =>
    `${rect(9, 24, 46, 26, 11, c)}${rect(17, 30, 30, 13, 6, l)}<circle cx="49" cy="15" r="4" fill="${l}"/><circle cx="40" cy="11" r="2.4" fill="${l}"/>`,
  apron: (c, d) =>
    `${bare('M24 12c0-6 16-6 16 0')}${path('M24 12h16l2 16 8 4v22H14V32l8-4z', c)}${rect(24, 38, 16, 10, 2, d)}`,
  glove: (c, d) =>
    `${path('M18 54V28c0-12 6-18 13-18s13 6 13 16v4l6-4c4 3 3 8-1 12l-5 6v10z', c)}${rect(16, 47, 30, 8, 2, d)}`,
  cloth: (c, d, l) =>
    `${path('M8 18l40-6 8 34-40 8z', c)}${path('M14 23l32-5M16 32l33-5M19 42l32-5', 'none', ` stroke="${l}" stroke-width="2.2"`)}${path('M8 18l8 36 6-20z', d)}`,
  sponge: (c, d) =>
    `${rect(9, 22, 46, 17, 4, c)}${rect(9, 36, 46, 12, 4, d)}<circle cx="20" cy="29" r="2" fill="${d}"/><circle cx="34" cy="31" r="2.4" fill="${d}"/><circle cx="46" cy="28" r="1.8" fill="${d}"/>`,
  brush: (c, d) =>
    `${path('M34 8h5l-3 30h-5z', d)}${path('M24 36h18l3 18H21z', c)}${path('M27 42v10M33 42v10M39 42v10', 'none', ' stroke-width="1.6"')}`,
  gift: (c, d, l) =>
    `${rect(11, 28, 42, 26, 2, c)}${rect(8, 20, 48, 10, 2, l)}${rect(28, 20, 8, 34, 0, d)}${bare('M32 20c-14 0-12-14 0-2 12-12 14 2 0 2')}`,
  teabox: (c, d) =>
    `${rect(14, 18, 36, 37, 3, c)}${path('M14 22a4 4 0 0 1 4-4h28a4 4 0 0 1 4 4v4H14z', d)}${label(22, 31, 20, 17)}${path('M32 44c-5-3-5-8 0-11 5 3 5 8 0 11z', '#86b37c', ' stroke-width="1.4"')}`,
  pouch: (c, d) =>
    `${path('M16 10h32l3 40a5 5 0 0 1-5 5H18a5 5 0 0 1-5-5z', c)}${path('M16 10h32l.6 7H15.4z', d)}${label(21, 27, 22, 18)}`,
  can: (c, d, l) => `${path('M18 14h28v38c0 5-28 5-28 0z', c)}${oval(32, 14, 14, 4, l)}${path('M18 24h28v18H18z', d)}`,
  carton: (c, d, l) =>
    `${path('M18 24h28v31H18z', c)}${path('M18 24l6-10h16l6 10z', l)}${rect(24, 8, 16, 6, 1, d)}${label(23, 31, 18, 15)}`,
  cookie: (c, d) =>
    `${oval(32, 33, 22, 20, c)}<circle cx="24" cy="27" r="3" fill="${d}"/><circle cx="38" cy="26" r="3.4" fill="${d}"/><circle cx="30" cy="39" r="3" fill="${d}"/><circle cx="42" cy="39" r="2.6" fill="${d}"/>`,
  tablets: (c, d, l) =>
    `${path('M14 20h36v32a3 3 0 0 1-3 3H17a3 3 0 0 1-3-3z', c)}${path('M14 20l5-9h26l5 9z', l)}${rect(22, 28, 20, 9, 2, d)}${rect(22, 40, 20, 9, 2, l)}`,
} as const satisfies Record<string, Draw>;

export type ProductShape = keyof typeof shapes;

/** A picture as the text of an SVG file. */
export function drawProduct(shape: ProductShape, colour: ProductColour): string {
  const base = productColours[colour];
  const drawing: Draw = shapes[shape];
  const body = drawing(base, mix(base, '#3f4a56', 0.28), mix(base, '#ffffff', 0.5));
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="240" height="240">` +
    `<rect width="64" height="64" rx="8" fill="${GROUND}"/>` +
    `<g stroke="${LINE}" stroke-width="2.2" stroke-linejoin="round" stroke-linecap="round">${body}</g></svg>`
  );
}

/** So much of the way from one colour to another. */
function mix(from: string, to: string, part: number): string {
  const channel = (at: number): string => {
    const [a, b] = [from, to].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16));
    return Math.round((a ?? 0) + ((b ?? 0) - (a ?? 0)) * part)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}
