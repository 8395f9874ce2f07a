/**
 * @file Several ways to do one thing, taken in turns in the same process. What counts is the time that its
 * processors worked, all threads together: on a busy machine the clock on the wall says how busy it is.
 */

/** A sample shorter than this says more about the clock than about the work. */
const leastSampleMs = 40

/**
 * Times each way `rounds` times after a warm-up; the order rotates. A way that is quick is repeated within a sample.
 * @returns milliseconds of processor time of one run, sample by sample
 */
export async function measureTurns<Name extends string>(
  rounds: number,
  ways: Readonly<Record<Name, () => unknown>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(ways) as Name[]
  const repeats = {} as Record<Name, number>
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<
    Name,
    number[]
  >
  for (const name of names) {
    const begin = process.cpuUsage()
    let runs = 0
    while (runs < 3 || workedMs(begin) < 4 * leastSampleMs) {
      await ways[name]()
      runs += 1
    }
    const once = workedMs(begin) / runs
    repeats[name] = Math.max(1, Math.ceil(leastSampleMs / once))
  }
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(turn + round) % names.length]
      if (name === undefined) continue
      const begin = process.cpuUsage()
      for (let run = 0; run < repeats[name]; run += 1) await ways[name]()
      times[name].push(workedMs(begin) / repeats[name])
    }
  }
  return times
}

function workedMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}

/** How many times quicker the second is than the first, round by round. */
export function toRatios(peer: readonly number[], own: readonly number[]): number[] {
  return own.map((ms, at) => (peer[at] ?? NaN) / ms)
}
