/** Has the browser save what an address of this page (`blob:`) holds. */
export function saveUrl(url: string, fileName: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
}
