// `npm run build`: the application and its server, always anew.

import { build } from './build/build-when-changed.mjs';
import { endWithClearLine } from './setup/end-with-clear-line.mjs';

try {
  await build();
} catch (error) {
  endWithClearLine(error);
}
