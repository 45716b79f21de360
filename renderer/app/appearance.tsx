import { LoadingOutlined } from '@ant-design/icons';
import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { type ReactNode, useLayoutEffect, useMemo, useSyncExternalStore } from 'react';
import { usePreferences } from './preferences.ts';
import { isWholeWindow, useTabs } from './tabs.ts';
import { antTheme } from './theme/ant-theme.ts';

const darkSystem = '(prefers-color-scheme: dark)';

function useSystemDark(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(darkSystem);
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => window.matchMedia(darkSystem).matches,
  );
}

/**
 * A button that is busy shows its own icon: the library's way out of one waits for the end of an animation, which never
 * comes in a tab that was hidden meanwhile, and the button turns for ever.
 */
const button = { autoInsertSpace: false, loadingIcon: <LoadingOutlined /> };

function useBrightness(): 'light' | 'dark' {
  const theme = usePreferences((preferences) => preferences.theme);
  const systemDark = useSystemDark();
  // Work modes are dark by themselves, as a warehouse reads them best; who chose a theme has that one there too.
  const isDarkBySelf = useTabs(isWholeWindow);
  return theme === 'system' ? (systemDark || isDarkBySelf ? 'dark' : 'light') : theme;
}

/** Brightness, density, language and printed keys of everything inside, switched at once. */
export function Appearance({ children }: { readonly children: ReactNode }): ReactNode {
  const { density, language, keyHints } = usePreferences();
  const brightness = useBrightness();
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = brightness;
    document.documentElement.dataset.density = density;
    document.documentElement.dataset.keyHints = keyHints ? 'on' : 'off';
  }, [brightness, density, keyHints]);
  const antConfig = useMemo(() => antTheme(brightness, density), [brightness, density]);
  return (
    <ConfigProvider
      theme={antConfig}
      locale={language === 'zh' ? zhCN : enUS}
      button={button}
      wave={{ disabled: true }}
    >
      <App component={false}>{children}</App>
    </ConfigProvider>
  );
}

/** Fields and keys of a work mode: read at arm's length, pressed with gloves. */
export function AtArmsLength({ children }: { readonly children: ReactNode }): ReactNode {
  const density = usePreferences((preferences) => preferences.density);
  const brightness = useBrightness();
  const theme = useMemo(() => antTheme(brightness, density, 'arm'), [brightness, density]);
  return <ConfigProvider theme={theme}>{children}</ConfigProvider>;
}
