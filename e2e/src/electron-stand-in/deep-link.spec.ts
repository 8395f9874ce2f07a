/** @file Links as the system hands them to the desktop app. */
import { expect, test } from '../fixtures.ts'
import { startSecondStandIn } from '../hosts/launch-stand-in.ts'
import { field } from '../screens/endpoint-form.ts'
import { expectLinkForm, expectLinkKeyNowhere, linkTo } from '../screens/link-form.ts'

test('a link that starts the app, and one that comes while it runs', async ({ launchApp }) => {
  const app = await launchApp({ args: [linkTo('First')] })
  const { page } = app
  await expectLinkForm(page, 'First')
  expect(app.run.records).toContainEqual({ type: 'protocol-client', scheme: 'patchbay' })

  // Another start: the first one gets the link, and asks, as its form is not saved.
  const env = { PATCHBAY_HOME: app.home }
  expect(await startSecondStandIn({ home: app.home, env, args: [linkTo('Second')] })).toBe(0)
  await page.getByRole('button', { name: 'Discard changes' }).click()
  await expectLinkForm(page, 'Second')

  // As macOS hands it over.
  app.run.openLink?.(linkTo('Third'))
  await page.getByRole('button', { name: 'Keep editing' }).click()
  await expectLinkForm(page, 'Second')
  app.run.openLink?.('patchbay://steal?key=abc')
  await expect(page.getByText(/The link that was opened cannot be used/)).toBeVisible()
  await page.keyboard.press('Escape')

  // What is a word of JavaScript is no type.
  app.run.openLink?.('patchbay://add?type=constructor&name=Odd')
  await page.getByRole('button', { name: 'Discard changes' }).click()
  await expect(field(page, 'Name')).toHaveValue('Odd')

  // The window that is there takes it, not the one that was before it was loaded anew.
  page.on('dialog', (dialog) => void dialog.accept())
  await page.reload()
  await page.getByRole('heading', { name: 'New provider' }).waitFor()
  app.run.openLink?.(linkTo('Fourth'))
  await expectLinkForm(page, 'Fourth')
  await expectLinkKeyNowhere(app.home, app.run.output())
})
