import { SyncOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../app/feature.ts';
import { useSyncStatus } from '../../app/session.ts';
import { tellAnswers } from './tell-answers.ts';

export const feature: Feature = {
  follow: tellAnswers,
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
      component: lazy(() => import('./sync-ledger.tsx').then((module) => ({ default: module.SyncLedger }))),
    },
  ],
  menu: [
    {
      route: 'sync',
      icon: SyncOutlined,
      labelKey: 'syncLedger.title',
      order: 900,
      foot: true,
      useCount: () => useSyncStatus(({ status }) => (status ? status.waiting + status.needsAttention : 0)),
    },
  ],
};
