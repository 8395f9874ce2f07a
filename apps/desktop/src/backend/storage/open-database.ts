/** @file A SQLite file with steps from one `user_version` to the next. The only file that loads `node:sqlite`. */
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { ProviderError } from '@patchbay/provider-core'

export interface DatabaseOptions {
  /** Path of the file, or `:memory:`. */
  readonly path: string
  /** Never changed once released, only added to. */
  readonly migrations: readonly string[]
  /** Begins the sentence about a file of a newer version: "The chats were". */
  readonly what: string
  /** Milliseconds that a statement waits, and blocks, while another process writes. */
  readonly busyMs: number
}

/** Throws `ProviderError('settings')` for a file that a newer version wrote. */
export async function openDatabase(options: DatabaseOptions): Promise<DatabaseSync> {
  const { path, migrations, busyMs } = options
  const { DatabaseSync: Database } = await import('node:sqlite')
  if (path !== ':memory:') makePrivate(path)
  const db = new Database(path, { timeout: busyMs })
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL')
    // What is deleted is overwritten, not only forgotten.
    db.exec('PRAGMA secure_delete = ON')
    const readVersion = (): number =>
      Number(db.prepare('PRAGMA user_version').get()?.['user_version'])
    const version = readVersion()
    if (version > migrations.length) {
      throw new ProviderError({
        code: 'settings',
        message: `${options.what} written by a newer Patchbay. Update Patchbay, or point PATCHBAY_HOME at another folder.`,
      })
    }
    for (let step = version; step < migrations.length; step += 1) {
      inTransaction(db, () => {
        // Another process may have taken the step while this one waited for it.
        if (readVersion() > step) return
        db.exec(migrations[step] ?? '')
        db.exec(`PRAGMA user_version = ${step + 1}`)
      })
    }
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** The folder may be one that others can read. SQLite gives its log the mode of the database. */
function makePrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  closeSync(openSync(path, 'a', 0o600))
  chmodSync(path, 0o600)
}

/** After something was deleted that must not stay on the disk: the log beside the database still has it. */
export function emptyLog(db: DatabaseSync): void {
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
}

export function inTransaction(db: DatabaseSync, work: () => void): void {
  db.exec('BEGIN IMMEDIATE')
  try {
    work()
    db.exec('COMMIT')
  } catch (error) {
    db.exec('ROLLBACK')
    throw error
  }
}
