/** @file Links that `patchbay serve` is started with. */
import { runPatchbay } from '../command.ts'
import { expect, test } from '../fixtures.ts'
import { expectLinkForm, expectLinkKeyNowhere, linkTo } from '../screens/link-form.ts'

test('a link that serve is started with opens the form', async ({ launchApp }) => {
  const app = await launchApp({ args: ['--link', linkTo('First')] })
  await expectLinkForm(app.page, 'First')
  await expectLinkKeyNowhere(app.home, app.run.output())
})

test('serve refuses a link that it cannot read', async ({ createHome }) => {
  const home = await createHome()
  const { code, stderr } = await runPatchbay(
    ['serve', '--no-open', '--link', 'patchbay://steal?key=sk-x'],
    { home },
  )
  expect(code).toBe(1)
  expect(stderr).toContain('not a link to add a custom provider')
  expect(stderr).not.toContain('sk-x')
})
