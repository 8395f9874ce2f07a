/**
 * @file The report of an import while it is made. It knows every leaf of the source, so that none is
 * forgotten and none is told twice. Parsers hand in paths and words, never values.
 */
import { entriesOf, formatPath, type Path, type PathStep } from './leaf-paths.ts'
import type { Outcome, ReportLine } from './plan.ts'

export interface Report {
  /** A path with settings below it stands for all of them that nothing was said of yet. */
  exact(path: Path, into?: string): void
  /** @param message how it differs */
  approximate(path: Path, message: string, into?: string): void
  /** @param message what to do */
  byHand(path: Path, message: string, into?: string): void
  /** @param message why */
  unsupported(path: Path, message: string, into?: string): void
  /** A setting that the format does not have, or that nobody here has heard of. */
  unknown(path: Path): void
  /** One line for each leaf, in the order of the file. None for a file without settings. */
  lines(): ReportLine[]
}

/** What a leaf gets that no parser spoke for. Tests look for it: it is a gap in a parser. */
export const forgottenMessage = 'This was not looked at.'

export const unknownMessage = 'Patchbay does not know this setting, so it is left out.'

const gravity: readonly Outcome[] = ['exact', 'approximate', 'unsupported', 'by-hand']

interface Node {
  readonly path: string
  readonly children: ReadonlyMap<PathStep, Node> | undefined
  line: ReportLine | undefined
}

/**
 * Of a leaf that is told twice (one credential for two models), the graver outcome stands.
 *
 * @param source the parsed file; `findTreeFault` has nothing against it
 */
export function createReport(source: unknown): Report {
  const root = grow(source, [])

  function tell(path: Path, outcome: Outcome, message?: string, into?: string): void {
    let node: Node | undefined = root
    for (const step of path) node = node?.children?.get(step)
    if (node === undefined) return
    const told = {
      outcome,
      ...(message === undefined ? {} : { message }),
      ...(into === undefined ? {} : { into }),
    }
    if (node.children === undefined) {
      if (node.line === undefined || isGraver(outcome, node.line.outcome))
        node.line = { path: node.path, ...told }
    } else fill(node, told)
  }

  return {
    exact: (path, into) => tell(path, 'exact', undefined, into),
    approximate: (path, message, into) => tell(path, 'approximate', message, into),
    byHand: (path, message, into) => tell(path, 'by-hand', message, into),
    unsupported: (path, message, into) => tell(path, 'unsupported', message, into),
    unknown: (path) => tell(path, 'unsupported', unknownMessage),
    lines: () => {
      if (root.children === undefined) return []
      fill(root, { outcome: 'unsupported', message: forgottenMessage })
      return collect(root)
    },
  }
}

function grow(value: unknown, path: Path): Node {
  const children = entriesOf(value)?.map(([step, inner]): [PathStep, Node] => [
    step,
    grow(inner, [...path, step]),
  ])
  return { path: formatPath(path), children: children && new Map(children), line: undefined }
}

function fill(node: Node, told: Omit<ReportLine, 'path'>): void {
  if (node.children === undefined) node.line ??= { path: node.path, ...told }
  else for (const child of node.children.values()) fill(child, told)
}

function collect(node: Node): ReportLine[] {
  if (node.children === undefined) return node.line === undefined ? [] : [node.line]
  return [...node.children.values()].flatMap(collect)
}

function isGraver(outcome: Outcome, than: Outcome): boolean {
  return gravity.indexOf(outcome) > gravity.indexOf(than)
}
