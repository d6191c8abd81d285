// Sends chosen or dropped files one by one, with a progress bar each. Without this the form sends them itself.
const zone = document.querySelector('[data-upload]')
if (zone) {
  const input = zone.querySelector('input[type=file]')
  const list = document.querySelector('[data-staged]')
  const words = zone.dataset
  const form = zone.closest('form')
  let waiting = Promise.resolve()

  const line = (name) => {
    const item = document.createElement('li')
    item.className = 'staged__file'
    const label = document.createElement('span')
    label.className = 'staged__name'
    label.textContent = name
    const bar = document.createElement('progress')
    bar.max = 1
    bar.setAttribute('aria-label', name)
    const note = document.createElement('span')
    note.className = 'staged__note'
    note.setAttribute('role', 'status')
    item.append(label, bar, note)
    list.append(item)
    return { item, bar, note }
  }

  const send = (file) => new Promise((done) => {
    const { item, bar, note } = line(file.name)
    const body = new FormData()
    body.append('csrf_token', form.elements.csrf_token.value)
    body.append('key', form.elements.key.value)
    body.append('folder', words.folder)
    body.append('file', file)
    const request = new XMLHttpRequest()
    request.upload.addEventListener('progress', (event) => {
      bar.value = event.lengthComputable ? event.loaded / event.total : 0
      if (bar.value === 1) note.textContent = words.checking
    })
    const end = (refused) => {
      bar.remove()
      note.textContent = refused || words.good
      item.classList.toggle('staged__file--refused', Boolean(refused))
      done()
    }
    request.addEventListener('load', () => {
      let answer = {}
      try { answer = JSON.parse(request.responseText) } catch { answer = { refused: words.failed } }
      end(answer.refused || (answer.id ? '' : words.failed))
    })
    request.addEventListener('error', () => end(words.failed))
    request.open('POST', words.upload)
    request.send(body)
  })

  const take = (files) => {
    for (const file of files) waiting = waiting.then(() => send(file))
    waiting.then(() => { input.value = '' })
  }
  input.addEventListener('change', () => take([...input.files]))
  for (const kind of ['dragover', 'dragleave', 'drop']) {
    zone.addEventListener(kind, (event) => {
      event.preventDefault()
      zone.classList.toggle('drop-zone--over', kind === 'dragover')
      if (kind === 'drop') take([...event.dataTransfer.files])
    })
  }
  form.addEventListener('submit', () => { input.value = '' })
}
