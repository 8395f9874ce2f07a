/** @file What is not sent yet in each chat: the text, the model chosen and the settings. Kept while the window is open. */
import { create } from 'zustand'
import type { ModelAddress } from '@patchbay/provider-core/model'
import type { Attachment } from '#contract/chat-parts'
import type { SettingsText } from './chat-settings.ts'

export interface ChosenModel {
  readonly address: ModelAddress
  /** The id was typed and is sent even when nothing knows it. */
  readonly asTyped: boolean
}

/** A file on its way to the host, or kept there until the message is sent. */
export interface DraftFile {
  readonly key: string
  readonly name: string
  readonly bytes: number
  /** As the host keeps it; undefined while it is on its way. */
  readonly kept?: Attachment | undefined
}

export interface ChatDraft {
  readonly text: string
  readonly files: readonly DraftFile[]
  readonly model?: ChosenModel | undefined
  readonly settings?: SettingsText | undefined
}

interface Drafts {
  readonly byKey: Readonly<Record<string, ChatDraft>>
  /** The model chosen last in any chat: a new chat begins with it. */
  readonly lastModel?: ChosenModel | undefined
}

const empty: ChatDraft = { text: '', files: [] }

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

/** Changes the files of a draft, as they are at that moment. */
export function changeDraftFiles(
  key: string,
  next: (files: readonly DraftFile[]) => readonly DraftFile[],
): void {
  changeDraft(key, { files: next(useDrafts.getState().byKey[key]?.files ?? []) })
}

/** Forgets the draft of a chat that is gone, or was begun. */
export function dropDraft(key: string): void {
  useDrafts.setState(({ byKey }) => {
    const { [key]: _gone, ...rest } = byKey
    return { byKey: rest }
  })
}
