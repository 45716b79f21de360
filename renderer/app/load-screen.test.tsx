import { render, screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { startTexts } from './i18n.ts';
import { loadScreen } from './load-screen.tsx';

startTexts('en');
const Page = ({ name = 'nobody' }: { readonly name?: string }) => <p>{`Page of ${name}`}</p>;

it('asks for the code when the screen is opened, and shows it when it comes', async () => {
  const load = vi.fn(async () => Page);
  const Later = loadScreen<{ readonly name?: string }>(load);
  expect(load).not.toHaveBeenCalled();
  render(<Later name="Zhou" />);
  expect(screen.queryByText('Page of Zhou')).toBeNull();
  expect(await screen.findByText('Page of Zhou')).toBeInstanceOf(HTMLElement);
  expect(load).toHaveBeenCalledTimes(1);
});

it('shows at once what was brought ahead of time, with nothing between', async () => {
  const load = vi.fn(async () => Page);
  const Later = loadScreen<{ readonly name?: string }>(load);
  await Later.preload();
  render(<Later name="Chen" />);
  expect(screen.getByText('Page of Chen')).toBeInstanceOf(HTMLElement);
  expect(load).toHaveBeenCalledTimes(1);
});

it('says that a screen broke whose code did not come, and asks again for the next one', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const load = vi.fn(async () => Page).mockRejectedValueOnce(new Error('the file is gone'));
  const Later = loadScreen<{ readonly name?: string }>(load);
  await Later.preload();
  load.mockRejectedValueOnce(new Error('the file is gone'));
  const { container, unmount } = render(
    <ErrorBoundary>
      <Later />
    </ErrorBoundary>,
  );
  await waitFor(() => expect(container.textContent).not.toBe(''));
  expect(container.textContent).not.toContain('Page of');
  unmount();
  render(<Later />);
  expect(await screen.findByText('Page of nobody')).toBeInstanceOf(HTMLElement);
});
