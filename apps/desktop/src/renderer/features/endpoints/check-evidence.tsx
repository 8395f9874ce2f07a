import { CodeBlock, Disclosure, Facts } from '@patchbay/ui'
import type { ReactElement } from 'react'
import type { CheckReport, WireRecord } from '@patchbay/provider-core/model'
import { wordBytes, wordDuration } from '../../lib/time-words.ts'
import { writeWire } from './report-text.ts'

/** What was sent and what came back, folded; keys are redacted by the host. */
export function CheckEvidence({ report }: { report: CheckReport }): ReactElement {
  const { certificate } = report
  return (
    <div>
      {report.evidence.map(({ title, wire }) => (
        <Disclosure
          key={`${title}:${wire.startedAt}:${wire.url}`}
          summary={title}
          end={wordOutcome(wire)}
        >
          <CodeBlock
            code={writeWire(wire)}
            caption={`${wire.method} ${new URL(wire.url, 'http://local').pathname}`}
            copyLabel="Copy"
            copiedLabel="Copied"
            wrap
          />
        </Disclosure>
      ))}
      {certificate ? (
        <Disclosure
          summary="Certificate"
          end={`${certificate.issuer}, ${Math.floor(certificate.daysLeft)} days`}
        >
          <Facts
            facts={[
              { name: 'For', value: certificate.subject, mono: true },
              { name: 'Issued by', value: certificate.issuer },
              { name: 'Valid until', value: new Date(certificate.validTo).toLocaleDateString() },
            ]}
          />
        </Disclosure>
      ) : null}
    </div>
  )
}

function wordOutcome(wire: WireRecord): string {
  const parts: string[] = []
  if (wire.status !== undefined) parts.push(String(wire.status))
  if (wire.responseBytes !== undefined) parts.push(wordBytes(wire.responseBytes))
  else if (wire.totalMs !== undefined) parts.push(wordDuration(wire.totalMs))
  return parts.length > 0 ? parts.join(', ') : 'no answer'
}
