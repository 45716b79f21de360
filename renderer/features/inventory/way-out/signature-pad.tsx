import { type PointerEvent, type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../../ui/action-button.tsx';

/** In pixels of the picture: what is kept is read again on paper. */
const WIDTH = 720;
const HEIGHT = 240;
const LINE = 3;

interface SignaturePadProps {
  /** Base64 of a PNG; null: nothing was drawn. */
  readonly onChange: (content: string | null) => void;
}

/** A field to sign in, by finger, pen or mouse. */
export function SignaturePad({ onChange }: SignaturePadProps): ReactNode {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const isDrawing = useRef(false);
  const pointAt = (event: PointerEvent<HTMLCanvasElement>): [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    return [((event.clientX - box.left) * WIDTH) / box.width, ((event.clientY - box.top) * HEIGHT) / box.height];
  };
  const begin = (event: PointerEvent<HTMLCanvasElement>) => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    isDrawing.current = true;
    context.lineWidth = LINE;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(...pointAt(event));
  };
  const draw = (event: PointerEvent<HTMLCanvasElement>) => {
    const context = canvas.current?.getContext('2d');
    if (!context || !isDrawing.current) return;
    context.lineTo(...pointAt(event));
    context.stroke();
  };
  const end = () => {
    if (!isDrawing.current) return;
    isDrawing.current = false;
    onChange(canvas.current?.toDataURL('image/png').split(',')[1] ?? null);
  };
  const clear = () => {
    canvas.current?.getContext('2d')?.clearRect(0, 0, WIDTH, HEIGHT);
    onChange(null);
  };
  return (
    <div className="signature">
      <span aria-hidden>{t('inventory.shipments.signature')}</span>
      <canvas
        ref={canvas}
        width={WIDTH}
        height={HEIGHT}
        aria-label={t('inventory.shipments.signature')}
        onPointerDown={begin}
        onPointerMove={draw}
        onPointerUp={end}
        onPointerCancel={end}
      />
      <ActionButton label={t('inventory.shipments.clearSignature')} onRun={clear} />
    </div>
  );
}
