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
  'backup.recover',
  'diagnostics.read',
  'diagnostics.checkDatabase',
  'diagnostics.exportLog',
  'diagnostics.openLogFolder',
  'diagnostics.openLicenses',
  'proof.export',
  'labels.print',
  'labels.savePdf',
  'labels.saveZpl',
  'labels.send',
  'papers.printers',
  'papers.preview',
  'papers.print',
  'papers.savePdf',
  'papers.openPdf',
  'updates.state',
  'updates.check',
  'updates.download',
  'updates.install',
] as const;

/** Files of the company, shown as pictures: main answers them from the device's disk. */
export const FILES_ADDRESS = 'satchel://app/files/';

export const eventChannels = {
  changed: 'satchel-event:changed',
  fileArrived: 'satchel-event:fileArrived',
  sessionState: 'satchel-event:sessionState',
  syncStatus: 'satchel-event:syncStatus',
  startState: 'satchel-event:startState',
  updateState: 'satchel-event:updateState',
} as const;
