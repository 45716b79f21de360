import { SyncOutlined } from '@ant-design/icons';
import type { Feature } from '../../app/feature.ts';
import { loadScreen } from '../../app/load-screen.tsx';
import { useSyncStatus } from '../../app/session.ts';
import { openTab } from '../../app/tabs.ts';
import { findRejected } from './find-rejected.ts';
import { tellAnswers } from './tell-answers.ts';

export const feature: Feature = {
  follow: tellAnswers,
  finders: [{ id: 'sync.rejected', labelKey: 'syncLedger.title', icon: SyncOutlined, find: findRejected }],
  actions: [
    {
      id: 'sync.ledger',
      labelKey: 'syncLedger.openLedger',
      wordsKey: 'syncLedger.openLedgerWords',
      icon: SyncOutlined,
      isPlace: true,
      shortcut: 'mod+l',
      run: () => void openTab('sync'),
    },
  ],
  tour: [
    {
      id: 'sync.ledger',
      order: 500,
      titleKey: 'syncLedger.tour.title',
      textKey: 'syncLedger.tour.text',
      target: '.side-item[data-route="sync"]',
    },
  ],
  routes: [
    {
      kind: 'sync',
      icon: SyncOutlined,
      titleKey: 'syncLedger.title',
      component: loadScreen(() => import('./sync-ledger.tsx').then((module) => module.SyncLedger)),
    },
  ],
  menu: [
    {
      route: 'sync',
      icon: SyncOutlined,
      labelKey: 'syncLedger.title',
      group: 'foot',
      order: 100,
      useCount: () => useSyncStatus(({ status }) => (status ? status.waiting + status.needsAttention : 0)),
    },
  ],
};
