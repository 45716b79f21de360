import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShipmentDocument } from '#shared/domains/inventory/queries/shipments.ts';
import { Picture } from '../../../ui/picture.tsx';

const SHOWN_PX = 160;

interface Proof {
  readonly hash: string;
  readonly isSignature: boolean;
  /** Who signed, where it was said. */
  readonly name: string | null;
}

/** What was taken at the door, then what was added, in its order. */
function proofsOf({ head, history }: ShipmentDocument): Proof[] {
  const { signatureHash, photoHash, receivedByName: name } = head;
  return [
    ...(signatureHash === null ? [] : [{ hash: signatureHash, isSignature: true, name }]),
    ...(photoHash === null ? [] : [{ hash: photoHash, isSignature: false, name: null }]),
    ...[...history].reverse().flatMap(({ kind, fileHash: hash, personName }): Proof[] => {
      return hash === null ? [] : [{ hash, isSignature: kind === 'signatureAdded', name: personName }];
    }),
  ];
}

/** Whether a signature or a picture shows what became of it. */
export const isProved = (document: ShipmentDocument): boolean => proofsOf(document).length > 0;

/** What shows that the goods came. */
export function DeliveryProofs({ document }: { readonly document: ShipmentDocument }): ReactNode {
  const { t } = useTranslation();
  const proofs = proofsOf(document);
  if (proofs.length === 0) return null;
  const altOf = ({ isSignature, name }: Proof): string => {
    if (!isSignature) return t('inventory.shipments.picture');
    return name ? t('inventory.shipments.signatureBy', { name }) : t('inventory.shipments.signature');
  };
  return (
    <section className="shipment-proofs" aria-label={t('inventory.shipments.proofs')}>
      {proofs.map((proof) => (
        <Picture key={proof.hash} hash={proof.hash} size={SHOWN_PX} alt={altOf(proof)} letterOf="" />
      ))}
    </section>
  );
}
