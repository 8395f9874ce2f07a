/** @file The text of a reply so far, by blocks: citations come after it and point into it. */

/** Citations into a text longer than this lose their place: the reply is not kept in memory for them. */
const maxKeptUnits = 1_000_000

interface TextBlock {
  readonly block: number | undefined
  text: string
}

export interface ReplyText {
  append(block: number | undefined, text: string): void
  /** All of it, or `undefined` when it is too long to be kept. */
  readonly whole: string | undefined
  /** The block in which the UTF-16 offset of the whole text lies, and where that block begins. */
  locate(offset: number): { readonly block: number | undefined; readonly begin: number } | undefined
  /** Where a block begins in the whole text. */
  beginOf(block: number | undefined): number
}

/** Makes an empty text. */
export function createReplyText(): ReplyText {
  let blocks: TextBlock[] | undefined = []
  let units = 0
  return {
    append(block, text) {
      units += text.length
      if (units > maxKeptUnits) blocks = undefined
      if (blocks === undefined) return
      const last = blocks.at(-1)
      if (last !== undefined && last.block === block) last.text += text
      else blocks.push({ block, text })
    },
    get whole() {
      return blocks?.map(({ text }) => text).join('')
    },
    locate(offset) {
      let begin = 0
      for (const { block, text } of blocks ?? []) {
        if (offset < begin + text.length) return { block, begin }
        begin += text.length
      }
      return undefined
    },
    beginOf(wanted) {
      let begin = 0
      for (const { block, text } of blocks ?? []) {
        if (block === wanted) return begin
        begin += text.length
      }
      return 0
    },
  }
}
