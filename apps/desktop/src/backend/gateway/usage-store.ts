/** @file Tokens by day, model and endpoint, and when keys were last used, in SQLite. */
import { z } from 'zod'
import { dialectIdSchema } from '@patchbay/provider-core/model'
import { gatewayUsageRowSchema, type GatewayUsageRow } from '#contract/gateway-shapes'
import { inTransaction, openDatabase } from '../storage/open-database.ts'

/** Steps from one `user_version` to the next; never changed once released, only added to. */
const migrations = [
  `CREATE TABLE usage (
     day TEXT NOT NULL, model TEXT NOT NULL, endpoint TEXT NOT NULL, client TEXT NOT NULL,
     requests INTEGER NOT NULL, failed INTEGER NOT NULL, input_tokens INTEGER NOT NULL,
     output_tokens INTEGER NOT NULL, cost REAL,
     PRIMARY KEY (day, model, endpoint, client)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE key_uses (key_id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;`,
]

/** Days that are kept: what the window can ask for. */
const keptDays = 366

export interface UsageStore {
  /** Adds the sums to those of their day, and keeps the latest use of each key. */
  add(rows: readonly GatewayUsageRow[], uses: ReadonlyMap<string, number>): void
  /** Rows from `day` (YYYY-MM-DD) on, oldest first. */
  usageSince(day: string): GatewayUsageRow[]
  /** Milliseconds since 1970 by key id. */
  lastUses(): Map<string, number>
  forgetUse(keyId: string): void
  close(): void
}

const useRow = z.object({ key_id: z.string(), at: z.number() })

/** @param path of the database file, or `:memory:` */
export async function openUsageStore(path: string): Promise<UsageStore> {
  // Writing happens beside running requests, so it must never wait long for another process.
  const db = await openDatabase({ path, migrations, what: 'The usage was', busyMs: 250 })
  const addUsage = db.prepare(
    `INSERT INTO usage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (day, model, endpoint, client) DO UPDATE SET
       requests = requests + excluded.requests, failed = failed + excluded.failed,
       input_tokens = input_tokens + excluded.input_tokens,
       output_tokens = output_tokens + excluded.output_tokens,
       cost = CASE WHEN excluded.cost IS NULL THEN cost ELSE coalesce(cost, 0) + excluded.cost END`,
  )
  const addUse = db.prepare(
    'INSERT INTO key_uses VALUES (?, ?) ON CONFLICT (key_id) DO UPDATE SET at = max(at, excluded.at)',
  )

  return {
    add(rows, uses) {
      inTransaction(db, () => {
        for (const row of rows)
          addUsage.run(
            row.day,
            row.model,
            row.endpointName,
            row.client ?? '',
            row.requests,
            row.failed,
            row.inputTokens,
            row.outputTokens,
            row.cost ?? null,
          )
        for (const [keyId, at] of uses) addUse.run(keyId, at)
        db.prepare('DELETE FROM usage WHERE day < (SELECT date(max(day), ?) FROM usage)').run(
          `-${keptDays} days`,
        )
      })
    },
    usageSince: (day) =>
      db
        .prepare('SELECT * FROM usage WHERE day >= ? ORDER BY day, model, endpoint, client')
        .all(day)
        .map((found) => {
          const client = dialectIdSchema.safeParse(found['client'])
          return gatewayUsageRowSchema.parse({
            ...found,
            client: client.data,
            endpointName: found['endpoint'],
            inputTokens: found['input_tokens'],
            outputTokens: found['output_tokens'],
            cost: found['cost'] ?? undefined,
          })
        }),
    lastUses: () =>
      new Map(
        db
          .prepare('SELECT * FROM key_uses')
          .all()
          .map((found) => {
            const { key_id: keyId, at } = useRow.parse(found)
            return [keyId, at]
          }),
      ),
    forgetUse(keyId) {
      db.prepare('DELETE FROM key_uses WHERE key_id = ?').run(keyId)
    },
    close: () => db.close(),
  }
}
