/** Names of the IPC channels: calls that the renderer makes, and events that main sends. */
export const CALL_PREFIX = 'satchel:';

/** Calls that main answers itself; all others go to the device thread. */
export const desktopCallNames = [
  'desktop.about',
  'desktop.openSecondDevice',
  'desktop.setLanguage',
  'start.state',
  'start.tryDemo',
  'start.joinCompany',
  'start.backToChoice',
  'start.resetDemo',
  'backup.save',
  'backup.choose',
  'backup.restore',
  'diagnostics.read',
  'diagnostics.checkDatabase',
  'diagnostics.exportLog',
  'diagnostics.openLogFolder',
] as const;

export const eventChannels = {
  changed: 'satchel-event:changed',
  sessionState: 'satchel-event:sessionState',
  syncStatus: 'satchel-event:syncStatus',
  startState: 'satchel-event:startState',
} as const;
