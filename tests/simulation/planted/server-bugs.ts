/** Mistakes at the server. */
import type { PlantedBug } from '../contract.ts';

const push = 'server/sync/execute-push.ts';
const chain = 'server/sync/command-chain.ts';
const pull = 'server/sync/read-pull.ts';
const scopeLog = 'db/triggers/scope-log.ts';

export const serverBugs: readonly PlantedBug[] = [
  {
    name: 'legalNumberNotCounted',
    mistake: 'a number of a billing document is given and not kept as the last one',
    file: 'server/sync/legal-numbers.ts',
    original: `    const number = (await lastOf(tx, series)) + 1;
    await setLast(tx, series, number);`,
    mistaken: '    const number = (await lastOf(tx, series)) + 1;',
  },
  {
    name: 'destroyedTooEarly',
    mistake: 'a closed device is told to destroy its key while the server misses what it holds',
    faults: ['deviceRevoked', 'networkAway'],
    file: 'server/sync/quarantine.ts',
    original: 'mayDestroy: missing?.length === 0,',
    mistaken: 'mayDestroy: missing !== null,',
  },
  {
    name: 'answerNotStored',
    mistake: 'the answer of a command is not stored',
    file: push,
    original: "  await storeTogether(tx, 'commandLog', log);\n",
    mistaken: '',
  },
  {
    name: 'answerStoredInAnotherTransaction',
    mistake: 'the answer of a command is stored after its effects are committed',
    file: push,
    original: "  await storeTogether(tx, 'commandLog', log);\n",
    mistaken:
      "  house.world.timers.after(1, () => void withCompanyLock(house.database, (own) => storeTogether(own, 'commandLog', log)).catch(() => {}));\n",
  },
  {
    name: 'rejectionNotKept',
    mistake: 'what was rejected is not kept until its author has seen it',
    file: push,
    original: '  await noteRejections(tx, log);\n',
    mistaken: '',
  },
  {
    name: 'idNotLookedUp',
    mistake: 'a command that came before is not looked up by its id: to the server it is another one under its number',
    faults: ['cutAfterSend', 'requestTwice', 'cutInAnswer'],
    file: push,
    original: 'const known = await readKnown(tx, request.commands);',
    mistaken: 'const known: Map<Id, KnownCommand> = new Map();',
  },
  {
    name: 'duplicateBreaks',
    mistake: 'a command whose answer is stored runs again, and breaks on the log that has it',
    faults: ['cutAfterSend', 'requestTwice', 'cutInAnswer'],
    file: chain,
    original: 'answer: stored ? { ...stored.answer, seq: envelope.seq } : null,',
    mistaken: 'answer: null,',
  },
  {
    name: 'duplicateRunsAgain',
    mistake: 'a command whose answer is stored runs again, and its new answer takes the place of the old one',
    faults: ['cutAfterSend', 'requestTwice', 'cutInAnswer'],
    file: push,
    original:
      '    const given = planned.repeats ? answers.find(({ commandId }) => commandId === envelope.id) : planned.answer;',
    mistaken: `    const given = planned.repeats ? answers.find(({ commandId }) => commandId === envelope.id) : null;
    if (planned.answer) await tx.deleteFrom('commandLog').where('commandId', '=', envelope.id).execute();`,
  },
  {
    name: 'duplicateAnsweredAfresh',
    mistake: 'a command that comes again is answered with a yes of now, not with what is stored',
    faults: ['cutAfterSend', 'requestTwice', 'cutInAnswer'],
    file: chain,
    original: 'answer: stored ? { ...stored.answer, seq: envelope.seq } : null,',
    mistaken: "answer: stored ? { ...stored.answer, seq: envelope.seq, state: 'applied', reasons: [] } : null,",
  },
  {
    name: 'copyOfDatabaseNotNoticed',
    mistake: 'another command under a number that is taken is passed over in silence',
    faults: ['deviceCloned', 'deviceRestoredFromCopy', 'networkAway'],
    file: chain,
    original: 'if (!stored) throw diverged(envelope);',
    mistaken: 'if (!stored) continue;',
  },
  {
    name: 'chainNotChecked',
    mistake: 'a command that is not chained to the one before it is taken, under whatever number',
    file: chain,
    original: `      if (!stored) throw diverged(envelope);
    } else {`,
    mistaken: `      if (!stored) end = { seq: end.seq + 1, hash: envelope.hash };
    } else if (envelope.seq > end.seq) {
      end = { seq: envelope.seq, hash: envelope.hash };
    } else {`,
  },
  {
    name: 'leaveNotSent',
    mistake: 'a row that moves to another scope does not leave the old one',
    file: scopeLog,
    original: "if (key !== undefined) parts.update.push(log('OLD', path, 'leave', [changed(key)]));",
    mistaken: '',
  },
  {
    name: 'deleteNotSent',
    mistake: 'a row that is deleted for good is deleted at the server alone',
    file: scopeLog,
    original: "log('OLD', path, 'delete')",
    mistaken: "log('OLD', path, 'upsert')",
  },
  {
    name: 'moveWithoutChildren',
    mistake: 'what hangs on a row stays behind when it moves to another scope',
    file: 'db/triggers/scope-moves.ts',
    original: 'const statements = descendantChains(table, tables).flatMap((chain) => {',
    mistaken: 'const statements = descendantChains(table, []).flatMap((chain) => {',
  },
  {
    name: 'rightsNotCheckedAtPull',
    mistake: 'a pull reads the scopes of the whole company',
    file: pull,
    original: 'const scopes = await readScopes(tx, session.userId);',
    mistaken:
      "const scopes = (await tx.selectFrom('scopeLog').select('scope').distinct().orderBy('scope').execute()).map((row) => row.scope);",
  },
  {
    name: 'otherTimelineNotNoticed',
    mistake: 'a cursor of another history of the server is taken for one of this',
    faults: ['serverRestored', 'networkAway'],
    file: pull,
    original: 'if (cursor.timeline !== company.timeline || ahead || isInGap(known, company.gap))',
    mistaken: 'if (cursor.timeline === "never" && ahead)',
  },
  {
    name: 'pageCutWithinARow',
    mistake: 'a page ends where its limit is, and the next begins after the whole version',
    file: 'server/sync/pull-window.ts',
    original: 'end: { version: lastKept.version - 1, table: lastKept.tableName, id: lastKept.rowId }, more: true };',
    mistaken: "end: { version: lastKept.version, table: '', id: '' }, more: true };",
  },
  {
    name: 'timeNotBounded',
    mistake: 'a command runs with whatever time it says',
    faults: ['clockYearsOff', 'clockGoesBack', 'networkAway'],
    file: 'server/sync/run-envelope.ts',
    original: 'const ranAt = Math.min(receivedAt, Math.max(lastRanAt, envelope.issuedAt));',
    mistaken: 'const ranAt = envelope.issuedAt;',
  },
  {
    name: 'rightsNotCheckedAtRun',
    mistake: 'a command runs without the right for it',
    faults: ['roleChanged', 'networkAway'],
    file: 'shared/kernel/runner.ts',
    original: 'if (!mayDo && !hasHappened) return notPermitted(run);',
    mistaken: '',
  },
  {
    name: 'factRefusedWithoutRight',
    mistake: 'what has happened is refused because its author lost the right to it on the way',
    faults: ['roleChanged', 'networkAway'],
    file: 'shared/kernel/runner.ts',
    original: "const hasHappened = definition.kind === 'fact' && run.isIssued;",
    mistaken: 'const hasHappened = false;',
  },
  {
    name: 'nobodyToldOfRight',
    mistake: 'what was done without the right to it is set before nobody',
    faults: ['roleChanged', 'networkAway'],
    file: 'shared/domains/inventory/flag-without-right.ts',
    original: 'if (!product) return;',
    mistaken: 'if (product) return;',
  },
  {
    name: 'reachNotChecked',
    mistake: 'whoever may do a thing may do it to everybody’s rows',
    file: 'shared/kernel/reach.ts',
    original: 'return actor.sees(',
    mistaken: 'return true || actor.sees(',
  },
  {
    name: 'balanceNotKeptOnDelete',
    mistake: 'what is deleted for good stays in its balance',
    file: 'db/triggers/balances.ts',
    original: `    parts.delete.push(
      add(
        'OLD',
        [],`,
    mistaken: `    [].push(
      add(
        'OLD',
        [],`,
  },
  {
    name: 'balanceMovedTwice',
    mistake: 'a source row that changes counts with what it was before, too',
    file: 'db/triggers/balances.ts',
    original: ' THEN 0 ELSE ',
    mistaken: ' THEN 0 ELSE 0 * ',
  },
  {
    name: 'reservedSoldAgain',
    mistake: 'what is held back for one order is promised to the next',
    file: 'shared/domains/inventory/rules/availability.ts',
    original: 'stock.onHand - stock.unsaleable - stock.reserved - stock.heldForOthers : 0;',
    mistaken: 'stock.onHand - stock.unsaleable - stock.heldForOthers : 0;',
  },
  {
    name: 'amountsCutOff',
    mistake: 'amounts are cut off instead of rounded',
    file: 'shared/kernel/money.ts',
    original: 'const rounded = (2n * magnitude + denominator) / (2n * denominator);',
    mistaken: 'const rounded = magnitude / denominator;',
  },
  {
    name: 'putBackWithoutAWord',
    mistake: 'a server that was put back without a word takes versions of the lost history for its own',
    faults: ['serverRestoredUnsaid'],
    file: 'server/sync/version-gaps.ts',
    original: 'gap !== null && version < gap - 1;',
    mistaken: 'gap !== null && version < 0;',
  },
  {
    name: 'restsOnItsPlaceAlone',
    mistake: 'whoever is halfway through the pages of a lost history goes on in the one that took its place',
    faults: ['serverRestoredUnsaid', 'ownerChanged', 'territoryMoved', 'cutInAnswer'],
    file: 'server/sync/version-gaps.ts',
    original: '  Math.max(version, readAt);',
    mistaken: '  version;',
  },
  {
    name: 'startLeavesNoGap',
    mistake: 'versions that were given before a restore are given again after it',
    faults: ['serverRestoredUnsaid'],
    file: 'server/sync/version-gaps.ts',
    original: '    if (!company) return;',
    mistaken: '    if (company) return;',
  },
  {
    name: 'wordOutlivesItsOrder',
    mistake: 'what was asked or said about an order stays when the order is cancelled',
    file: 'shared/workflows/cancel-order.ts',
    original: '    await voidApprovals(tx, orderId, context);\n',
    mistaken: '',
  },
  {
    name: 'wordNotAskedAnew',
    wanted: ['sales.askApproval', 'admin.decideApproval', 'sales.settleShortage'],
    mistake: 'a word that was given stands when it is asked about another state of the order',
    file: 'shared/domains/admin/approvals.ts',
    original: "before.filter(({ state }) => state === 'asked' || state === 'approved')",
    mistaken: "before.filter(({ state }) => state === 'asked')",
  },
  {
    name: 'holderStaysBehind',
    mistake: 'a customer that is given to somebody stays on the devices of everybody who saw it in the pool',
    file: 'shared/domains/crm/rules/holder.ts',
    original: 'return { ...holding, holderId: holderOf(holding), heldSince: now };',
    mistaken: 'return { ...holding, holderId: territoryId, heldSince: now };',
  },
  {
    name: 'purgedWithoutAMark',
    mistake: 'the log lets go of what went, and nobody who stands before it is told',
    faults: ['weeksOffline', 'scopeTaken', 'territoryMoved', 'ownerChanged'],
    file: 'server/sync/purge-log.ts',
    original: '  if (mark) await tx.updateTable(',
    mistaken: '  if (mark && mark.version < 0) await tx.updateTable(',
  },
  {
    name: 'sumsOutliveTheirScope',
    mistake: 'checksums of a scope are remembered when it has moved on',
    faults: ['night', 'networkAway'],
    file: 'server/sync/sum-scopes.ts',
    original: 'return found?.newest === newest ? found.tables : null;',
    mistaken: 'return found?.tables ?? null;',
  },
  {
    name: 'loadOfItsLastPage',
    mistake: 'a load goes on from the version of its last page, not of its first',
    faults: ['serverRestored', 'scopeTaken', 'cutInAnswer', 'cutAfterSend', 'requestLost'],
    file: 'server/sync/read-snapshot.ts',
    original: '    version: place.version,\n    readAt',
    mistaken: '    version: company.version,\n    readAt',
  },
];
