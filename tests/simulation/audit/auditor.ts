/**
 * The independent auditor: it hears what people did and what crossed the wire, computes by itself what must be true, and
 * compares that with the files. It calls none of the product's commands, rules, readers or sync; of the product it takes
 * only what is declared (columns, who sees a row, which commands are requests) and the shapes of messages.
 */
import type { Reader } from '#shared/kernel/table.ts';
import type { SignInResponse } from '#shared/protocol/auth.ts';
import type { QuarantineResponse } from '#shared/protocol/quarantine.ts';
import type { Registry } from '#shared/registry.ts';
import '#db/side-tables/device.ts';
import '#db/side-tables/server.ts';
import type { AuditedDevice, AuditedScene, Auditor, Finding, Happening, MakeAuditor } from '../contract.ts';
import { ActWatch } from './act-watch.ts';
import { checkSums } from './check-sums.ts';
import { ClockWatch } from './clock-watch.ts';
import { checkFinished, compareBase, comparePredictions, type DeviceImage, readImage } from './device-rows.ts';
import { IssuedLedger } from './issued-ledger.ts';
import { compareLater } from './later-column.ts';
import { LeaseWatch } from './lease-watch.ts';
import { checkLegalNumbers } from './legal-numbers.ts';
import { scopesOf } from './model/run-modelled.ts';
import { NumberWatch } from './number-watch.ts';
import { checkPeople, checkUnshown } from './people-told.ts';
import { ServerMirror } from './server-mirror.ts';
import { visibleRows } from './visible-rows.ts';

type Say = (verdict: Finding['verdict'], invariant: number, text: string) => void;

/** A fault that is injected ends the server or the way to it: whatever a device sends, a server that lives has a word for. */
const SERVER_BROKE = 500;

/** What a device notes of a server in trouble, which is a finding where the server answers so. */
const tellsOfServer = /^send for others: Error: server\.(trouble|busy)\b/;

export const makeAuditor: MakeAuditor = ({ registry }) => {
  const mirror = new ServerMirror(registry);
  const ledger = new IssuedLedger();
  const clocks = new ClockWatch();
  const leases = new LeaseWatch();
  const numbers = new NumberWatch();
  const acted = new Set<string>();
  const acts = new ActWatch();
  /** There are, or were, two of them, or they went back behind what they had said. */
  const copied = new Set<string>();
  /** Closed, and destroyed at the server's word. */
  const destroyed = new Set<string>();
  /** A row of it is not as it should be, until checksums were compared. */
  const spoiled = new Set<string>();
  const troubles: string[] = [];
  let wentBack = false;
  let isServerFull = false;

  const auditor: Auditor = {
    issued(event) {
      const { reply, commandId } = event;
      if (reply.state === 'rejected') {
        const { code, params } = reply.reason;
        if (code === 'device.commandFailed')
          troubles.push(`${event.device}: ${event.name} broke: ${JSON.stringify(params)}`);
      }
      if (commandId === null || reply.state === 'rejected') return;
      ledger.issued(event, commandId, reply.state === 'adjusted' ? reply.reasons : []);
      numbers.issued(event);
      acts.issued(commandId);
      clocks.issued(event, commandId);
      const { kind } = registry.latestCommand(event.name) ?? {};
      if (kind) leases.took(event, kind);
    },
    uncertain: (event) => ledger.uncertain(event),
    pushed: ({ request }) => mirror.heard(request),
    answered: ({ response }) => ledger.answered(response.answers),
    // What it says of the time counts once it is looked at: a push or a pull that is whole.
    reached({ device, path, askedAtMs, atMs }) {
      if (path === '/v1/sync/push' || path === '/v1/sync/pull') clocks.contact(device, askedAtMs, atMs);
      leases.contact(device, atMs);
    },
    refused({ device, path, status, reason }) {
      if (reason.code === 'sync.historyDiverged' && !wentBack && !copied.has(device))
        troubles.push(`${device} is taken for a copy of itself over ${path}, and is none`);
      if (status >= SERVER_BROKE && !isServerFull)
        troubles.push(`the server broke over ${path} of ${device}: ${JSON.stringify(reason)}`);
    },
    pulled: ({ response }) => ledger.answered(response.answers),
    exchanged({ device, path, response, delivered }) {
      if (path === '/v1/auth/sign-in') leases.given(device, (response as SignInResponse).leaseDays);
      if (path !== '/v1/sync/quarantine' || !delivered) return;
      if ((response as QuarantineResponse).mayDestroy) destroyed.add(device);
    },
    personActed({ commandId, act, by }) {
      acted.add(commandId);
      acts.acted(commandId, act, by);
    },
    happened(event, atMs) {
      take(event, atMs);
    },
    async check(scene, moment) {
      const findings: Finding[] = [];
      const say: Say = (verdict, invariant, text) => findings.push({ verdict, invariant, text, atMs: scene.nowMs });
      for (const text of troubles.splice(0)) say('broken', 0, text);
      for (const device of scene.devices)
        for (const problem of device.takeProblems())
          if (!tellsOfServer.test(problem)) say('broken', 0, `${device.key}: ${problem}`);
      await mirror.follow(scene.server, say);
      ledger.checkAnswers(mirror, say);
      clocks.check(mirror, say);
      leases.check(say);
      numbers.check(say);
      if (moment === 'running') for (const device of scene.devices) await checkRunning(scene, device, say);
      else await checkQuiet(scene, say);
      return findings;
    },
  };

  function take(event: Happening, atMs: number): void {
    switch (event.what) {
      case 'fault':
        if (event.device !== null && /clock/i.test(event.fault)) {
          clocks.jumped(event.device, atMs);
          leases.excuse(event.device);
        }
        return;
      case 'serverWrote':
        mirror.wrote(event.version, event.rows);
        return;
      case 'serverFull':
        isServerFull = event.isFull;
        return;
      case 'serverRestored':
        wentBack = true;
        mirror.restored(event.version);
        ledger.restored(event.version);
        // It was everything's last place but the server's, and that is gone: who ends the recovery is told which it was.
        ledger.excuse((command) => destroyed.has(command.device));
        return;
      case 'deviceStarted':
        // It may have died before what it learned of the time was kept.
        clocks.jumped(event.device, atMs);
        return;
      case 'deviceLost':
        ledger.excuse((command) => command.device === event.device);
        return;
      case 'deviceRestored':
        ledger.excuse((command) => command.device === event.device && command.atMs >= event.copiedAtMs);
        numbers.taint(event.device);
        clocks.jumped(event.device, atMs);
        copied.add(event.device);
        return;
      case 'rowSpoiled':
        spoiled.add(event.device);
        return;
      case 'deviceCloned':
        copied.add(event.device).add(event.copy);
        leases.excuse(event.copy);
        numbers.taint(event.device);
        numbers.taint(event.copy);
        return;
      case 'databaseDamaged': {
        leases.excuse(event.device);
        const unsent = new Set(event.unsent);
        ledger.excuse(
          (command) => unsent.has(command.commandId) || (command.device === event.device && command.atMs <= atMs),
        );
        return;
      }
      default:
    }
  }

  /** What the server has at this device's cursor is known only while that is the server's own. */
  async function checkRunning(scene: AuditedScene, device: AuditedDevice, say: Say): Promise<void> {
    const place = await readPlace(scene.server);
    const image = await device.read((db) => readImage(db, scene.registry));
    if (!image) return;
    await checkPredictions(scene, device, image, say);
    checkUnshown(image, acted, device.key, say);
    if (image.cursor?.timeline === place.timeline) checkFinished(image, mirror, wentBack, device.key, say);
    const isLevel =
      image.cursor?.version === place.version &&
      image.cursor.table === '' &&
      image.cursor.timeline === place.timeline &&
      mirror.version === place.version &&
      !image.isLoading;
    if (isLevel && image.own && !spoiled.has(device.key))
      compareBase(image, expectedFor(device), scene.registry, device.key, say);
  }

  const expectedFor = (device: AuditedDevice) =>
    visibleRows(mirror.rows, scopesOf(mirror.rows, device.userId), registry);

  async function checkQuiet(scene: AuditedScene, say: Say): Promise<void> {
    await mirror.compare(scene.server, say);
    await checkLegalNumbers(scene.server, mirror, wentBack, say);
    ledger.checkEnds(mirror, say);
    acts.check(mirror, say);
    const place = await readPlace(scene.server);
    const images = new Map<AuditedDevice, DeviceImage>();
    for (const device of scene.devices) {
      if (device.isOff || device.isRevoked) continue;
      const image = await device.read((db) => readImage(db, scene.registry));
      if (!image) {
        say('stalled', 8, `${device.key} has no readable database`);
        continue;
      }
      images.set(device, image);
      await checkAtRest(device, image, place, say);
      // What its person does not see calls nobody: a cursor behind the server's is none of a device that has its rows.
      const isBehind = (image.cursor?.version ?? 0) < place.version;
      const sayWhy: Say = (verdict, invariant, text) =>
        isBehind ? say('stalled', 8, `it fetches nothing: ${text}`) : say(verdict, invariant, text);
      compareBase(image, expectedFor(device), scene.registry, device.key, sayWhy);
      await compareLater(scene, device, say);
      await checkPredictions(scene, device, image, say);
      checkUnshown(image, acted, device.key, say);
      const scopes = scopesOf(mirror.rows, device.userId);
      const isWhole = (row: { readonly [column: string]: unknown }) =>
        row.warehouseId === undefined
          ? image.base.get('customers', String(row.customerId)) !== undefined
          : scopes.has(`warehouse:${String(row.warehouseId)}`);
      checkSums(image.base, isWhole, device.key, say);
    }
    checkPeople(ledger, mirror, images, acted, scene.nowMs, say);
  }

  return auditor;
};

async function readPlace(server: Reader): Promise<{ version: number; timeline: string }> {
  return server
    .selectFrom('companyVersion')
    .select(['version', 'timeline'])
    .where('id', '=', 1)
    .executeTakeFirstOrThrow();
}

async function checkPredictions(
  scene: AuditedScene,
  device: AuditedDevice,
  image: DeviceImage,
  say: Say,
): Promise<void> {
  if (!image.own || image.pending.length === 0) {
    if (image.pending.length === 0) compareEmpty(image, scene.registry, device.key, say);
    return;
  }
  const { deviceId, incarnation } = image.own;
  const histories = await scene.server
    .selectFrom('devices')
    .select(['code', 'incarnation'])
    .where('id', '=', deviceId)
    .orderBy('incarnation')
    .execute();
  const current = histories.find((history) => history.incarnation === incarnation);
  if (!current) return;
  const isLater = (history: { readonly incarnation: string }): boolean => history.incarnation > incarnation;
  const codes = {
    code: current.code,
    formerCodes: histories.filter((each) => each !== current && !isLater(each)).map(({ code }) => code),
    laterCodes: histories.filter(isLater).map(({ code }) => code),
  };
  comparePredictions(image, codes, scene.registry, device.key, say);
}

/** Nothing is pending: nothing is touched. */
function compareEmpty(image: DeviceImage, registry: Registry, who: string, say: Say): void {
  const isTouched = registry.tables.some(({ name }) =>
    [...image.shown.table(name)].some(([id, row]) => image.base.get(name, id) !== row),
  );
  if (isTouched) say('diverged', 1, `${who} has nothing pending and holds what a command foretold`);
}

async function checkAtRest(
  device: AuditedDevice,
  image: DeviceImage,
  place: { version: number; timeline: string },
  say: Say,
): Promise<void> {
  const status = await device.status();
  const stalled = (text: string): void => say('stalled', 8, `${device.key} is healed and ${text}`);
  if (!status) {
    stalled('says nothing');
    return;
  }
  if (status.workOffline) return;
  if (status.trouble) stalled(`is in trouble: ${JSON.stringify(status.trouble)}`);
  else if (status.network !== 'online') stalled(`is ${status.network}`);
  else if (status.waiting > 0) stalled(`has ${status.waiting} waiting`);
  else if (status.firstLoad || image.isLoading) stalled('still loads');
  else if (image.cursor?.timeline !== place.timeline) stalled('stands in another history than the server');
}
