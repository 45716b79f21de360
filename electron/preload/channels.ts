/** Names of the IPC channels: calls that the renderer makes, and events that main sends. */
export const CALL_PREFIX = 'satchel:';

export const desktopCallNames = ['desktop.about', 'desktop.openSecondDevice', 'desktop.setLanguage'] as const;

export const eventChannels = {
  changed: 'satchel-event:changed',
  sessionState: 'satchel-event:sessionState',
  syncStatus: 'satchel-event:syncStatus',
} as const;
