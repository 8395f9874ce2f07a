/** @file Bytes of messages in SQLite: each file, picture and sound once, gone with the last message that names it. */
import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { emptyLog } from '../storage/open-database.ts'

export interface KeptMedia {
  readonly name: string
  readonly mediaType: string
  readonly data: Uint8Array
}

export interface MediaStore {
  /**
   * Keeps bytes and gives their id.
   *
   * @param chatId left out for a file that waits to be sent
   */
  put(media: KeptMedia, chatId?: string): string
  get(id: string): KeptMedia | undefined
  /** What is known of the bytes, without them. */
  describe(id: string): { name: string; mediaType: string; bytes: number } | undefined
  /** Makes files that waited the chat's own; false when one is not there any more, and then none is changed. */
  claim(chatId: string, ids: readonly string[]): boolean
  /** Removes a file that waits to be sent. */
  removeWaiting(id: string): void
  /** Removes bytes of a chat that no message names. */
  removeUnnamed(chatId: string): void
  /** Removes files that have waited since before this time. */
  removeForgotten(before: string): void
}

export function createMediaStore(db: DatabaseSync, now: () => Date): MediaStore {
  return {
    put({ name, mediaType, data }, chatId) {
      const id = randomUUID()
      db.prepare(
        'INSERT INTO media (id, chat_id, name, media_type, data, kept_at) VALUES (?, ?, ?, ?, ?, ?)',
      ).run(id, chatId ?? null, name, mediaType, data, now().toISOString())
      return id
    },
    get(id) {
      const found = db.prepare('SELECT name, media_type, data FROM media WHERE id = ?').get(id)
      if (!(found?.['data'] instanceof Uint8Array)) return undefined
      const { name, media_type: mediaType, data } = found
      return { name: String(name), mediaType: String(mediaType), data }
    },
    describe(id) {
      const found = db
        .prepare('SELECT name, media_type, length(data) AS bytes FROM media WHERE id = ?')
        .get(id)
      return (
        found && {
          name: String(found['name']),
          mediaType: String(found['media_type']),
          bytes: Number(found['bytes']),
        }
      )
    },
    claim(chatId, ids) {
      const claim = db.prepare('UPDATE media SET chat_id = ? WHERE id = ? AND chat_id IS NULL')
      db.exec('SAVEPOINT claim')
      const all = ids.every((id) => claim.run(chatId, id).changes === 1)
      db.exec(all ? 'RELEASE claim' : 'ROLLBACK TO claim; RELEASE claim')
      return all
    },
    removeWaiting(id) {
      const { changes } = db.prepare('DELETE FROM media WHERE id = ? AND chat_id IS NULL').run(id)
      if (changes > 0) emptyLog(db)
    },
    removeUnnamed(chatId) {
      db.prepare(
        `DELETE FROM media WHERE chat_id = ?1 AND NOT EXISTS
           (SELECT 1 FROM turns WHERE chat_id = ?1 AND instr(turn, media.id) > 0)`,
      ).run(chatId)
    },
    removeForgotten(before) {
      const { changes } = db
        .prepare('DELETE FROM media WHERE chat_id IS NULL AND kept_at < ?')
        .run(before)
      if (changes > 0) emptyLog(db)
    },
  }
}
