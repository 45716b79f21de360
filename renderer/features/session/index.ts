import type { Feature } from '../../app/feature.ts';
import { loadScreen } from '../../app/load-screen.tsx';

/** Loads while the device is still asked who is here: nearly every start begins with it. */
const signedOut = loadScreen(() => import('./sign-in/sign-in.tsx').then((module) => module.SignIn));
void signedOut.preload();

export const feature: Feature = {
  routes: [],
  menu: [],
  gates: {
    firstStart: loadScreen(() => import('./first-start/first-start.tsx').then((module) => module.FirstStart)),
    signedOut,
    firstLoad: loadScreen(() => import('./first-load.tsx').then((module) => module.FirstLoad)),
  },
};
