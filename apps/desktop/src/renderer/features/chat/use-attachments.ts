/** @file Files of the message that is being written: checked here, kept by the host, sent by their ids. */
import { useState } from 'react'
import {
  fileTooLargeWords,
  maxFileBytes,
  maxMessageBytes,
  messageTooLargeWords,
} from '#contract/attachment-limits'
import { readBase64 } from '../../lib/base64.ts'
import { changeDraftFiles, useDraft, type DraftFile } from '../../lib/chat-drafts.ts'
import { readErrorInfo } from '../../lib/error-words.ts'
import { useAttachFile, useDetachFile } from '../../lib/resources/media.ts'
import { wordBytes } from '../../lib/time-words.ts'

export interface Attachments {
  readonly files: readonly DraftFile[]
  /** Every file is kept, so that a message may be sent. */
  readonly ready: boolean
  /** Why files were not taken. */
  readonly problems: readonly string[]
  /** What to say to a screen reader. */
  readonly said: string
  add(files: readonly File[]): void
  remove(file: DraftFile): void
  forgetProblems(): void
}

/** @param chatKey of the draft */
export function useAttachments(chatKey: string): Attachments {
  const { files } = useDraft(chatKey)
  const attach = useAttachFile()
  const detach = useDetachFile()
  const [problems, setProblems] = useState<readonly string[]>([])
  const [said, setSaid] = useState('')

  const drop = (key: string) =>
    changeDraftFiles(chatKey, (all) => all.filter((one) => one.key !== key))
  const refuse = (problem: string) => setProblems((all) => [...new Set([...all, problem])])

  async function addOne(file: File) {
    const key = crypto.randomUUID()
    changeDraftFiles(chatKey, (all) => [...all, { key, name: nameOf(file), bytes: file.size }])
    try {
      const data = await readBase64(file)
      const kept = await attach.mutateAsync({ name: nameOf(file), data })
      changeDraftFiles(chatKey, (all) =>
        all.map((one) => (one.key === key ? { ...one, kept } : one)),
      )
      setSaid(`Attached ${kept.name}, ${wordBytes(kept.bytes)}`)
    } catch (error) {
      drop(key)
      const isUnread = error instanceof DOMException
      refuse(isUnread ? `${nameOf(file)} could not be read.` : readErrorInfo(error).message)
    }
  }

  return {
    files,
    ready: files.every((file) => file.kept !== undefined),
    problems,
    said,
    add(added) {
      setProblems([])
      let total = files.reduce((sum, file) => sum + file.bytes, 0)
      for (const file of added) {
        if (file.size > maxFileBytes) {
          refuse(`${nameOf(file)} was not attached. ${fileTooLargeWords}`)
        } else if (total + file.size > maxMessageBytes) {
          refuse(messageTooLargeWords)
        } else {
          total += file.size
          void addOne(file)
        }
      }
    },
    remove(file) {
      drop(file.key)
      if (file.kept) detach.mutate({ id: file.kept.id })
      setSaid(`Removed ${file.name}`)
    },
    forgetProblems: () => setProblems([]),
  }
}

const nameOf = (file: File): string => file.name || 'Pasted image'
