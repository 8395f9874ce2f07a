import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findTreeFault, formatPath, leafPaths } from './leaf-paths.ts'
import { createReport, forgottenMessage, unknownMessage } from './report.ts'

const source = {
  name: 'x',
  headers: { 'X-Team': 'a', 'x.y': 'b' },
  models: [{ id: 'm' }, {}],
}

describe('leaf paths', () => {
  it('are read as people write them', () => {
    expect(leafPaths(source).map(formatPath)).toEqual([
      'name',
      'headers.X-Team',
      'headers["x.y"]',
      'models[0].id',
      'models[1]',
    ])
  })

  it('are all different', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const paths = leafPaths(value).map(formatPath)
        expect(new Set(paths).size).toBe(paths.length)
      }),
    )
  })

  it('of a file that is too deep are refused before they are walked', () => {
    let deep: unknown = 1
    for (let level = 0; level < 100_000; level += 1) deep = [deep]
    expect(findTreeFault(deep)).toMatch(/64 levels/)
    expect(findTreeFault(source)).toBeUndefined()
  })
})

describe('a report', () => {
  it('has every leaf once, in the order of the file, whatever was told of it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.nat()), (value, picks) => {
        const leaves = leafPaths(value)
        const report = createReport(value)
        for (const pick of picks) {
          const leaf = leaves[pick % leaves.length] ?? []
          report.exact(leaf.slice(0, pick % (leaf.length + 1)))
        }
        const told = report.lines().map((line) => line.path)
        expect(told).toEqual(leaves.map(formatPath).filter((path) => path !== ''))
      }),
    )
  })

  it('takes a path with settings below it for all of them that are left', () => {
    const report = createReport(source)
    report.approximate(['headers', 'x.y'], 'Renamed.', 'a')
    report.exact(['headers'])
    expect(report.lines().filter((line) => line.path.startsWith('headers'))).toEqual([
      { path: 'headers.X-Team', outcome: 'exact' },
      { path: 'headers["x.y"]', outcome: 'approximate', message: 'Renamed.', into: 'a' },
    ])
  })

  it('keeps the graver outcome of a setting that was used twice', () => {
    const report = createReport(source)
    report.exact(['name'])
    report.byHand(['name'], 'Do it.')
    report.approximate(['name'], 'Nearly.')
    expect(report.lines()[0]).toEqual({ path: 'name', outcome: 'by-hand', message: 'Do it.' })
  })

  it('says so of a setting that nobody spoke for', () => {
    const report = createReport(source)
    report.unknown(['models'])
    const lines = report.lines()
    expect(lines.find((line) => line.path === 'models[1]')?.message).toBe(unknownMessage)
    expect(lines.find((line) => line.path === 'name')?.message).toBe(forgottenMessage)
  })
})
