import { expect, it } from 'vitest';
import { electronServerApart } from './03-electron-server-apart.ts';
import { feed } from './feed.ts';

it.each([
  ['electron of server', 'electron/main/start-server.ts', `import { startServer } from '../../server/main.ts';`],
  ['electron of a type of server', 'electron/device/push.ts', `import type { Answer } from '#server/sync/execute.ts';`],
  [
    'server of electron',
    'server/sync/execute.ts',
    `import { runCommand } from '../../electron/device/run-command.ts';`,
  ],
  ['server of the electron package', 'server/main.ts', `import { app } from 'electron';`],
  ['electron of renderer', 'electron/main/window.ts', `import { theme } from '../../renderer/app/theme/theme.ts';`],
])('refuses the import by %s', (_what, path, text) => {
  expect(feed(electronServerApart, { [path]: text })).toHaveLength(1);
});

it('lets both import shared and db, and their own folders called alike', () => {
  const files = {
    'electron/device/server/address.ts': `import { limits } from '#shared/protocol/limits.ts';\nimport './port.ts';`,
    'server/sync/execute.ts': `import { openPostgres } from '#db/postgres.ts';`,
  };
  expect(feed(electronServerApart, files)).toEqual([]);
});
