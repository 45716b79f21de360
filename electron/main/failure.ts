/** What main says when there is no page to say it: in both languages, because no screen is there to choose one. */
import { app, type BrowserWindow, dialog } from 'electron';

/** A page that lived so long was in order: its next end counts as the first. */
const STEADY_AFTER_MS = 60_000;

const texts = {
  en: {
    start: 'Satchel cannot start. Check that its folder is yours and its disk not full, then start it again.',
    folder: 'Folder',
    page: 'The screen of Satchel stopped working twice. What you confirmed is safe in the database on this computer.',
    again: 'Try again',
    quit: 'Quit Satchel',
  },
  zh: {
    start: '行囊无法启动。请检查其文件夹是否归您所有、磁盘是否已满，然后重新启动。',
    folder: '文件夹',
    page: '行囊的界面两次停止工作。已确认的内容安全地保存在本机数据库中。',
    again: '重试',
    quit: '退出行囊',
  },
} as const;

/** Says that the application cannot start, and ends it. @param folder what it keeps its data in */
export function failToStart(folder: string, error: unknown, problem: (where: string, message: string) => void): void {
  problem('start', error instanceof Error ? (error.stack ?? error.message) : String(error));
  const text = texts[app.getLocale().startsWith('zh') ? 'zh' : 'en'];
  dialog.showErrorBox('Satchel', `${text.start}\n${text.folder}: ${folder}`);
  app.exit(1);
}

/** A page whose process ended is loaded again, once; when it ends again soon, the person says what happens. */
export function keepPageAlive(
  window: BrowserWindow,
  language: () => 'en' | 'zh',
  problem: (where: string, message: string) => void,
): void {
  let endedAt = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', async (_event, details) => {
    if (details.reason === 'clean-exit' || window.isDestroyed()) return;
    problem('page', `${details.reason} ${details.exitCode}`);
    const isFirst = performance.now() - endedAt > STEADY_AFTER_MS;
    endedAt = performance.now();
    if (!isFirst) {
      const text = texts[language()];
      const { response } = await dialog.showMessageBox(window, {
        type: 'error',
        message: text.page,
        buttons: [text.again, text.quit],
        defaultId: 0,
        cancelId: 1,
        noLink: true,
      });
      if (response !== 0) {
        app.quit();
        return;
      }
    }
    if (!window.isDestroyed()) window.webContents.reload();
  });
}
