import { createRoot } from 'react-dom/client';
import { Application } from './app/application.tsx';
import { startTexts } from './app/i18n.ts';
import { usePreferences } from './app/preferences.ts';
import { themeStyleSheet } from './app/theme/tokens.ts';
import './app/theme/global.css';
import './ui/ui.css';

const style = document.createElement('style');
style.textContent = themeStyleSheet();
document.head.prepend(style);
startTexts(usePreferences.getState().language);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(<Application />);
