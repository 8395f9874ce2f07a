/** @file What is not sent yet in each chat: the text, the model chosen and the settings. Kept while the window is open. */
import { create } from 'zustand'
import type { ModelAddress } from '@patchbay/provider-core/model'
import type { SettingsText } from './chat-settings.ts'

export interface ChosenModel {
  readonly address: ModelAddress
  /** The id was typed and is sent even when nothing knows it. */
  readonly asTyped: boolean
}

export interface ChatDraft {
  readonly text: string
  readonly model?: ChosenModel | undefined
  readonly settings?: SettingsText | undefined
}

interface Drafts {
  readonly byKey: Readonly<Record<string, ChatDraft>>
  /** The model chosen last in any chat: a new chat begins with it. */
  readonly lastModel?: ChosenModel | undefined
}

const empty: ChatDraft = { text: '' }

const useDrafts = create<Drafts>(() => ({ byKey: {} }))

export function useDraft(key: string): ChatDraft {
  return useDrafts((state) => state.byKey[key] ?? empty)
}

export function useLastModel(): ChosenModel | undefined {
  return useDrafts((state) => state.lastModel)
}

/** Changes the draft of a chat; a model chosen becomes the one that new chats begin with. */
export function changeDraft(key: string, change: Partial<ChatDraft>): void {
  useDrafts.setState(({ byKey, lastModel }) => ({
    byKey: { ...byKey, [key]: { ...(byKey[key] ?? empty), ...change } },
    lastModel: change.model ?? lastModel,
  }))
}

/** Forgets the draft of a chat that is gone, or was begun. */
export function dropDraft(key: string): void {
  useDrafts.setState(({ byKey }) => {
    const { [key]: _gone, ...rest } = byKey
    return { byKey: rest }
  })
}
