// Draws an SVG at several sizes and prints one line: {"16": "<base64 of the PNG>", ...}. Arguments: file, sizes.

import { readFileSync } from 'node:fs';
import { app, BrowserWindow } from 'electron';

const [file, sizes] = process.argv.slice(-2);

/** In the page, which has a canvas. */
const script = (source) => `(async () => {
  const image = new Image();
  image.src = ${JSON.stringify(source)};
  await image.decode();
  const drawn = {};
  for (const size of [${sizes}]) {
    const canvas = new OffscreenCanvas(size, size);
    const pen = canvas.getContext('2d');
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(image, 0, 0, size, size);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
    drawn[size] = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  }
  return drawn;
})()`;

async function draw() {
  const window = new BrowserWindow({ show: false });
  await window.loadURL('data:text/html,<title>icons</title>');
  const source = `data:image/svg+xml;base64,${readFileSync(file).toString('base64')}`;
  process.stdout.write(`${JSON.stringify(await window.webContents.executeJavaScript(script(source)))}\n`);
}

// Not awaited: Electron is ready only after its first module has ended.
app
  .whenReady()
  .then(draw)
  .then(
    () => app.exit(0),
    (error) => {
      process.stderr.write(`${error.stack}\n`);
      app.exit(1);
    },
  );
