import { type ThemeConfig, theme } from 'antd';
import type { Density } from '../preferences.ts';
import { dark, light, measures } from './tokens.ts';

type Algorithm = Extract<NonNullable<ThemeConfig['algorithm']>, (...args: never[]) => unknown>;

/**
 * The last step of the chain: compact derives even font sizes from the seed and takes 4 off the control height, and a
 * seed cannot be set again after it, so type and control heights are put into its map here.
 */
function settleSizes(density: Density, readAt: ReadAt): Algorithm {
  const larger = density === 'comfortable' ? 4 : 0;
  return (seed, map) => ({
    ...(map ?? theme.defaultAlgorithm(seed)),
    ...(readAt === 'desk' ? deskSizes(larger) : armSizes),
  });
}

/** Where a screen is read and pressed from: before it, or at arm's length with gloves on, as in a work mode. */
export type ReadAt = 'desk' | 'arm';

const armSizes = {
  ...{ fontSize: measures.fontWork, fontSizeSM: measures.fontStrip, fontSizeLG: measures.fontWorkLarge },
  ...{ fontSizeXL: measures.fontWorkLarge, fontSizeHeading5: measures.fontWorkLarge, fontSizeIcon: measures.fontStrip },
  lineHeight: measures.leadWork / measures.fontWork,
  lineHeightSM: measures.leadStrip / measures.fontStrip,
  lineHeightLG: measures.leadWorkLarge / measures.fontWorkLarge,
  lineHeightHeading5: measures.leadWorkLarge / measures.fontWorkLarge,
  ...{ fontHeight: measures.leadWork, fontHeightSM: measures.leadStrip, fontHeightLG: measures.leadWorkLarge },
  ...{ controlHeight: 44, controlHeightSM: 40, controlHeightLG: 48, controlHeightXS: 32 },
} as const;

const deskSizes = (larger: number) =>
  ({
    fontSize: 13,
    fontSizeSM: 12,
    fontSizeLG: 14,
    fontSizeXL: 16,
    lineHeight: 20 / 13,
    lineHeightSM: 18 / 12,
    lineHeightLG: 22 / 14,
    fontHeight: 20,
    fontHeightSM: 18,
    fontHeightLG: 22,
    controlHeight: measures.control + larger,
    controlHeightSM: 24 + larger,
    controlHeightLG: 32 + larger,
    controlHeightXS: 20,
  }) as const;

/** antd's configuration for one brightness and density: algorithms, then our colours and measures. */
export function antTheme(brightness: 'light' | 'dark', density: Density, readAt: ReadAt = 'desk'): ThemeConfig {
  const palette = brightness === 'light' ? light : dark;
  return {
    algorithm: [
      brightness === 'light' ? theme.defaultAlgorithm : theme.darkAlgorithm,
      ...(density === 'compact' ? [theme.compactAlgorithm] : []),
      settleSizes(density, readAt),
    ],
    token: {
      colorPrimary: palette.accent,
      colorPrimaryHover: palette.accentHover,
      colorPrimaryActive: palette.accentActive,
      colorPrimaryBg: palette.accentSoft,
      colorPrimaryBorder: palette.accentLine,
      colorLink: palette.accent,
      colorLinkHover: palette.accentHover,
      colorLinkActive: palette.accentActive,
      colorInfo: palette.open,
      colorSuccess: palette.done,
      colorWarning: palette.wait,
      colorError: palette.late,
      colorBgLayout: palette.canvas,
      colorBgContainer: palette.surface,
      colorBgElevated: palette.raised,
      colorBgTextHover: palette.hover,
      colorFillTertiary: palette.lineSoft,
      colorFillQuaternary: palette.sunken,
      colorBorder: palette.line,
      colorBorderSecondary: palette.lineSoft,
      colorText: palette.text,
      colorTextSecondary: palette.text2,
      colorTextTertiary: palette.text3,
      colorTextDescription: palette.text3,
      colorTextPlaceholder: palette.text3,
      colorTextQuaternary: palette.textOff,
      colorTextDisabled: palette.textOff,
      colorTextLightSolid: palette.onAccent,
      controlItemBgActive: palette.selected,
      controlItemBgActiveHover: palette.selected,
      controlItemBgHover: palette.hover,
      colorBgMask: palette.scrim,
      controlOutline: 'transparent',
      lineWidthFocus: 2,
      boxShadow: palette.shadow,
      boxShadowSecondary: palette.shadow,
      boxShadowTertiary: 'none',
      borderRadius: measures.radius,
      borderRadiusSM: measures.radiusSmall,
      borderRadiusLG: measures.radiusLarge,
      fontFamily: 'var(--font)',
      fontWeightStrong: 600,
      motionDurationFast: '0.06s',
      motionDurationMid: '0.1s',
      motionDurationSlow: '0.14s',
    },
    components: {
      Button: {
        paddingInline: measures.d12,
        fontWeight: 400,
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
      },
      Table: {
        headerBg: palette.surface,
        headerColor: palette.text3,
        cellPaddingBlockSM: 5,
        cellPaddingInlineSM: measures.d8,
        borderColor: palette.lineSoft,
        rowHoverBg: palette.hover,
        rowSelectedBg: palette.selected,
        headerSplitColor: 'transparent',
      },
      Segmented: {
        trackBg: brightness === 'light' ? palette.lineSoft : palette.canvas,
        itemSelectedBg: brightness === 'light' ? palette.surface : palette.line,
        itemColor: palette.text2,
        itemSelectedColor: palette.text,
      },
      Switch: { handleBg: palette.surface },
    },
  };
}
