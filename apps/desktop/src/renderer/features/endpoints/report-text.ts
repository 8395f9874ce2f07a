/** @file A check's report and a request as plain text, for the clipboard. The host has redacted both. */
import type { CheckReport, WireRecord } from '@patchbay/provider-core/model'
import { wordDuration } from '../../lib/time-words.ts'

/** One request and its answer, as they look on the wire. */
export function writeWire(wire: WireRecord): string {
  const url = URL.canParse(wire.url) ? new URL(wire.url) : undefined
  const target = url ? `${url.pathname}${url.search}` : wire.url
  const lines = [`${wire.method} ${target} HTTP/1.1`]
  if (url && !wire.requestHeaders.some(([name]) => name.toLowerCase() === 'host')) {
    lines.push(`host: ${url.host}`)
  }
  lines.push(...wire.requestHeaders.map(([name, value]) => `${name}: ${value}`))
  if (wire.requestBody) lines.push('', wire.requestBody)
  lines.push('')
  if (wire.status === undefined) {
    lines.push('(no answer)')
    return lines.join('\n')
  }
  lines.push(`HTTP/1.1 ${wire.status}`)
  lines.push(...(wire.responseHeaders ?? []).map(([name, value]) => `${name}: ${value}`))
  if (wire.responseBody) lines.push('', wire.responseBody)
  return lines.join('\n')
}

/** The whole report: outcome, stages, findings, evidence. */
export function writeReport(report: CheckReport): string {
  const stages = report.stages.map((stage) => {
    const time = stage.ms === undefined ? '' : ` ${wordDuration(stage.ms)}`
    return `- ${stage.id}: ${stage.state}${time}${stage.detail ? ` (${stage.detail})` : ''}`
  })
  const findings = report.findings.map((finding) => `- ${finding.severity}: ${finding.message}`)
  const evidence = report.evidence.map(({ title, wire }) => `## ${title}\n${writeWire(wire)}`)
  return [
    `# Check: ${report.summary}`,
    `${report.at}, ${wordDuration(report.totalMs)}${report.modelId ? `, model ${report.modelId}` : ''}`,
    '',
    '## Stages',
    ...stages,
    ...(findings.length > 0 ? ['', '## Findings', ...findings] : []),
    '',
    ...evidence,
    '',
  ].join('\n')
}
