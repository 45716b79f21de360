/**
 * Rule 3. electron/ and server/ never import each other, types included: what both need is shared/ or db/.
 * The embedded server of the demo is started as a program of its own, not imported.
 */
import { breachAt, type Rule } from '../rule.ts';
import { roomOf } from '../tree.ts';

const otherSide: Readonly<Record<string, string>> = { electron: 'server', server: 'electron' };

export const electronServerApart: Rule = {
  number: 3,
  name: 'electron and server are apart',
  *check(tree) {
    for (const source of tree.production((path) => roomOf(path) in otherSide)) {
      const room = roomOf(source.path);
      for (const { target, node, specifier } of source.imports) {
        const reached = target.kind === 'file' ? roomOf(target.path) : '';
        if (reached === otherSide[room] || reached === 'renderer') {
          yield breachAt(3, source, node, `${room}/ imports ${specifier}: what both need belongs in shared/ or db/`);
        }
        if (room === 'server' && target.kind === 'package' && target.name === 'electron') {
          yield breachAt(3, source, node, 'server/ imports electron: it runs without one');
        }
      }
    }
  },
};
