// The address chooses what is shown: ?as=signedOut|firstLoad|offline, &lang=zh, &theme=dark, &open=sync,settings
import { makeFakeBridge, signedIn } from '../fake-bridge.ts';
import { previewLedger, previewQueries } from './preview-data.ts';

const wanted = new URLSearchParams(location.search);
const language = wanted.get('lang') === 'zh' ? 'zh' : 'en';
const as = wanted.get('as');
localStorage.setItem(
  'satchel.preferences',
  JSON.stringify({ theme: wanted.get('theme') ?? 'light', density: wanted.get('density') ?? 'compact', language }),
);

const kinds = (wanted.get('open') ?? '').split(',').filter(Boolean);
const name = language === 'zh' ? '周文斌' : 'Zhou Wenbin';
const bridge = makeFakeBridge({
  session:
    as === 'signedOut'
      ? {
          state: 'signedOut',
          server: 'http://127.0.0.1:7420',
          known: [],
          demo: [
            { login: 'zhou', password: 'demo', name, roleCode: 'rep' },
            {
              login: 'zhang',
              password: 'demo',
              name: language === 'zh' ? '张敏' : 'Zhang Min',
              roleCode: 'manager',
            },
            {
              login: 'he',
              password: 'demo',
              name: language === 'zh' ? '何志强' : 'He Zhiqiang',
              roleCode: 'warehouse',
            },
          ],
          setAside: wanted.has('damaged')
            ? { code: 'session.databaseSetAside', params: { path: 'C:\\Satchel\\zhou.damaged' } }
            : null,
        }
      : { ...signedIn, user: { ...signedIn.user, name } },
  status: {
    ...(as === 'firstLoad' ? { firstLoad: { rows: 12_840 } } : {}),
    ...(as === 'offline'
      ? { network: 'offline', workOffline: false, waiting: 3, dataAsOf: Date.now() - 5 * 3_600_000 }
      : {}),
    ...(as === null
      ? { needsAttention: 2, rejected: wanted.has('adjusted') ? 0 : 1, waiting: 3, network: 'online' }
      : {}),
  },
  queries: previewQueries,
  ledger: previewLedger,
  drafts: [
    {
      id: 'workspace',
      kind: 'workspace',
      updatedAt: 0,
      body: { tabs: kinds.map((kind) => ({ kind, params: {}, title: null, dirty: false })), active: kinds.length - 1 },
    },
  ],
});
Object.defineProperty(window, 'satchel', { value: bridge });
await import('../../../renderer/main.tsx');
