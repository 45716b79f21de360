// The address chooses what is shown: ?as=first|coming|failed|company|signedOut|firstLoad|offline, &tour, &lang=zh,
// &theme=dark, &open=sync,settings, &load=first|scopes|tables|heal|all
import type { StartState } from '#shared/protocol/desktop-bridge.ts';
import { makeFakeBridge, signedIn } from '../fake-bridge.ts';
import { pickQueries } from './pick.ts';
import { previewLedger, previewLoad, previewPictures, previewQueries } from './preview-data.ts';

const wanted = new URLSearchParams(location.search);
const purposes = ['first', 'scopes', 'tables', 'heal', 'all'] as const;
const language = wanted.get('lang') === 'zh' ? 'zh' : 'en';
const as = wanted.get('as');
localStorage.setItem(
  'satchel.preferences',
  JSON.stringify({ theme: wanted.get('theme') ?? 'light', density: wanted.get('density') ?? 'compact', language }),
);

localStorage.setItem('satchel.tour', JSON.stringify({ isOff: !wanted.has('tour'), seen: [] }));

const company = { choice: 'company', server: 'https://satchel.example.com', demo: { state: 'off' } } as const;
const failure = { state: 'failed', reason: { code: 'start.demoFailed', params: {} } } as const;
const starts: Readonly<Record<string, StartState>> = {
  first: { choice: 'none', server: null, demo: { state: 'off' } },
  coming: { choice: 'demo', server: null, demo: { state: 'building' } },
  failed: { choice: 'demo', server: null, demo: failure },
  company,
};
const start = starts[as ?? ''];
const nobody = { state: 'signedOut', server: start?.server ?? null, known: [], demo: [], setAside: null } as const;
const known = [
  {
    login: 'zhou',
    name: 'Zhou Wenbin',
    companyName: 'Northwind Traders',
    server: company.server,
    hasUnsent: true,
    unsentCount: 3,
    sends: 'atSignIn' as const,
    sentAt: null,
    isClosed: false,
    isLocked: false,
  },
];

const purpose = purposes.find((each) => each === wanted.get('load'));
const kinds = (wanted.get('open') ?? '').split(',').filter(Boolean);
const name = language === 'zh' ? '周文斌' : 'Zhou Wenbin';
const bridge = makeFakeBridge({
  ...(start ? { start } : {}),
  session: start
    ? { ...nobody, known: as === 'company' && wanted.has('known') ? known : [] }
    : as === 'signedOut'
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
      : {
          ...signedIn,
          user: { ...signedIn.user, name, permissions: [...signedIn.user.permissions, 'inventory.recordPick'] },
        },
  status: {
    ...(as === 'firstLoad' ? { firstLoad: { rows: 12_840 }, dataAsOf: null } : {}),
    ...(purpose ? { network: 'syncing', loading: { ...previewLoad, purpose } } : {}),
    ...(as === 'offline'
      ? { network: 'offline', workOffline: false, waiting: 3, dataAsOf: Date.now() - 5 * 3_600_000 }
      : {}),
    ...(as === null
      ? { needsAttention: 2, rejected: wanted.has('adjusted') ? 0 : 1, waiting: 3, network: 'online' }
      : {}),
  },
  queries: { ...previewQueries, ...pickQueries },
  pictures: previewPictures,
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
