import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { Picker } from './picker.tsx';

const goods = ['ceramic mug', 'ceramic bowl', 'thermos jug'];

function show(
  options: {
    search?: (typed: string) => Promise<readonly string[]>;
    onText?: (text: string) => boolean;
    onMissed?: (typed: string, keys: string) => void;
  } = {},
) {
  const onPick = vi.fn<(item: string, keys: string) => void>();
  const search = vi.fn(options.search ?? (async (typed: string) => goods.filter((name) => name.includes(typed))));
  render(
    <Picker<string>
      label="Product"
      search={search}
      itemKey={(item) => item}
      renderItem={(item) => item}
      onPick={onPick}
      noHits="nothing"
      {...(options.onText ? { onText: options.onText } : {})}
      {...(options.onMissed ? { onMissed: options.onMissed } : {})}
    />,
  );
  return { onPick, search, field: screen.getByRole('combobox', { name: 'Product' }) };
}

it('Enter takes the first hit and empties the field', async () => {
  const { onPick, field } = show();
  await userEvent.type(field, 'cer');
  expect(await screen.findAllByRole('option')).toHaveLength(2);
  expect(field.getAttribute('aria-activedescendant')).toBe(screen.getAllByRole('option')[0]?.id);
  await userEvent.keyboard('{Enter}');
  expect(onPick).toHaveBeenCalledExactlyOnceWith('ceramic mug', '');
  expect(field).toHaveProperty('value', '');
  expect(screen.queryByRole('listbox')).toBeNull();
});

it('arrows choose another hit, Escape leaves', async () => {
  const { onPick, field } = show();
  await userEvent.type(field, 'cer');
  await screen.findAllByRole('option');
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}');
  expect(onPick).toHaveBeenCalledExactlyOnceWith('ceramic bowl', '');
  await userEvent.type(field, 'mug');
  await screen.findAllByRole('option');
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByRole('listbox')).toBeNull();
});

it('Enter before the answer takes the first hit when it comes', async () => {
  let answer: (items: readonly string[]) => void = () => {};
  const { onPick, field } = show({
    search: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  });
  await userEvent.type(field, 'j{Enter}');
  expect(onPick).not.toHaveBeenCalled();
  answer(['thermos jug']);
  await waitFor(() => expect(onPick).toHaveBeenCalledExactlyOnceWith('thermos jug', ''));
});

it('Enter that comes with the answer, before the list is drawn, takes the first hit', async () => {
  let answer: (items: readonly string[]) => void = () => {};
  const { onPick, field } = show({
    search: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
    onMissed: () => {},
  });
  await userEvent.type(field, 'j');
  answer(['thermos jug']);
  await Promise.resolve();
  fireEvent.keyDown(field, { key: 'Enter' });
  expect(onPick).toHaveBeenCalledExactlyOnceWith('thermos jug', '');
});

it('an answer to older letters never replaces a newer one', async () => {
  const answers = new Map<string, (items: readonly string[]) => void>();
  const { field } = show({
    search: (typed) =>
      new Promise((resolve) => {
        answers.set(typed, resolve);
      }),
  });
  await userEvent.type(field, 'ju');
  answers.get('ju')?.(['thermos jug']);
  expect(await screen.findByRole('option', { name: 'thermos jug' })).toBeTruthy();
  answers.get('j')?.(['jam']);
  await Promise.resolve();
  expect(screen.queryByRole('option', { name: 'jam' })).toBeNull();
});

it('says when nothing fits, and hands pasted lines over', async () => {
  const onText = vi.fn(() => true);
  const { field } = show({ onText });
  await userEvent.type(field, 'zzz');
  expect((await screen.findByRole('status')).textContent).toBe('nothing');
  await userEvent.clear(field);
  await userEvent.paste('A-100\t24\nB-020\t6');
  expect(onText).toHaveBeenCalledExactlyOnceWith('A-100\t24\nB-020\t6');
});

/** Keeps keys; each letter's answer is given by hand. */
function showSlow() {
  const answers = new Map<string, (items: readonly string[]) => void>();
  const onMissed = vi.fn<(typed: string, keys: string) => void>();
  const search = (typed: string) => new Promise<readonly string[]>((resolve) => void answers.set(typed, resolve));
  return { ...show({ search, onMissed }), onMissed, answer: (to: string, items: string[]) => answers.get(to)?.(items) };
}

it('keys behind an Enter whose hits have not come are kept in order and handed over with what is picked', async () => {
  const { onPick, field, answer } = showSlow();
  await userEvent.type(field, 'ju{Enter}A-1x{Backspace}00{Enter}48{Enter}');
  expect(field).toHaveProperty('value', 'ju');
  answer('j', ['jam']);
  await Promise.resolve();
  expect(onPick).not.toHaveBeenCalled();
  answer('ju', ['thermos jug']);
  await waitFor(() => expect(onPick).toHaveBeenCalledExactlyOnceWith('thermos jug', 'A-100\n48\n'));
  expect(field).toHaveProperty('value', '');
});

it('a word of an input method behind such an Enter is kept whole, also where the hits come in the middle of it', async () => {
  const { onPick, field, answer } = showSlow();
  await userEvent.type(field, 'ju{Enter}');
  fireEvent.compositionStart(field);
  fireEvent.change(field, { target: { value: 'jubei' } });
  answer('ju', ['thermos jug']);
  await Promise.resolve();
  expect(onPick).not.toHaveBeenCalled();
  fireEvent.change(field, { target: { value: 'ju杯' } });
  fireEvent.compositionEnd(field);
  await waitFor(() => expect(onPick).toHaveBeenCalledExactlyOnceWith('thermos jug', '杯'));
});

it('with nothing found the keys behind go on, without any the list says so', async () => {
  const { onPick, onMissed, field, answer } = showSlow();
  await userEvent.type(field, 'zz{Enter}');
  answer('zz', []);
  expect((await screen.findByRole('status')).textContent).toBe('nothing');
  await userEvent.type(field, 'y{Enter}A-100{Enter}');
  answer('zzy', []);
  await waitFor(() => expect(onMissed).toHaveBeenCalledExactlyOnceWith('zzy', 'A-100\n'));
  expect(onPick).not.toHaveBeenCalled();
});

it('Backspace behind such an Enter goes back to the letters, and Escape lets everything go', async () => {
  const { onPick, field, answer } = showSlow();
  await userEvent.type(field, 'jug{Enter}{Backspace}');
  expect(field).toHaveProperty('value', 'ju');
  answer('jug', ['thermos jug']);
  answer('ju', ['jumper']);
  expect(await screen.findByRole('option', { name: 'jumper' })).toBeTruthy();
  await userEvent.type(field, 'x{Enter}A-1{Escape}');
  answer('jux', ['other']);
  await Promise.resolve();
  expect(onPick).not.toHaveBeenCalled();
  expect(field).toHaveProperty('value', '');
});
