import { expect, it } from 'vitest';
import { readMappings } from './process-memory.ts';

it('tells what a process wrote for itself from what it shares or could, by file or by address', () => {
  const smaps = `55d0c0000000-55d0c1000000 r-xp 00000000 08:01 1234                       /opt/runtime/electron
Rss:                 900 kB
Shared_Clean:        600 kB
Shared_Dirty:          0 kB
Private_Clean:       300 kB
Private_Dirty:         0 kB
55d0c1000000-55d0c1100000 r--p 01000000 08:01 1234                       /opt/runtime/electron
Shared_Clean:         40 kB
7f0000000000-7f0000100000 rw-p 00000000 00:00 0
Shared_Dirty:         20 kB
Private_Dirty:        80 kB
7f0000100000-7f0000200000 rw-p 00000000 00:00 0                          [heap]
Shared_Dirty:          0 kB
Private_Dirty:        10 kB
VmFlags: rd wr mr mw me ac
`;
  const { writtenKilobytes, shared } = readMappings(smaps);
  expect(writtenKilobytes).toBe(90);
  expect([...shared]).toEqual([
    ['1234 /opt/runtime/electron', 940],
    ['7f0000000000', 20],
  ]);
  expect(readMappings('')).toEqual({ writtenKilobytes: 0, shared: new Map() });
});
