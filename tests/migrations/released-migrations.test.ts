// Migrations that were released are final: databases of people have had them as they stand.
import { expect, it } from 'vitest';
import { allMigrations } from '#db/migrations/all.ts';
import { digestOf } from '#db/migrations/digest.ts';

/** A line is added with each release that brings a migration; a line that stands here never changes. */
const released: Readonly<Record<string, { readonly sqlite: string; readonly postgres: string }>> = {
  '0001-kernel-foundation': {
    sqlite: '7f8c04efb76482d3009237981ad44f77',
    postgres: 'e87db875f3a81462bfeee8b48030a96b',
  },
  '0002-kernel-device': { sqlite: 'd42219cb5e3600180ce8d04fe690dff1', postgres: '63d067ec6aac5a17b0a7c4e142364b2f' },
  '0003-kernel-server': { sqlite: 'b331b0f8f43120867890ebb8ea507d45', postgres: '4813787f162cf3e0473cde657d15cb6e' },
  '0004-admin-foundation': { sqlite: '958a25f7b66908cc6e205a5fe8ca3e58', postgres: 'eed7242bf5bbca78e716a61d38071c2f' },
  '0005-crm-customers': { sqlite: 'd0f37f6d89b3faf65385b49569e07a83', postgres: 'cf80c6ec2d7770129dd7ebf895981839' },
  '0006-inventory-foundation': {
    sqlite: 'a694a967abd553906a1021c772817184',
    postgres: '1eae9bd47a961329ecce2d354b5a3755',
  },
  '0007-billing-credit': { sqlite: '58683cc96e43fa329d791a891a6dc3b6', postgres: '0b842296afc2b5bbf9121fffe08780d3' },
  '0008-sales-orders': { sqlite: 'e9415732e7909429dde6036d208339bf', postgres: '72bda6afc91caade70e83f59585f03e1' },
  '0009-kernel-recovery': { sqlite: '7b78cc601fabf2fcbef9b5d4b78bb5fc', postgres: 'c4715be9693b5e0a483f125ff759f73b' },
  '0010-kernel-journal-chain': {
    sqlite: 'e3f7e40097e835a7b9e3992e3e0fe4cd',
    postgres: '1a4ed372dfefa7d0893fab4078a85934',
  },
  '0011-sales-order-changes': {
    sqlite: 'd6fd3fe5960dbdb5f0225f53a1813778',
    postgres: '83d215c235815a42654b9d0369e6f4f5',
  },
  '0012-kernel-revocation': {
    sqlite: 'dffb546c6451d45fe7fe65a6dc07a629',
    postgres: 'bad9c0bb688dc6f8af89ffeb71df4e57',
  },
  '0013-kernel-ledger-device': {
    sqlite: 'eb1322589d3be0ae422bb8802b745d7f',
    postgres: '111f312e99b97ff42648c1909558b649',
  },
  '0014-kernel-ledger-server': {
    sqlite: '16505efcc7597d1e9899e6cf4813f7b0',
    postgres: 'af1f096a264184a01b5e49e0faeb7694',
  },
  '0015-kernel-log-marks': { sqlite: '1aa0c0168ec3576542313ef165c1afd4', postgres: '8e58380282207d784801dd9709929efe' },
  '0016-kernel-device-loads': {
    sqlite: '0e0a9c210b108bdc169e7372238ebeff',
    postgres: 'cfa073e9454949f8081bda45bfbf74f5',
  },
  '0017-kernel-timeline': {
    sqlite: '437864f99c12a343e590210b1e0f4d02',
    postgres: 'c07192477050cc825c9d33f97d23bdac',
  },
  '0018-admin-organisation': {
    sqlite: 'fa19105a627caa1d89f0f6a7ca85f3a0',
    postgres: '4fa947f78a4d35693f42f47c075c2bc0',
  },
  '0019-crm-ownership': { sqlite: '9288f5c94b1f8c409da8d9e1cf95c8f5', postgres: '787f990a299c4f04b13754d320178925' },
  '0020-inventory-costs': { sqlite: '741f272a7c15cd7c65d7fc2f435ae70b', postgres: 'bac7439908090f69d3747bac481205b5' },
  '0021-billing-terms': { sqlite: '2f780ae95c16e7f2469ba0e7d227c040', postgres: 'ec6bf5073d97ad2db27f6f9cde75ec81' },
  '0022-kernel-holder-scopes': {
    sqlite: 'fe1340d66a8342009690718ff5adf375',
    postgres: 'fe1340d66a8342009690718ff5adf375',
  },
  '0023-kernel-command-values': {
    sqlite: '37ed7664f10e2009cc0bbca236426ba2',
    postgres: '89bf1490dc3c32ba7650b58ad894d7d6',
  },
  '0025-crm-owner-names': { sqlite: '1bc97e5c1525ace6e681451c9c6a4390', postgres: '99f002a023753f0afc8e74fda9c9be55' },
  '0026-admin-approvals': {
    sqlite: 'b717a088a596e09a4288146a0ef2ef11',
    postgres: 'bb4d3110a45d8e76fbdaa766bee1ed85',
  },
  '0027-kernel-opening-balances': {
    sqlite: '274a6a742d9377661f02f01e191897fb',
    postgres: 'aa7c0612b7cf3edfb58a09d9da8ae648',
  },
  '0030-kernel-audit': { sqlite: 'e05b3d862429017563b7f3ecf05c40ec', postgres: '310b117fa069994d839e5cdc38940bdf' },
  '0031-kernel-answer-seals': {
    sqlite: 'f4465b52bb3663be0f3751e8bfb4d531',
    postgres: '36c86dd7d443093f94d8074d79c0bf28',
  },
  '0032-kernel-device-admin': {
    sqlite: '0c44af0b6319dfbc3d54a0dfb20d6d01',
    postgres: 'a920b830077a62e624ea34f569ec7ac2',
  },
  '0035-kernel-change-seals': {
    sqlite: '974d4ed6c6003130c1e46f1d6e102f3c',
    postgres: '8bcb82d5d567fc2a2ce33fc0dbad79ab',
  },
  '0037-kernel-version-gaps': {
    sqlite: '361c3df9b28f74c1ad9f907c107ffffb',
    postgres: '7baf2c481811a07b3cb7469efce3582a',
  },
  '0037-inventory-catalogue': {
    sqlite: 'ab4a82cce2af9f2919a33ff83edbc693',
    postgres: '58ecdb211702101e705f3813a55b7e4a',
  },
  '0038-inventory-places': { sqlite: '652fdabc16c2d218aba7438911f5f3bb', postgres: 'da70788e9e8a50c5f59a3c6e82ab2bb3' },
  '0039-inventory-outbound': {
    sqlite: 'dbc9b33b2475a9628e13da4d1bff0c2e',
    postgres: 'e1fa7e2223ef693ce42a79d5a2744349',
  },
  '0040-inventory-inbound': {
    sqlite: '7091289b8f50e943a70d1efafa0c8341',
    postgres: '79473bca2912ae2b629e9f424a2252f5',
  },
  '0041-inventory-upkeep': { sqlite: 'd85d6232f5a2e4efa480cd68adcbbf35', postgres: 'fef483fc3be06748ab0e5f8575cb81da' },
  '0042-kernel-work-scans': {
    sqlite: '8ab31325fcbc257a669a2020e41806e1',
    postgres: 'cd5162bf16b7f626613f70de58016a4f',
  },
  '0043-inventory-shipping': {
    sqlite: '307fa1033e90b6fb54d1533fbfecee7c',
    postgres: 'b6afa4fe7d93249b30c815e0b13f0ca3',
  },
  '0045-inventory-reasons': {
    sqlite: '4cffa6a046b0ba6361fd70965e2c71bd',
    postgres: '3d2293b9f907865b754898c3dac5081a',
  },
  '0046-inventory-returns': {
    sqlite: 'b955708fa131aa2608835e8fdcdc4e0d',
    postgres: '00f4b5e59686adf903a22644c41f0bc4',
  },
  '0047-inventory-reading': {
    sqlite: 'e07de4fa86cebc71b520fcb5b9722833',
    postgres: 'e07de4fa86cebc71b520fcb5b9722833',
  },
  '0048-inventory-brands': {
    sqlite: '1053cf8e932cca5f89940c8708f1b4c6',
    postgres: 'c0bce78011f71b3b8ae963ec3eb9e4b9',
  },
  '0049-inventory-barcodes': {
    sqlite: '1c5da3fcac12d99aaf6a62d02ee757c7',
    postgres: '1c5da3fcac12d99aaf6a62d02ee757c7',
  },
  '0050-inventory-losses': {
    sqlite: 'f9a5ec1f1bff661242ab022458a6e27a',
    postgres: 'd007d95c7b2a0c485e4f514d631dc3fa',
  },
  '0051-inventory-freights': {
    sqlite: '5d91ddbcb2e9cc311f91c68b67b81a1f',
    postgres: '6bbd3c9d8533466dc93ca90e519004c4',
  },
  '0052-sales-freed': {
    sqlite: '19737a41c2e5520fa6468e4e0d94ad92',
    postgres: '19737a41c2e5520fa6468e4e0d94ad92',
  },
  '0053-inventory-set-apart': {
    sqlite: '5d9a6efb6689291f0155a49953ec9d6f',
    postgres: 'c94d0b6d5939eaaf4150b590871dac2e',
  },
  '0054-inventory-done-without-right': {
    sqlite: 'a992bca6a60be6b040698fd2e8e48163',
    postgres: 'a992bca6a60be6b040698fd2e8e48163',
  },
  '0055-sales-moved': {
    sqlite: '2635f6504d93b09bb9566535f31fd881',
    postgres: '2635f6504d93b09bb9566535f31fd881',
  },
  '0056-inventory-sent-back': {
    sqlite: 'd0a8f3b767f96107600bd849a8d955e1',
    postgres: '6ebe767659004c7ef2b951abd2641d18',
  },
  '0057-inventory-counted-pieces': {
    sqlite: 'd01c853a7c83350cab8de8b521906735',
    postgres: 'b80a0d4c17347cbd293fa8e2ae97fea8',
  },
  '0062-kernel-schema-mark': {
    sqlite: 'd3ef38f55db3a89258d943a6826dc3d6',
    postgres: 'c1755c62e747fbd1991ee932c5ca096b',
  },
  '0059-inventory-shipment-changes': {
    sqlite: '5f0a7e28e4b1abf1a56b81fa147fcfbf',
    postgres: '88863c87e846e84b0a2475d0a3e86594',
  },
  '0061-kernel-handed-over': {
    sqlite: '50ba0e246261f4eb7fd80976bdf3eb78',
    postgres: '2595df684e3ecab39b88757182d44efe',
  },
  '0063-kernel-unshown-commands': {
    sqlite: '7735fc41758d7679227ac567f7d408e9',
    postgres: 'bd4ff19a42c411ae673defb4b709f594',
  },
  '0064-inventory-held-and-sent': {
    sqlite: '6ca2c986c78a242c03b8303c2e1cc93a',
    postgres: 'bba24fa59ef846f6962aaaa344334d39',
  },
  '0064-inventory-picked-short': {
    sqlite: '7c65cc6326af5386fa808d7eeef0dfc0',
    postgres: '10043ed13685b2be2bf87fbc76da2a0d',
  },
  '0065-inventory-picked-unfit': {
    sqlite: '00e5ee0a9364fcd57e1948fd9a90564f',
    postgres: '00e5ee0a9364fcd57e1948fd9a90564f',
  },
  '0066-kernel-rejections': {
    sqlite: '57b1a171b564aebf0e3c2208ac521056',
    postgres: '9f3686b40adca1d56843e51c8ff3e38b',
  },
  '0067-inventory-loss-days': {
    sqlite: 'acec73c4cec72e73757622c2eec5bb5e',
    postgres: '38e5bfe08cf3d5f1e5375d7ab6a8a46a',
  },
  '0068-sales-parties': {
    sqlite: '2fbba8f937414045abe7ffc51c40e82c',
    postgres: '56c20d66e3593fbbbe50b3a0e07d60da',
  },
  '0069-sales-prices': {
    sqlite: '8f1c83062ae584aed269fc49f1affc5d',
    postgres: '8f9d63f1501607bfc517e622d00bc9d6',
  },
  '0070-sales-quotes': {
    sqlite: 'e3dd770332f91cbc73c96e02228cda68',
    postgres: 'ac67a0ace184f48172919ae3df0c558d',
  },
  '0071-sales-returns': {
    sqlite: '16787b32487881e67aec65df1f24ae55',
    postgres: 'c6476eb241722ae7aa40134d9780a9df',
  },
  '0072-billing-documents': {
    sqlite: '86ce0f261b88ffa733936709294ad697',
    postgres: '72de1f2cbdee381415b4ad833d52d7e8',
  },
  '0073-billing-payments': {
    sqlite: 'c76759561aad08f063a30b3229e4cf74',
    postgres: 'b6399ecebd9891b53d57d953080fe8b7',
  },
  '0074-billing-cash': {
    sqlite: '61562f13f4ef5c8e7bd3c756c07c9ca4',
    postgres: '4a989cd4d41ebc2462cf5d6f4d9c4424',
  },
  '0075-billing-accounting': {
    sqlite: 'c5578160a59ebf156d5abbfbfb051779',
    postgres: '58e5541818a5b8105e2f547faab92a9b',
  },
  '0076-admin-papers': {
    sqlite: 'f4886907017dd8a1f4410c5d575d8673',
    postgres: '582d4e9059189950c369d20569918e94',
  },
  '0077-sales-reading': {
    sqlite: '6c30510a59feae1284ef118549c6a168',
    postgres: '6c30510a59feae1284ef118549c6a168',
  },
};

/** What is wrong with the migrations, in sentences. */
function findEdits(migrations: typeof allMigrations): string[] {
  const said = migrations.flatMap((migration) => {
    const was = released[migration.id];
    if (was === undefined) return [`${migration.id} is not written down here: add its line before it is released`];
    const isSame = was.sqlite === digestOf(migration, 'sqlite') && was.postgres === digestOf(migration, 'postgres');
    return isSame ? [] : [`${migration.id} is released and was edited: put it back, and add a new migration instead`];
  });
  const ids = new Set(migrations.map(({ id }) => id));
  const gone = Object.keys(released).filter((id) => !ids.has(id));
  return [...said, ...gone.map((id) => `${id} is released and is gone: put it back`)];
}

it('no released migration was edited', () => {
  expect(findEdits(allMigrations)).toEqual([]);
});

it('an edit, a loss and a new one are said', () => {
  const [first, second, ...others] = allMigrations;
  if (!first || !second) throw new Error('there are no migrations');
  const edited = {
    ...second,
    up: (schema: Parameters<typeof second.up>[0]) => {
      second.up(schema);
      schema.createIndex('customers', ['name']);
    },
  };
  const added = { id: '9999-test', up: () => {} };
  expect(findEdits([edited, ...others, added])).toEqual([
    `${second.id} is released and was edited: put it back, and add a new migration instead`,
    '9999-test is not written down here: add its line before it is released',
    `${first.id} is released and is gone: put it back`,
  ]);
});
