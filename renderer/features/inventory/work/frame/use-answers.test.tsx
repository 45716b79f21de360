import { act, render, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useAnswers, useQuestion, useScans } from './use-answers.ts';

const heard: string[] = [];

function Desk() {
  const answers = useAnswers();
  const { question, asked, askInTurn } = useQuestion<string>(answers);
  useScans(answers, async (text) => {
    heard.push(`${text}, asked ${asked()}`);
    return null;
  });
  return (
    <button type="button" onClick={() => askInTurn('how many')}>
      {question ?? 'nothing'}
    </button>
  );
}

let clock = 1_000;
function scan(text: string): void {
  for (const key of [...text, 'Enter']) {
    clock += 5;
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
    Object.defineProperty(event, 'timeStamp', { value: clock });
    document.body.dispatchEvent(event);
  }
  clock += 200;
}

it('R111 a scan before a question is taken, one right behind it is not, drawn or not', async () => {
  render(<Desk />);
  await act(async () => {
    scan('96385074');
    screen.getByRole('button').click();
    scan('96385074');
    expect(screen.getByRole('button').textContent).toBe('nothing');
  });
  await waitFor(() => expect(heard).toEqual(['96385074, asked null', '96385074, asked how many']));
  expect(screen.getByRole('button').textContent).toBe('how many');
});
