/** Every migration, in order. A new one is a new file and a line here; what stands here never changes. */
import { kernelFoundation } from './0001-kernel-foundation.ts';
import { kernelDevice } from './0002-kernel-device.ts';
import { kernelServer } from './0003-kernel-server.ts';
import { adminFoundation } from './0004-admin-foundation.ts';
import { crmCustomers } from './0005-crm-customers.ts';
import { inventoryFoundation } from './0006-inventory-foundation.ts';
import { billingCredit } from './0007-billing-credit.ts';
import { salesOrders } from './0008-sales-orders.ts';
import { kernelRecovery } from './0009-kernel-recovery.ts';
import { kernelJournalChain } from './0010-kernel-journal-chain.ts';
import { salesOrderChanges } from './0011-sales-order-changes.ts';
import { kernelRevocation } from './0012-kernel-revocation.ts';
import { kernelLedgerDevice } from './0013-kernel-ledger-device.ts';
import { kernelLedgerServer } from './0014-kernel-ledger-server.ts';
import { kernelLogMarks } from './0015-kernel-log-marks.ts';
import { kernelDeviceLoads } from './0016-kernel-device-loads.ts';
import { kernelTimeline } from './0017-kernel-timeline.ts';
import { adminOrganisation } from './0018-admin-organisation.ts';
import { crmOwnership } from './0019-crm-ownership.ts';
import { inventoryCosts } from './0020-inventory-costs.ts';
import { billingTerms } from './0021-billing-terms.ts';
import { kernelHolderScopes } from './0022-kernel-holder-scopes.ts';
import { kernelCommandValues } from './0023-kernel-command-values.ts';
import { crmOwnerNames } from './0025-crm-owner-names.ts';
import { adminApprovals } from './0026-admin-approvals.ts';
import { kernelOpeningBalances } from './0027-kernel-opening-balances.ts';
import { kernelAudit } from './0030-kernel-audit.ts';
import { kernelAnswerSeals } from './0031-kernel-answer-seals.ts';
import { kernelDeviceAdmin } from './0032-kernel-device-admin.ts';
import { kernelChangeSeals } from './0035-kernel-change-seals.ts';
import { inventoryCatalogue } from './0037-inventory-catalogue.ts';
import { kernelVersionGaps } from './0037-kernel-version-gaps.ts';
import { inventoryPlaces } from './0038-inventory-places.ts';
import { inventoryOutbound } from './0039-inventory-outbound.ts';
import { inventoryInbound } from './0040-inventory-inbound.ts';
import { inventoryUpkeep } from './0041-inventory-upkeep.ts';
import { kernelWorkScans } from './0042-kernel-work-scans.ts';
import { inventoryShipping } from './0043-inventory-shipping.ts';
import { inventoryReasons } from './0045-inventory-reasons.ts';
import { inventoryReturns } from './0046-inventory-returns.ts';
import { inventoryReading } from './0047-inventory-reading.ts';
import { inventoryBrands } from './0048-inventory-brands.ts';
import { inventoryBarcodes } from './0049-inventory-barcodes.ts';
import { inventoryLosses } from './0050-inventory-losses.ts';
import { inventoryFreights } from './0051-inventory-freights.ts';
import { salesFreed } from './0052-sales-freed.ts';
import { inventorySetApart } from './0053-inventory-set-apart.ts';
import { inventoryDoneWithoutRight } from './0054-inventory-done-without-right.ts';
import { salesMoved } from './0055-sales-moved.ts';
import { inventorySentBack } from './0056-inventory-sent-back.ts';
import { inventoryCountedPieces } from './0057-inventory-counted-pieces.ts';
import { inventoryShipmentChanges } from './0059-inventory-shipment-changes.ts';
import { kernelHandedOver } from './0061-kernel-handed-over.ts';
import { kernelSchemaMark } from './0062-kernel-schema-mark.ts';
import { kernelUnshownCommands } from './0063-kernel-unshown-commands.ts';
import { inventoryHeldAndSent } from './0064-inventory-held-and-sent.ts';
import { inventoryPickedShort } from './0064-inventory-picked-short.ts';
import { inventoryPickedUnfit } from './0065-inventory-picked-unfit.ts';
import { kernelRejections } from './0066-kernel-rejections.ts';
import { inventoryLossDays } from './0067-inventory-loss-days.ts';
import { salesParties } from './0068-sales-parties.ts';
import { salesPrices } from './0069-sales-prices.ts';
import { salesQuotes } from './0070-sales-quotes.ts';
import { salesReturns } from './0071-sales-returns.ts';
import { billingDocuments } from './0072-billing-documents.ts';
import { billingPayments } from './0073-billing-payments.ts';
import { billingCash } from './0074-billing-cash.ts';
import { billingAccounting } from './0075-billing-accounting.ts';
import { adminPapers } from './0076-admin-papers.ts';
import { salesReading } from './0077-sales-reading.ts';
import type { Migration } from './vocabulary.ts';

export const allMigrations: readonly Migration[] = [
  kernelFoundation,
  kernelDevice,
  kernelServer,
  adminFoundation,
  crmCustomers,
  inventoryFoundation,
  billingCredit,
  salesOrders,
  kernelRecovery,
  kernelJournalChain,
  salesOrderChanges,
  kernelRevocation,
  kernelLedgerDevice,
  kernelLedgerServer,
  kernelLogMarks,
  kernelDeviceLoads,
  kernelTimeline,
  adminOrganisation,
  crmOwnership,
  inventoryCosts,
  billingTerms,
  kernelHolderScopes,
  kernelCommandValues,
  crmOwnerNames,
  adminApprovals,
  kernelOpeningBalances,
  kernelAudit,
  kernelAnswerSeals,
  kernelDeviceAdmin,
  kernelChangeSeals,
  inventoryCatalogue,
  kernelVersionGaps,
  inventoryPlaces,
  inventoryOutbound,
  inventoryInbound,
  inventoryUpkeep,
  kernelWorkScans,
  inventoryShipping,
  inventoryReasons,
  inventoryReturns,
  inventoryReading,
  inventoryBrands,
  inventoryBarcodes,
  inventoryLosses,
  inventoryFreights,
  salesFreed,
  inventorySetApart,
  inventoryDoneWithoutRight,
  salesMoved,
  inventorySentBack,
  inventoryCountedPieces,
  inventoryShipmentChanges,
  kernelHandedOver,
  kernelSchemaMark,
  kernelUnshownCommands,
  inventoryHeldAndSent,
  inventoryPickedShort,
  inventoryPickedUnfit,
  kernelRejections,
  inventoryLossDays,
  salesParties,
  salesPrices,
  salesQuotes,
  salesReturns,
  billingDocuments,
  billingPayments,
  billingCash,
  billingAccounting,
  adminPapers,
  salesReading,
];

export const knownMigrationIds: ReadonlySet<string> = new Set(allMigrations.map(({ id }) => id));
