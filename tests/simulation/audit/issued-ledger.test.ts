import { expect, it } from 'vitest';
import { IssuedLedger } from './issued-ledger.ts';
import type { LoggedCommand, ServerMirror } from './server-mirror.ts';

const commandId = '01a205f5-d137-7483-9b41-7f2e0a1d0def';

/** What is found where the server said one thing at version 13, and its log says another. */
function foundFor(said: 'failed' | 'applied', logged: { readonly answerState: string; readonly version: number }) {
  const ledger = new IssuedLedger();
  const reasons = said === 'failed' ? [{ code: 'sync.numberingClosed', params: {} }] : [];
  ledger.answered([{ commandId, seq: 1, state: said, reasons, version: 13, answeredAt: 1 }]);
  const row = {
    answerState: logged.answerState,
    answerReasons: JSON.stringify(reasons),
    companyVersion: logged.version,
  } as LoggedCommand;
  const found: string[] = [];
  ledger.checkAnswers({ logged: () => row } as unknown as ServerMirror, (verdict) => found.push(verdict));
  return found;
}

it('what failed may fail again at a later version, and nothing else may change (seed 66825)', () => {
  expect(foundFor('failed', { answerState: 'failed', version: 17 })).toEqual([]);
  expect(foundFor('failed', { answerState: 'applied', version: 17 })).toEqual([]);
  expect(foundFor('failed', { answerState: 'failed', version: 12 })).toEqual(['broken']);
  expect(foundFor('failed', { answerState: 'applied', version: 13 })).toEqual(['broken']);
  expect(foundFor('applied', { answerState: 'applied', version: 17 })).toEqual(['broken']);
});
