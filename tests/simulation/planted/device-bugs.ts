/** Mistakes at the device. */
import type { PlantedBug } from '../contract.ts';

const rebase = 'electron/device/rebase.ts';
const outbox = 'electron/device/outbox.ts';
const push = 'electron/device/push.ts';
const pull = 'electron/device/pull.ts';
const loop = 'electron/device/sync-loop.ts';

export const deviceBugs: readonly PlantedBug[] = [
  {
    name: 'outboxInAnotherTransaction',
    mistake: 'a command is put into the outbox after its rows are committed',
    file: 'electron/device/store.ts',
    original: `        await appendCommand(tx, envelope, end, outcome);
        await keepValues(tx, context.registry, commandId, seq);
        await keepSubject(tx, envelope, subjectOf(definition, plainArgs, outcome.result));
        await endTxContext(tx);
        const tables = await tablesTouchedBy(tx, seq);
        await tx.commit().execute();
`,
    mistaken: `        await keepValues(tx, context.registry, commandId, seq);
        await endTxContext(tx);
        const tables = await tablesTouchedBy(tx, seq);
        await tx.commit().execute();
        await inTransaction(context, (own) => appendCommand(own, envelope, end, outcome));
`,
  },
  {
    name: 'acknowledgedNotHandedOver',
    mistake: 'a closed device believes that what was acknowledged once is at the server, and names what waits alone',
    faults: ['serverRestored', 'serverRestoredUnsaid'],
    file: 'electron/device/hand-over.ts',
    original: '    ...finished.filter(({ incarnation }) => incarnation === present),\n',
    mistaken: '',
  },
  {
    name: 'preImageOverwritten',
    mistake: 'the last touch of a row is put back, not the first',
    file: 'db/touch-log.ts',
    original: 'if (!rows.has(rowId)) rows.set(',
    mistaken: 'rows.set(',
  },
  {
    name: 'preImagesNotPutBack',
    mistake: 'pulled rows go in over the predictions',
    file: rebase,
    original: 'await takeTouchesBack(tx, context.registry.tables, step, pulled.blocks(touchedBefore));',
    mistaken: "await tx.deleteFrom('touches').execute();",
  },
  {
    name: 'replaySkipped',
    mistake: 'pending commands are not replayed on the pulled rows',
    file: rebase,
    original:
      '    for (const table of await replayCommands(context, tx, { commands: staying, step, meetsOwn })) changed.add(table);\n',
    mistaken: '',
  },
  {
    name: 'replayInWrongOrder',
    mistake: 'pending commands are replayed newest first',
    file: 'electron/device/replay.ts',
    original: 'for (const command of commands) {',
    mistaken: 'for (const command of [...commands].reverse()) {',
  },
  {
    name: 'replayWithTimeOfNow',
    mistake: 'a replay runs with the time of now, not with that of the command',
    file: 'electron/device/replay.ts',
    original: 'now: command.issuedAt,',
    mistaken: 'now: context.now(),',
  },
  {
    name: 'meetingsNotNoticed',
    mistake: 'pulled rows that a pending command touched do not make it run again',
    faults: ['cutAfterSend', 'cutBeforeSend', 'requestLost', 'cutInAnswer'],
    file: rebase,
    original: 'return [...pulled].some((table) => watchedTables.has(table));',
    mistaken: 'return [...pulled].every((table) => watchedTables.has(table)) && pulled.size > 3;',
  },
  {
    name: 'cursorMovedBeforeCommit',
    mistake: 'the cursor is committed before the rows that it stands for',
    faults: ['deviceKilledAtStatement', 'deviceKilledBeforeCommit', 'deviceKilledAfterCommit', 'deviceRestarted'],
    file: rebase,
    original: '      const tables = await context.lock.hold(',
    mistaken: `      await context.lock.hold('sync', () =>
        inTransaction(context, (tx) => writeState(tx, 'cursor', input.last.cursor)),
      );
      const tables = await context.lock.hold(`,
  },
  {
    name: 'newScopeNotLoaded',
    faults: ['scopeTaken', 'networkAway'],
    mistake: 'a scope that was granted is never loaded',
    file: 'electron/device/next-load.ts',
    original: 'const unheld = seen.filter((scope) => !held.includes(scope));',
    mistaken: 'const unheld: string[] = [];',
  },
  {
    name: 'answeredForgotten',
    mistake: 'an answered command is gone from the device before its rows are there',
    file: push,
    original: '      await recordAnswers(tx, answers, context.sentAt);\n',
    mistaken:
      "      for (const { commandId } of answers) await tx.deleteFrom('outbox').where('commandId', '=', commandId).execute();\n",
  },
  {
    name: 'lostAnswerTakenForAYes',
    mistake: 'an answer that was cut is taken for a yes',
    file: push,
    original: `      if (!(error instanceof ServerError)) throw error;
      if (error.code === 'sync.historyDiverged'`,
    mistaken: `      if (!(error instanceof ServerError)) {
        const yes = { state: 'applied' as const, reasons: [], version: 1, answeredAt: 1 };
        const answers = commands.map(({ id: commandId, seq }) => ({ commandId, seq, ...yes }));
        await storeAnswers(context, { timeline: '', answers, serverTime: 0 });
        return null;
      }
      if (error.code === 'sync.historyDiverged'`,
  },
  {
    name: 'newHistoryNotTaken',
    mistake: 'a copied database goes on under the history of the other',
    faults: ['deviceCloned', 'deviceRestoredFromCopy', 'networkAway'],
    file: push,
    original: "if (error.code === 'sync.historyDiverged' && !isStartedOver) {",
    mistaken: "if (error.code === 'sync.historyDiverged' && isStartedOver) {",
  },
  {
    name: 'newHistoryDropsWhatWaits',
    mistake: 'what waits is not taken over into a new history',
    faults: ['deviceCloned', 'deviceRestoredFromCopy', 'networkAway'],
    file: outbox,
    original: '  for (const row of await replayable(tx)) {',
    mistaken: `  await tx.deleteFrom('outbox').where('answerState', 'is', null).execute();
  for (const row of await replayable(tx)) {`,
  },
  {
    name: 'restoredServerNotNoticed',
    mistake: 'a server that knows less than it answered gets nothing again',
    faults: ['serverRestored'],
    file: pull,
    original: 'const lost = looksBack ? await findLost(context.reader.kysely, context.incarnation, page) : [];',
    mistaken: 'const lost: LostHistory[] = [];',
  },
  {
    name: 'scopeLostKeepsRows',
    mistake: 'rows of a scope that was taken stay on the device',
    faults: ['scopeTaken', 'networkAway'],
    file: 'electron/device/apply-rows.ts',
    original: 'const orphans = await takeScopesAway(tx, options.scopesLost, step);',
    mistaken: 'const orphans = await takeScopesAway(tx, [], step);',
  },
  {
    name: 'balancesCountedTwice',
    mistake: 'triggers count balances where rows are applied, too',
    file: 'db/triggers/guard.ts',
    original: "WHEN 'apply' THEN 0 WHEN",
    mistaken: "WHEN 'never' THEN 0 WHEN",
  },
  {
    name: 'stageForgotten',
    mistake: 'a load goes on where it was cut, without the pages that it had',
    faults: ['deviceKilledAtStatement', 'deviceRestarted', 'cutInAnswer', 'networkAway'],
    file: pull,
    original: '      await stagePage(tx, next.pages, page);\n',
    mistaken: '      if (next.pages > 1) await stagePage(tx, next.pages, page);\n',
  },
  {
    name: 'retryGivesUp',
    mistake: 'after three failures sync does not try again',
    faults: ['cutBeforeSend', 'cutAfterSend', 'serverAway', 'networkAway'],
    file: loop,
    original: '    closeLive();\n    schedule(retryDelayMs());',
    mistaken: '    closeLive();\n    if (failures < 3) schedule(retryDelayMs());',
  },
  {
    name: 'othersNotSent',
    mistake: 'what a person left behind waits while another is at the desk',
    faults: ['laptopHandedOver', 'cutBeforeSend'],
    file: 'electron/device/send-for-others.ts',
    original: 'if (!waits || parts.isAtWork(path)',
    mistaken: 'if (waits || parts.isAtWork(path)',
  },
  {
    name: 'watchdogSleeps',
    mistake: 'a request of which nothing ever comes keeps sync waiting for ever',
    faults: ['requestHangs'],
    file: loop,
    original: 'if (own !== generation || running === null) return;\n      generation += 1;',
    mistaken: 'if (own !== generation || running !== null) return;\n      generation += 1;',
  },
  {
    name: 'stuckPushStopsPulls',
    mistake: 'a push that finds no way ends sync',
    faults: ['cutBeforeSend', 'cutAfterSend', 'otherAnswers', 'networkAway'],
    file: loop,
    original: 'const pushed = await guarded(own, () => steps.push(guard));',
    mistaken: 'const pushed = await guarded(own, () => steps.push(guard));\n      if (pushed) return pushed;',
  },
  {
    name: 'numberHighWaterForgotten',
    mistake: 'the last number that was given is not kept',
    faults: ['deviceRestarted', 'deviceKilledAfterCommit'],
    file: 'electron/device/document-numbers.ts',
    original: ".onConflict((conflict) => conflict.column('series').doUpdateSet({ lastNumber: given.lastNumber }))",
    mistaken: ".onConflict((conflict) => conflict.column('series').doNothing())",
  },
  {
    name: 'clockNotCorrected',
    mistake: 'a command says the time of the machine, not that of the server',
    faults: ['clockYearsOff', 'clockGoesBack'],
    file: 'electron/device/machine-clock.ts',
    original: 'if (wasWrong) known = offset;',
    mistaken: 'if (wasWrong) known = 0;',
  },
  {
    name: 'predictionsLostInUpgrade',
    mistake: 'after an upgrade pending commands are not replayed',
    faults: ['upgradedWithPending', 'networkAway'],
    file: rebase,
    original: '      if (touched) return;\n',
    mistaken: '      if (touched || pending.length > 0) return;\n',
  },
  {
    name: 'rejectedNotTold',
    mistake: 'a command that was rejected calls nobody',
    file: outbox,
    original: "if (row.answerState === 'rejected') return true;",
    mistaken: "if (row.answerState === 'rejected') return false;",
  },
  {
    name: 'failedTreatedAsFinal',
    mistake: 'a failed command leaves the queue as if it had ended',
    faults: ['throwsAtServer'],
    file: outbox,
    original: "answerVersion: answer.state === 'failed' ? null : answer.version,",
    mistaken: 'answerVersion: answer.version,',
  },
  {
    name: 'rowsNotOverwritten',
    mistake: 'a row that is there already is not changed by what is pulled',
    file: 'db/rows.ts',
    original: 'sets.length === 0 ?',
    mistaken: 'sets.length >= 0 ?',
  },
  {
    name: 'answeredElsewhereForgotten',
    mistake: 'what a copy of the laptop had answered is in no history of this one',
    faults: ['deviceCloned', 'serverRestored', 'serverRestoredUnsaid'],
    file: outbox,
    original: 'let { seq, hash } = await chainAnsweredElsewhere(tx, history);',
    mistaken: 'let { seq, hash } = { seq: 0, hash: GENESIS_HASH as string };',
  },
  {
    name: 'endsNotCompared',
    mistake:
      'what a server that was put back has of another copy, below the last number of this one, is never looked at',
    faults: ['deviceCloned', 'serverRestored', 'serverRestoredUnsaid'],
    file: pull,
    original: 'const { diverged } = ends.length === 0 ? page : await parts.fetch(null, [], ends);',
    mistaken: 'const { diverged } = ends.length < 0 ? await parts.fetch(null, [], ends) : page;',
  },
  {
    name: 'leaseNeverEnds',
    mistake: 'the lease is held against the moment in which it began, not against now',
    faults: ['weeksOffline', 'networkAway'],
    file: 'electron/device/lease.ts',
    original: "if (kind === 'fact' || look() < endsAt()) return null;",
    mistaken: "if (kind === 'fact' || renewedAt < endsAt()) return null;",
  },
  {
    name: 'brokenReplayToldNobody',
    mistake: 'a command whose replay broke is marked, and calls nobody',
    faults: ['throwsAtServer', 'throwsOnOneSide'],
    wanted: ['test.changeCustomer name'],
    file: 'electron/device/unshown.ts',
    original: 'const needsAttention = mark === null ? 0 : 1;',
    mistaken: 'const needsAttention = 0;',
  },
  {
    name: 'ownEffectToldAsBroken',
    mistake: 'a replay that meets what its own command has done already is told as broken',
    faults: ['databaseDamaged', 'cutAfterSend', 'cutInAnswer'],
    file: 'electron/device/replay.ts',
    original: 'if (!meetsOwn || unshown === null) await noteReplay(',
    mistaken: 'await noteReplay(',
  },
  {
    name: 'asManyTakenForTheSame',
    mistake: 'a scope with as many rows as the server has is taken for alike, whatever is in them',
    faults: ['rowSpoiled', 'night'],
    file: 'electron/device/compare.ts',
    original: 'if (own.checksum !== their.checksum) return',
    mistaken: 'if (own.checksum.length !== their.checksum.length) return',
  },
];
