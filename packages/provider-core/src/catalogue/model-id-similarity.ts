/** @file How alike two model ids are: letters (edit distance) and name parts (shared tokens) count half each. */

/** Below this two ids share no more than any two ids do. */
const alike = 0.45

/**
 * Orders candidates by likeness to an id, best first, and drops those that are not alike. Equal scores
 * keep the candidates' order, so the answer is the same on every call.
 */
export function rankBySimilarity(modelId: string, candidates: readonly string[]): string[] {
  const wanted = modelId.trim().toLowerCase()
  if (wanted === '') return []
  const scored = [...new Set(candidates)].map((id) => ({ id, likeness: similarity(wanted, id) }))
  return scored
    .filter(({ likeness }) => likeness >= alike)
    .toSorted((a, b) => b.likeness - a.likeness)
    .map(({ id }) => id)
}

function similarity(wanted: string, candidate: string): number {
  const id = candidate.toLowerCase()
  const whole = score(wanted, id)
  const bare = score(withoutVendor(wanted), withoutVendor(id))
  // A little less for the bare name, so that "openai/gpt-oss-20b" beats "gpt-oss-20b" for itself.
  return Math.max(whole, bare * 0.99)
}

function score(a: string, b: string): number {
  return (letterScore(a, b) + tokenScore(a, b)) / 2
}

/** "anthropic/claude-…" and "us.anthropic.claude-…" without what stands before the model's name. */
function withoutVendor(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1).replace(/^(?:[a-z][a-z0-9]*(?:-gov)?\.)+(?=[a-z])/, '')
}

function letterScore(a: string, b: string): number {
  return 1 - editDistance(a, b) / Math.max(a.length, b.length, 1)
}

/** Dice coefficient of the name parts. */
function tokenScore(a: string, b: string): number {
  const left = tokens(a)
  const right = tokens(b)
  const shared = [...left].filter((token) => right.has(token)).length
  return (2 * shared) / Math.max(left.size + right.size, 1)
}

/** "gpt-5.6-sol" and "gpt5-6 sol" have the same parts: letters and digits are parted too. */
function tokens(id: string): Set<string> {
  return new Set(id.match(/[a-z]+|\d+/g))
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
