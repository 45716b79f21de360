import { expect, it } from 'vitest';
import { packageFolder } from './record-packages.ts';

it.each([
  ['/r/node_modules/react/index.js', '/r/node_modules/react'],
  ['/r/node_modules/@ant-design/icons/es/index.js?v=1', '/r/node_modules/@ant-design/icons'],
  ['\0/r/node_modules/pg/lib/index.js?commonjs-es-import', '/r/node_modules/pg'],
  ['/r/node_modules/one/node_modules/fast-uri/index.js', '/r/node_modules/one/node_modules/fast-uri'],
  ['/elsewhere/node_modules/zod/v4/index.js', '/elsewhere/node_modules/zod'],
  ['C:\\r\\node_modules\\zod\\v4\\index.js', 'C:/r/node_modules/zod'],
  ['\0rolldown/runtime.js', '/r/node_modules/rolldown'],
  ['\0vite/preload-helper.js', '/r/node_modules/vite'],
  ['__vite-optional-peer-dep:pg-native:pg', '/r/node_modules/vite'],
  ['/r/electron/main/index.ts', null],
  ['/r/renderer/index.html?html-proxy&index=0.js', null],
])('%s belongs to %s', (id, folder) => {
  expect(packageFolder(id, '/r')).toBe(folder);
});

it.each(['\0somebody/helper.js', '/elsewhere/copied.js'])('code of nobody known ends the build: %s', (id) => {
  expect(() => packageFolder(id, '/r')).toThrow(/whose code is/);
});
