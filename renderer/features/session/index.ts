import { lazy } from 'react';
import type { Feature } from '../../app/feature.ts';

export const feature: Feature = {
  routes: [],
  menu: [],
  gates: {
    signedOut: lazy(() => import('./sign-in.tsx').then((module) => ({ default: module.SignIn }))),
    firstLoad: lazy(() => import('./first-load.tsx').then((module) => ({ default: module.FirstLoad }))),
  },
};
