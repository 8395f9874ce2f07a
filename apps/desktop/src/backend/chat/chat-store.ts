/** @file Chats in SQLite: chats, their turns, their bytes, and the redacted wire view of recent replies. */
import { z } from 'zod'
import {
  modelAddressSchema,
  wireRecordSchema,
  type WireRecord,
} from '@patchbay/provider-core/model'
import {
  chatSettingsSchema,
  chatTurnSchema,
  type ChatDetail,
  type ChatSummary,
  type ChatTurn,
} from '#contract/shapes'
import { emptyLog, inTransaction, openDatabase } from '../storage/open-database.ts'
import { createMediaStore, type MediaStore } from './media-store.ts'
import { migrations } from './migrations.ts'

/** How many replies keep their wire view. */
const keptWires = 500

/** Files that were attached and never sent are kept this long: another window may still send them. */
const forgottenAfterMs = 24 * 60 * 60 * 1000

export interface ChatStore {
  list(search: string): ChatSummary[]
  get(id: string): ChatDetail | undefined
  /** Creates or replaces the chat's own fields; turns are kept. */
  putChat(chat: Omit<ChatDetail, 'turns' | 'endpointName' | 'lastFailed'>): void
  /** Replaces the turns from `position` on. */
  putTurns(chatId: string, position: number, turns: readonly ChatTurn[]): void
  putTurn(turn: ChatTurn): void
  remove(id: string): void
  putWire(turnId: string, wire: WireRecord, curl: string): void
  getWire(turnId: string): { wire: WireRecord; curl: string } | undefined
  readonly media: MediaStore
  /** Marks replies that were still streaming when the app ended as stopped. */
  settleInterrupted(): void
  close(): void
}

const row = z.record(z.string(), z.unknown())
const chatRow = z.object({
  id: z.string(),
  title: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
})

/** @param path of the database file, or `:memory:` */
export async function openChatStore(
  path: string,
  now: () => Date = () => new Date(),
): Promise<ChatStore> {
  const db = await openDatabase({ path, migrations, what: 'The chats were', busyMs: 5000 })
  const media = createMediaStore(db, now)
  media.removeForgotten(new Date(now().getTime() - forgottenAfterMs).toISOString())

  const turnsOf = (chatId: string): ChatTurn[] =>
    db
      .prepare(
        `SELECT turn, EXISTS(SELECT 1 FROM wires WHERE turn_id = turns.id) AS has_wire
         FROM turns WHERE chat_id = ? ORDER BY position`,
      )
      .all(chatId)
      .map((found) => ({ ...parseTurn(found['turn']), hasWire: found['has_wire'] === 1 }))

  const summaryOf = (found: Record<string, unknown>): ChatSummary => {
    const chat = chatRow.parse(found)
    const last = db
      .prepare(
        `SELECT turn FROM turns WHERE chat_id = ? AND turn ->> 'role' = 'assistant' ORDER BY position DESC LIMIT 1`,
      )
      .get(chat.id)
    const reply = last ? parseTurn(last['turn']) : undefined
    return {
      id: chat.id,
      title: chat.title,
      createdAt: chat.created_at,
      updatedAt: chat.updated_at,
      lastFailed: reply?.status === 'failed',
      ...(reply?.route ? { endpointName: reply.route.endpointName } : {}),
    }
  }

  return {
    media,
    list(search) {
      const like = `%${search.trim().replaceAll(/[\\%_]/g, (found) => `\\${found}`)}%`
      return db
        .prepare(
          `SELECT * FROM chats WHERE title LIKE ?1 ESCAPE '\\' OR id IN
             (SELECT chat_id FROM turns, json_each(turn, '$.parts') AS part
              WHERE part.value ->> 'type' = 'text' AND part.value ->> 'text' LIKE ?1 ESCAPE '\\')
           ORDER BY updated_at DESC LIMIT 5000`,
        )
        .all(like)
        .map((found) => summaryOf(row.parse(found)))
    },
    get(id) {
      const found = db.prepare('SELECT * FROM chats WHERE id = ?').get(id)
      if (!found) return undefined
      const target = found['target']
      return {
        ...summaryOf(row.parse(found)),
        ...(typeof target === 'string'
          ? { target: modelAddressSchema.parse(JSON.parse(target)) }
          : {}),
        settings: chatSettingsSchema.parse(JSON.parse(String(found['settings']))),
        turns: turnsOf(id),
      }
    },
    putChat(chat) {
      db.prepare(
        `INSERT INTO chats (id, title, created_at, updated_at, target, settings) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET title = excluded.title, updated_at = excluded.updated_at,
           target = excluded.target, settings = excluded.settings`,
      ).run(
        chat.id,
        chat.title,
        chat.createdAt,
        chat.updatedAt,
        chat.target ? JSON.stringify(chat.target) : null,
        JSON.stringify(chat.settings),
      )
    },
    putTurns(chatId, position, turns) {
      let removed: number | bigint = 0
      inTransaction(db, () => {
        removed = db
          .prepare('DELETE FROM turns WHERE chat_id = ? AND position >= ?')
          .run(chatId, position).changes
        const insert = db.prepare(
          'INSERT INTO turns (id, chat_id, position, turn) VALUES (?, ?, ?, ?)',
        )
        turns.forEach((turn, index) =>
          insert.run(turn.id, chatId, position + index, JSON.stringify(turn)),
        )
        media.removeUnnamed(chatId)
      })
      if (removed > 0) emptyLog(db)
    },
    putTurn(turn) {
      db.prepare('UPDATE turns SET turn = ? WHERE id = ?').run(JSON.stringify(turn), turn.id)
    },
    remove(id) {
      db.prepare('DELETE FROM chats WHERE id = ?').run(id)
      emptyLog(db)
    },
    putWire(turnId, wire, curl) {
      inTransaction(db, () => {
        // The reply may have been deleted meanwhile; then there is nothing to keep it with.
        db.prepare(
          `INSERT OR REPLACE INTO wires (turn_id, kept_at, wire, curl)
           SELECT id, (SELECT coalesce(max(kept_at), 0) + 1 FROM wires), ?, ? FROM turns WHERE id = ?`,
        ).run(JSON.stringify(wire), curl, turnId)
        db.prepare(
          'DELETE FROM wires WHERE turn_id NOT IN (SELECT turn_id FROM wires ORDER BY kept_at DESC LIMIT ?)',
        ).run(keptWires)
      })
    },
    getWire(turnId) {
      const found = db.prepare('SELECT wire, curl FROM wires WHERE turn_id = ?').get(turnId)
      if (!found) return undefined
      return {
        wire: wireRecordSchema.parse(JSON.parse(String(found['wire']))),
        curl: String(found['curl']),
      }
    },
    settleInterrupted() {
      db.exec(
        `UPDATE turns SET turn = json_set(turn, '$.status', 'stopped') WHERE turn ->> 'status' = 'streaming'`,
      )
    },
    close: () => db.close(),
  }
}

function parseTurn(text: unknown): ChatTurn {
  return chatTurnSchema.parse(JSON.parse(String(text)))
}
