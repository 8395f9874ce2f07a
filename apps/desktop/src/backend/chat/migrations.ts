/** @file Steps from one `user_version` of the chats to the next; never changed once released, only added to. */

export const migrations = [
  `CREATE TABLE chats (
     id TEXT PRIMARY KEY, title TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL,
     target TEXT, settings TEXT NOT NULL
   ) STRICT;
   CREATE TABLE turns (
     id TEXT PRIMARY KEY, chat_id TEXT NOT NULL REFERENCES chats(id) ON DELETE CASCADE,
     position INTEGER NOT NULL, turn TEXT NOT NULL
   ) STRICT;
   CREATE INDEX turns_of_chat ON turns(chat_id, position);
   CREATE TABLE wires (
     turn_id TEXT PRIMARY KEY REFERENCES turns(id) ON DELETE CASCADE,
     kept_at INTEGER NOT NULL, wire TEXT NOT NULL, curl TEXT NOT NULL
   ) STRICT;`,
  // Messages of parts instead of text and reasoning, and a place for bytes. Files without a chat wait to be sent.
  `CREATE TABLE media (
     id TEXT PRIMARY KEY, chat_id TEXT REFERENCES chats(id) ON DELETE CASCADE,
     name TEXT NOT NULL, media_type TEXT NOT NULL, data BLOB NOT NULL, kept_at TEXT NOT NULL
   ) STRICT;
   CREATE INDEX media_of_chat ON media(chat_id);
   UPDATE turns SET turn = json_remove(json_set(turn, '$.parts', (
     SELECT json_group_array(json(part)) FROM (
       SELECT json_object('type', 'reasoning', 'text', turn ->> 'reasoning') AS part
         WHERE coalesce(turn ->> 'reasoning', '') <> ''
       UNION ALL
       SELECT json_object('type', 'text', 'text', turn ->> 'text')
         WHERE coalesce(turn ->> 'text', '') <> ''
     )
   )), '$.text', '$.reasoning');`,
]
