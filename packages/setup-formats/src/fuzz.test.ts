import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, it } from 'vitest'
import { parseSetup } from './parse-setup.ts'
import { setupFormats } from './plan.ts'
import { forgottenMessage } from './report.ts'

/** Files that are broken at random, of all formats together. */
const runs = 10_000

const samples = setupFormats.flatMap((format) => {
  const path = join(import.meta.dirname, format, 'samples')
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(expected|report)\.json$/.test(entry.name))
    .map((entry) => ({ format, path: join(entry.parentPath, entry.name) }))
})

/** mulberry32: the same numbers on every run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

const pieces = [
  ...'{}[]:,"\'`#&*!|>%@-=$\\\n\t\r\0',
  '\uFEFF',
  '\uD800',
  '__proto__',
  'constructor',
  '${',
  '{{',
  '<<: *a',
  '&a ',
  '*a',
  '!!js/function ',
  '---\n',
  '1e999',
  '-0',
  'null',
  '[[[[[[[[',
  '{"a":'.repeat(80),
  'https://u:p@h/?key=x',
  'os.environ/',
  '"'.repeat(50),
  'x'.repeat(5000),
]

function mutate(text: string, random: (below: number) => number): string {
  let mutated = text
  for (let change = random(6); change >= 0; change -= 1) {
    const at = random(mutated.length + 1)
    const length = random(40)
    const lines = mutated.split('\n')
    switch (random(8)) {
      case 0:
        mutated = mutated.slice(0, at) + mutated.slice(at + length)
        break
      case 1:
        mutated = mutated.slice(0, at)
        break
      case 2:
      case 3:
        mutated = mutated.slice(0, at) + (pieces[random(pieces.length)] ?? '') + mutated.slice(at)
        break
      case 4:
        mutated =
          mutated.slice(0, at) +
          mutated.slice(random(mutated.length + 1), at + length) +
          mutated.slice(at)
        break
      case 5:
        mutated = mutated.slice(0, at) + String.fromCodePoint(random(0x300)) + mutated.slice(at + 1)
        break
      case 6:
        lines.splice(random(lines.length), 0, lines[random(lines.length)] ?? '')
        mutated = lines.join('\n')
        break
      default:
        lines.splice(random(lines.length), 1 + random(3))
        mutated = lines.join('\n')
    }
  }
  return mutated
}

it(
  `${runs} broken files are read or refused in words, none is a crash or a hang`,
  { timeout: 60_000 },
  () => {
    const random = createRandom(20_261_121)
    let read = 0
    for (let run = 0; run < runs; run += 1) {
      const sample = samples[run % samples.length]
      if (sample === undefined) throw new Error('There are no samples.')
      const text = mutate(contentOf(sample.path), random)
      // One in four keeps its format's parser, whatever it looks like by now.
      const format = random(4) === 0 ? sample.format : undefined
      const parsed = parseSetup({
        text,
        fileName: basename(sample.path),
        format,
        readInclude: () => text,
      })
      if (!parsed.ok) {
        expect(parsed.message.length).toBeGreaterThan(10)
        continue
      }
      read += 1
      const paths = parsed.plan.report.map((line) => line.path)
      expect(new Set(paths).size).toBe(paths.length)
      expect(parsed.plan.report.some((line) => line.message === forgottenMessage)).toBe(false)
    }
    // Most breaks leave a file that can be read: else this would say little.
    expect(read).toBeGreaterThan(runs / 4)
  },
)

const contents = new Map<string, string>()

function contentOf(path: string): string {
  const known = contents.get(path) ?? readFileSync(path, 'utf8')
  contents.set(path, known)
  return known
}
