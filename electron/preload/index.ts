/**
 * `window.satchel`, and nothing else of Electron or Node. Guards: the renderer gets functions with fixed channels, never
 * `ipcRenderer` itself, and events without their sender; only functions listen, so that no event ends in an error.
 */
import { contextBridge, ipcRenderer } from 'electron';
import type { SatchelBridge } from '#shared/protocol/bridge.ts';
import { CALL_PREFIX, eventChannels, FILES_ADDRESS } from './channels.ts';

/** Main parses the arguments and answers in the shape that the bridge names. */
function call<Args extends readonly unknown[], Answer>(name: string): (...args: Args) => Promise<Answer> {
  return (...args) => ipcRenderer.invoke(CALL_PREFIX + name, ...args) as Promise<Answer>;
}

function listen<Value>(channel: string): (listener: (value: Value) => void) => () => void {
  return (listener) => {
    if (typeof listener !== 'function') throw new TypeError('a listener is a function');
    const handler = (_event: unknown, ...values: unknown[]): void => listener(values[0] as Value);
    ipcRenderer.on(channel, handler);
    return () => {
      ipcRenderer.off(channel, handler);
    };
  };
}

const bridge: SatchelBridge = {
  command: call('command'),
  dryRun: call('dryRun'),
  query: call('query'),
  queryTables: call('queryTables'),
  onChanged: listen(eventChannels.changed),
  session: {
    state: call('session.state'),
    signIn: call('session.signIn'),
    join: call('session.join'),
    signOut: call('session.signOut'),
    onState: listen(eventChannels.sessionState),
  },
  sync: {
    status: call('sync.status'),
    onStatus: listen(eventChannels.syncStatus),
    sendNow: call('sync.sendNow'),
    setWorkOffline: call('sync.setWorkOffline'),
    ledger: call('sync.ledger'),
    searchAudit: call('sync.searchAudit'),
    exportAudit: call('sync.exportAudit'),
    entryAbout: call('sync.entryAbout'),
    ledgerCounts: call('sync.ledgerCounts'),
    entry: call('sync.entry'),
    values: call('sync.values'),
    markSeen: call('sync.markSeen'),
    drop: call('sync.drop'),
    withdraw: call('sync.withdraw'),
  },
  devices: {
    list: call('devices.list'),
    review: call('devices.review'),
    rename: call('devices.rename'),
    lock: call('devices.lock'),
    unlock: call('devices.unlock'),
    revoke: call('devices.revoke'),
    runQuarantine: call('devices.runQuarantine'),
    discardQuarantine: call('devices.discardQuarantine'),
    recoveryCopy: call('devices.recoveryCopy'),
  },
  drafts: {
    list: call('drafts.list'),
    read: call('drafts.read'),
    save: call('drafts.save'),
    remove: call('drafts.remove'),
  },
  work: {
    sessions: call('work.sessions'),
    open: call('work.open'),
    keep: call('work.keep'),
    undo: call('work.undo'),
    close: call('work.close'),
  },
  newIds: call('newIds'),
  nextNumber: call('nextNumber'),
  files: {
    address: (hash) => FILES_ADDRESS + hash,
    keep: call('files.keep'),
    onArrived: listen(eventChannels.fileArrived),
  },
  desktop: {
    about: call('desktop.about'),
    openSecondDevice: call('desktop.openSecondDevice'),
    setLanguage: call('desktop.setLanguage'),
  },
  start: {
    state: call('start.state'),
    onState: listen(eventChannels.startState),
    tryDemo: call('start.tryDemo'),
    joinCompany: call('start.joinCompany'),
    backToChoice: call('start.backToChoice'),
    resetDemo: call('start.resetDemo'),
  },
  backup: {
    save: call('backup.save'),
    choose: call('backup.choose'),
    restore: call('backup.restore'),
    recover: call('backup.recover'),
  },
  diagnostics: {
    read: call('diagnostics.read'),
    checkDatabase: call('diagnostics.checkDatabase'),
    exportLog: call('diagnostics.exportLog'),
    openLogFolder: call('diagnostics.openLogFolder'),
    openLicenses: call('diagnostics.openLicenses'),
  },
  proof: { export: call('proof.export') },
  labels: {
    print: call('labels.print'),
    savePdf: call('labels.savePdf'),
    saveZpl: call('labels.saveZpl'),
    send: call('labels.send'),
  },
  papers: {
    printers: call('papers.printers'),
    preview: call('papers.preview'),
    print: call('papers.print'),
    savePdf: call('papers.savePdf'),
    openPdf: call('papers.openPdf'),
  },
  updates: {
    state: call('updates.state'),
    onState: listen(eventChannels.updateState),
    check: call('updates.check'),
    download: call('updates.download'),
    install: call('updates.install'),
  },
};

contextBridge.exposeInMainWorld('satchel', bridge);
