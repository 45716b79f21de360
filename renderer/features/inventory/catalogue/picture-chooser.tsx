import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refuseLarge } from '#shared/kernel/own-picture.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import { bridge } from '../../../app/bridge.ts';
import { reasonText } from '../../../app/i18n.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { Picture } from '../../../ui/picture.tsx';

const SHOWN_PX = 96;

interface PictureChooserProps {
  readonly hash: string | null;
  readonly name: string;
  readonly onChange: (hash: string | null) => void;
}

/** A product's picture: kept on this device at once under its hash, and sent to the office by itself. */
export function PictureChooser({ hash, name, onChange }: PictureChooserProps): ReactNode {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [reason, setReason] = useState<Reason | null>(null);
  const take = async (file: File | undefined) => {
    if (!file) return;
    const tooLarge = refuseLarge(file.size);
    const content = tooLarge ? null : await contentOf(file);
    if (content === null) {
      setReason(tooLarge ?? { code: 'files.noPicture', params: {} });
      return;
    }
    const reply = await bridge().files.keep(content);
    setReason(reply.ok ? null : reply.reason);
    if (reply.ok) onChange(reply.hash);
  };
  return (
    <div className="catalogue-picture">
      <Picture hash={hash} size={SHOWN_PX} alt="" letterOf={name} />
      <input
        ref={input}
        type="file"
        hidden
        accept="image/png,image/jpeg"
        aria-label={t('inventory.catalogue.picture')}
        onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <ActionButton
        label={t('inventory.catalogue.picture')}
        keys="alt+p"
        labelKey="inventory.catalogue.picture"
        onRun={() => input.current?.click()}
      />
      {hash === null ? null : <ActionButton label={t('inventory.catalogue.noPicture')} onRun={() => onChange(null)} />}
      {reason ? (
        <p role="alert" className="catalogue-wrong">
          {reasonText(reason)}
        </p>
      ) : null}
    </div>
  );
}

/** The bytes of a file as base64; null where they cannot be read. */
function contentOf(file: File): Promise<string | null> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? null);
    reader.onerror = () => resolve(null);
    reader.readAsDataURL(file);
  });
}
