import {
  EmptyState,
  IconButton,
  NavHeading,
  Pane,
  PaneFoot,
  PaneHead,
  SearchField,
} from '@patchbay/ui'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Plus } from 'lucide-react'
import { useDeferredValue, useMemo, useRef, useState, type ReactElement } from 'react'
import type { ChatSummary } from '#contract/shapes'
import { QueryView } from '../../lib/query-view.tsx'
import { useChats } from '../../lib/resources/chats.ts'
import { useShortcut, wordChord } from '../../lib/shortcuts.ts'
import { wordCount } from '../../lib/time-words.ts'
import { ChatRow } from './chat-row.tsx'
import { groupChats, type ChatListRow } from './group-chats.ts'

export interface ChatListProps {
  chatId: string | undefined
  onNew: () => void
  /** Told when the chat that is open was deleted. */
  onGone: (chatId: string) => void
}

/** The chats that are kept, with search. */
export function ChatList({ chatId, onNew, onGone }: ChatListProps): ReactElement {
  const [search, setSearch] = useState('')
  const box = useRef<HTMLInputElement>(null)
  const query = useChats(useDeferredValue(search))
  useShortcut('find', () => box.current?.focus())
  return (
    <Pane as="nav" kind="master" aria-label="Chats">
      <PaneHead>
        <SearchField ref={box} label="Search chats" value={search} onChange={setSearch} />
        <IconButton
          label={`New chat (${wordChord('N')})`}
          icon={<Plus aria-hidden />}
          variant="default"
          onClick={onNew}
        />
      </PaneHead>
      <QueryView query={query} loadingText="Loading the chats">
        {(chats) =>
          chats.length === 0 ? (
            <EmptyState title={search.trim() === '' ? 'No chats yet' : 'No chat has these words'}>
              {search.trim() === ''
                ? 'What you send is kept here, on this machine.'
                : 'Titles and messages are searched.'}
            </EmptyState>
          ) : (
            <Rows chats={chats} chatId={chatId} onGone={onGone} />
          )
        }
      </QueryView>
      <PaneFoot>
        {query.data ? <span className="ui-cut">{wordFoot(query.data.length, search)}</span> : null}
      </PaneFoot>
    </Pane>
  )
}

function wordFoot(count: number, search: string): string {
  if (search.trim() !== '') return `${wordCount(count, 'chat')} found`
  return count === 0
    ? 'Chats are kept on this machine'
    : `${wordCount(count, 'chat')}, kept on this machine`
}

interface RowsProps {
  chats: readonly ChatSummary[]
  chatId: string | undefined
  onGone: (chatId: string) => void
}

const heights = { heading: 34, chat: 50 }

function Rows({ chats, chatId, onGone }: RowsProps): ReactElement {
  const now = Date.now()
  const rows = useMemo(() => groupChats(chats, Date.now()), [chats])
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heights[rows[index]?.kind ?? 'chat'],
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 10,
  })
  const draw = (row: ChatListRow) =>
    row.kind === 'heading' ? (
      <NavHeading>{row.text}</NavHeading>
    ) : (
      <ChatRow chat={row.chat} current={row.chat.id === chatId} now={now} onGone={onGone} />
    )
  return (
    <div ref={scroller} className="ui-scroll p-2">
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index]
          return row ? (
            <div
              key={item.key}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {draw(row)}
            </div>
          ) : null
        })}
      </div>
    </div>
  )
}
