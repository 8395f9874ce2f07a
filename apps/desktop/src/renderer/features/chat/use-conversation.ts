/** @file What can be done in a chat: send, stop, regenerate, edit, choose a model. */
import { useEffect, useMemo, useRef } from 'react'
import { useLocation } from 'wouter'
import type { ModelAddress } from '@patchbay/provider-core/model'
import type { ChatDetail, SendMessageInput } from '#contract/shapes'
import { linkTo, routes } from '../../app/routes.ts'
import {
  changeDraft,
  dropDraft,
  useDraft,
  type ChatDraft,
  type ChosenModel,
} from '../../lib/chat-drafts.ts'
import { parseSettings, wordSettings, type SettingsText } from '../../lib/chat-settings.ts'
import type { ReplyRun } from '../../lib/reply-run.ts'
import { newChatKey, useReplyActions } from '../../lib/resources/replies.ts'
import type { Attachments } from './use-attachments.ts'

/** What a turn can ask for. Stable over renders, so that finished turns are not drawn again. */
export interface TurnActions {
  regenerate: (replyId: string) => void
  edit: (turnId: string, text: string) => void
  /** Gives the results of the tools that a reply asked for. */
  answer: (replyId: string, results: ToolAnswer[]) => void
  openRequest: (replyId: string) => void
  openPicker: () => void
  /** Answers a reply again with another model, or with the same one as typed. */
  retryWith: (replyId: string, model: ChosenModel) => void
}

/** What a tool gave, as written here. */
export interface ToolAnswer {
  readonly callId: string
  readonly text: string
  readonly isError: boolean
}

interface Input {
  chatKey: string
  attachments: Pick<Attachments, 'ready' | 'forgetProblems'>
  chatId: string | undefined
  chat: ChatDetail | undefined
  run: ReplyRun | undefined
  model: ChosenModel | undefined
  openPicker: () => void
  openRequest: (replyId: string) => void
}

export function useConversation(input: Input) {
  const { chatKey, attachments, chatId, chat, run, model, openPicker, openRequest } = input
  const draft = useDraft(chatKey)
  const replies = useReplyActions()
  const [path, navigate] = useLocation()
  const here = useRef(path)
  useEffect(() => {
    here.current = path
  })
  const settingsText = draft.settings ?? wordSettings(chat?.settings ?? {})
  const parsed = parseSettings(settingsText)
  const busy = run?.state === 'starting' || run?.state === 'streaming'

  function send(
    action: SendMessageInput['action'],
    chosen: ChosenModel,
    unsent?: Pick<ChatDraft, 'text' | 'files'>,
  ) {
    const onBegin = (begun: string) => {
      changeDraft(begun, { model: chosen })
      if (chatKey !== newChatKey) return
      dropDraft(newChatKey)
      if (here.current === routes.chat) navigate(linkTo.chat(begun), { replace: true })
    }
    const onRefused = () => {
      if (unsent) changeDraft(chatKey, unsent)
    }
    replies.send(
      {
        ...(chatId === undefined ? {} : { chatId }),
        target: chosen.address,
        assumeModelExists: chosen.asTyped,
        settings: parsed.settings,
        action,
      },
      { onBegin, onRefused },
    )
  }

  const canSend = !busy && attachments.ready && (draft.text.trim() !== '' || draft.files.length > 0)

  function sendText() {
    const { text, files } = draft
    if (!canSend) return
    if (!model) return openPicker()
    changeDraft(chatKey, { text: '', files: [] })
    attachments.forgetProblems()
    const ids = files.flatMap(({ kept }) => (kept ? [kept.id] : []))
    const words = text.trim() === '' ? '' : text
    send({ type: 'send', text: words, attachments: ids }, model, { text, files })
  }

  const latest: TurnActions = {
    regenerate(replyId) {
      if (busy) return
      if (model) send({ type: 'regenerate', replyId }, model)
      else openPicker()
    },
    edit(turnId, text) {
      if (busy) return
      if (model) send({ type: 'edit', turnId, text }, model)
      else openPicker()
    },
    answer(replyId, results) {
      if (busy) return
      if (model) send({ type: 'tool-results', replyId, results }, model)
      else openPicker()
    },
    retryWith(replyId, chosen) {
      if (busy) return
      changeDraft(chatKey, { model: chosen })
      send({ type: 'regenerate', replyId }, chosen)
    },
    openPicker,
    openRequest,
  }
  const latestRef = useRef(latest)
  useEffect(() => {
    latestRef.current = latest
  })
  const actions = useMemo<TurnActions>(
    () => ({
      regenerate: (id) => latestRef.current.regenerate(id),
      edit: (id, text) => latestRef.current.edit(id, text),
      answer: (id, results) => latestRef.current.answer(id, results),
      retryWith: (id, chosen) => latestRef.current.retryWith(id, chosen),
      openPicker: () => latestRef.current.openPicker(),
      openRequest: (id) => latestRef.current.openRequest(id),
    }),
    [],
  )

  return {
    busy,
    text: draft.text,
    canSend,
    setText: (text: string) => changeDraft(chatKey, { text }),
    settingsText,
    parsed,
    setSettings: (settings: SettingsText) => changeDraft(chatKey, { settings }),
    choose: (chosen: ChosenModel) => changeDraft(chatKey, { model: chosen }),
    sendText,
    stop: () => replies.stop(chatKey),
    /** Set when the host did not take the last message. */
    refusal: run?.state === 'refused' ? run.error : undefined,
    forgetRefusal: () => replies.clear(chatKey),
    actions,
  }
}

export type Talk = ReturnType<typeof useConversation>

/** The same place with another model id. */
export function withModelId(address: ModelAddress, modelId: string): ModelAddress {
  return { ...address, modelId }
}
