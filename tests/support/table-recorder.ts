import {
  type AliasNode,
  IdentifierNode,
  type KyselyPlugin,
  type OperationNode,
  OperationNodeTransformer,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryId,
  type QueryResult,
  type RootOperationNode,
  type TableNode,
  type UnknownRow,
} from 'kysely';

/** Notes which tables the statements of a Kysely instance read and write, from the statements themselves. */
export class TableRecorder implements KyselyPlugin {
  readonly reads = new Set<string>();
  readonly writes = new Set<string>();

  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    const written = tablesIn(targetOf(node));
    for (const table of written) this.writes.add(table);
    for (const table of tablesIn(node)) if (!written.has(table)) this.reads.add(table);
    return node;
  }

  async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return result;
  }
}

function targetOf(node: RootOperationNode): OperationNode | undefined {
  if (node.kind === 'InsertQueryNode') return node.into;
  if (node.kind === 'UpdateQueryNode') return node.table;
  if (node.kind === 'DeleteQueryNode') return node.from;
  return undefined;
}

function tablesIn(node: OperationNode | undefined): Set<string> {
  const names = new Set<string>();
  const derived = new Set<string>();
  if (!node) return names;
  class Collector extends OperationNodeTransformer {
    protected override transformTable(table: TableNode, queryId?: QueryId): TableNode {
      names.add(table.table.identifier.name);
      return super.transformTable(table, queryId);
    }
    /** A subquery that has a name is no table; what it reads is. */
    protected override transformAlias(alias: AliasNode, queryId?: QueryId): AliasNode {
      if (alias.node.kind === 'SelectQueryNode' && IdentifierNode.is(alias.alias)) derived.add(alias.alias.name);
      return super.transformAlias(alias, queryId);
    }
  }
  new Collector().transformNode(node);
  for (const name of derived) names.delete(name);
  return names;
}
