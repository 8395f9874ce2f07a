/** @file Cuts markdown where a cut cannot change its meaning, so that finished parts of a long reply are drawn once. */

const fence = /^ {0,3}(`{3,}|~{3,})/
const listItem = /^ {0,3}([-*+]|\d{1,9}[.)])(\s|$)/
/** Definitions work across the whole text. */
const definition = /^ {0,3}\[[^\]]+\]:/m
/** An indented line may continue what stood before the blank line. */
const opensAfterBlank = /^[^\s]/

/**
 * Blocks that give the text again when joined. Only the last ones change while the text grows, as
 * long as no definition of a link or footnote comes.
 */
export function splitBlocks(text: string): string[] {
  if (definition.test(text)) return [text]
  const blocks: string[] = []
  let block = ''
  let inFence: string | undefined
  let inList = false
  let afterBlank = false
  for (const line of text.split(/(?<=\n)/)) {
    const isBlank = line.trim() === ''
    if (inFence === undefined && !isBlank && afterBlank && canCut(line, inList)) {
      blocks.push(block)
      block = ''
      inList = false
    }
    const mark = fence.exec(line)?.[1]
    if (inFence !== undefined) {
      if (mark && closes(line, mark, inFence)) inFence = undefined
    } else if (mark) {
      inFence = mark
    }
    if (block === '' && listItem.test(line)) inList = true
    block += line
    afterBlank = isBlank && inFence === undefined
  }
  if (block !== '') blocks.push(block)
  return blocks
}

function canCut(line: string, inList: boolean): boolean {
  return opensAfterBlank.test(line) && !(inList && listItem.test(line))
}

function closes(line: string, mark: string, opened: string): boolean {
  return mark[0] === opened[0] && mark.length >= opened.length && line.trim() === mark
}
