// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { BarChart } from './bar-chart.tsx'

afterEach(cleanup)

test('the highest value fills the room, what failed has its own part', () => {
  render(
    <BarChart
      label="Requests a day"
      bars={[
        { id: 'a', caption: 'Mon', value: 10, failed: 5, title: 'ten' },
        { id: 'b', caption: 'Tue', value: 2, title: 'two' },
        { id: 'c', caption: 'Wed', value: 0, title: 'none' },
      ]}
    />,
  )
  const chart = screen.getByRole('img', { name: 'Requests a day' })
  const heights = [...chart.querySelectorAll<HTMLElement>('.ui-bar-fill')].map(
    (fill) => fill.style.height,
  )
  expect(heights).toEqual(['50%', '50%', '20%', '0%'])
  expect(screen.getByTitle('ten').querySelector('.is-failed')).not.toBeNull()
})
