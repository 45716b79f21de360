import { brokenLogs } from './break-log.ts';
import { sayAnotherWay, takeUnsentBack } from './change-mind.ts';
import { changeOwner, changeRole, moveTerritory, takeRights, takeScope } from './change-rights.ts';
import type { Fault } from './fault.ts';
import { fillDisk, fillServerDisk } from './fill-disk.ts';
import { handOver } from './hand-over.ts';
import { killDevice } from './kill-device.ts';
import { killServer } from './kill-server.ts';
import { goesBack, yearsOff } from './move-clock.ts';
import { breaksOnOneSide, lastPiece, pileUp, serverHasBug } from './press-hard.ts';
import { networkSwitched, restartDevice, serverAway } from './restart.ts';
import { cloneDevice, restoreDevice, restoreServer } from './restore-files.ts';
import { closeDevice } from './revoke-device.ts';
import { spoilRow } from './spoil-row.ts';
import { night, weeksOffline } from './time-away.ts';
import { upgradeDevice, upgradeServer } from './upgrade-device.ts';

export const allFaults: readonly Fault[] = [
  ...killDevice,
  ...killServer,
  restartDevice,
  serverAway,
  networkSwitched,
  fillDisk,
  fillServerDisk,
  yearsOff,
  goesBack,
  restoreDevice,
  cloneDevice,
  ...restoreServer,
  takeScope,
  changeRole,
  takeRights,
  moveTerritory,
  changeOwner,
  upgradeServer,
  upgradeDevice,
  night,
  weeksOffline,
  lastPiece,
  pileUp,
  breaksOnOneSide,
  serverHasBug,
  ...brokenLogs,
  closeDevice,
  handOver,
  sayAnotherWay,
  takeUnsentBack,
];

/** Drawn only where they are asked for by name: while one of them lasts, the auditor sees less. */
export const askedFaults: readonly Fault[] = [spoilRow];
