import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refuseLarge } from '#shared/kernel/own-picture.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import { bridge } from '../../../app/bridge.ts';
import { reasonText } from '../../../app/i18n.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { Picture } from '../../../ui/picture.tsx';

const SHOWN_PX = 56;

interface PictureFieldProps {
  readonly id: string;
  /** Hash of the file; empty: there is none. */
  readonly value: string;
  readonly disabled: boolean;
  /** Whose picture it is. */
  readonly alt: string;
  readonly onChange: (hash: string) => void;
}

/** A picture that is chosen, or dropped here; it is kept on this device at once and goes to the server by itself. */
export function PictureField({ id, value, disabled, alt, onChange }: PictureFieldProps): ReactNode {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [reason, setReason] = useState<Reason | null>(null);
  const [over, setOver] = useState(false);
  const [busy, setBusy] = useState(false);
  const take = async (file: File | undefined) => {
    if (!file || disabled || busy) return;
    // What is far too large is not even read.
    const tooLarge = refuseLarge(file.size);
    if (tooLarge) {
      setReason(tooLarge);
      return;
    }
    setBusy(true);
    try {
      const content = await contentOf(file);
      const reply = await bridge().files.keep(content);
      setReason(reply.ok ? null : reply.reason);
      if (reply.ok) onChange(reply.hash);
    } catch {
      setReason({ code: 'files.noPicture', params: {} });
    } finally {
      setBusy(false);
    }
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  const choose = t(value === '' ? 'admin.company.picture.choose' : 'admin.company.picture.other');
  return (
    <fieldset
      className={`company-picture${over ? ' company-picture-over' : ''}`}
      aria-label={t('admin.company.fields.logo')}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(!disabled);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <input
        ref={input}
        id={id}
        type="file"
        hidden
        accept="image/png,image/jpeg"
        disabled={disabled}
        onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <Picture hash={value === '' ? null : value} size={SHOWN_PX} alt="" letterOf={alt} />
      {disabled ? null : (
        <span className="company-picture-actions">
          <ActionButton
            label={choose}
            keys="alt+p"
            labelKey="admin.company.picture.choose"
            loading={busy}
            onRun={() => input.current?.click()}
          />
          {value === '' ? null : <ActionButton label={t('admin.company.picture.remove')} onRun={() => onChange('')} />}
        </span>
      )}
      {reason ? (
        <p role="alert" className="company-field-wrong">
          {reasonText(reason)}
        </p>
      ) : null}
    </fieldset>
  );
}

/** The bytes of a file as base64. */
function contentOf(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const address = String(reader.result);
      resolve(address.slice(address.indexOf(',') + 1));
    };
    reader.onerror = () => reject(reader.error ?? new Error('the file cannot be read'));
    reader.readAsDataURL(file);
  });
}
