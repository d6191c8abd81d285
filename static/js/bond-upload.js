// Sends chosen or dropped files one by one, with a progress bar each. Without this the form sends them itself.
const zone = document.querySelector("[data-upload]");
const list = document.querySelector("[data-staged]");

// One line of the list; what is said of the file changes in place, so that it is read out.
function line(name) {
  const item = document.createElement("li");
  item.className = "staged__file";
  const label = document.createElement("span");
  label.className = "staged__name";
  label.textContent = name;
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.setAttribute("aria-label", name);
  const note = document.createElement("span");
  note.className = "staged__note";
  note.setAttribute("role", "status");
  item.append(label, bar, note);
  list.append(item);
  return { item, bar, note };
}

// The same button as beside files that were there when the page came.
function dropButton(id, name) {
  const button = document.createElement("button");
  button.className = "button button--plain button--small";
  button.type = "submit";
  button.name = "drop";
  button.value = id;
  const whose = document.createElement("span");
  whose.className = "visually-hidden";
  whose.textContent = `：${name}`;
  button.append(zone.dataset.drop, whose);
  return button;
}

function finish({ item, bar, note }, name, { id, refused }) {
  bar.remove();
  note.textContent = refused || zone.dataset.good;
  item.classList.toggle("staged__file--refused", !id);
  if (id) item.append(dropButton(id, name));
}

function answerOf(request) {
  try {
    const answer = JSON.parse(request.responseText);
    if (answer.id || answer.refused) return answer;
  } catch {
    // Something before the office answered: a proxy, or the office is full.
  }
  return { refused: zone.dataset.failed };
}

function send(form, file, shown) {
  const body = new FormData();
  body.append("csrf_token", form.elements.csrf_token.value);
  body.append("key", form.elements.key.value);
  body.append("folder", zone.dataset.folder);
  body.append("file", file);
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => {
      shown.bar.value = event.lengthComputable ? event.loaded / event.total : 0;
    });
    request.upload.addEventListener("load", () => {
      // How long the check takes nobody knows: the bar shows work without a measure.
      shown.bar.removeAttribute("value");
      shown.note.textContent = zone.dataset.checking;
    });
    request.addEventListener("load", () => done(answerOf(request)));
    request.addEventListener("error", () => done({ refused: zone.dataset.failed }));
    request.open("POST", zone.dataset.upload);
    request.send(body);
  });
}

if (zone) {
  const form = zone.closest("form");
  const input = zone.querySelector("input[type=file]");
  let waiting = Promise.resolve();
  let underway = 0;

  const take = (files) => {
    for (const file of files) {
      const shown = line(file.name);
      underway += 1;
      waiting = waiting.then(async () => {
        const tooLarge = file.size > Number(zone.dataset.largest);
        const answer = tooLarge ? { refused: zone.dataset.tooLarge } : await send(form, file, shown);
        finish(shown, file.name, answer);
        underway -= 1;
      });
    }
    // They are on their way by themselves; the form would send them once more.
    input.value = "";
  };

  input.addEventListener("change", () => take([...input.files]));
  for (const kind of ["dragover", "dragleave", "drop"]) {
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.toggle("drop-zone--over", kind === "dragover");
      if (kind === "drop") take([...event.dataTransfer.files]);
    });
  }
  // A file that misses the zone would be opened in place of the half-filled form.
  for (const kind of ["dragover", "drop"]) {
    document.addEventListener(kind, (event) => event.preventDefault());
  }
  form.addEventListener("submit", (event) => {
    if (!underway) return;
    event.preventDefault();
    const pressed = event.submitter;
    waiting.then(() => form.requestSubmit(pressed));
  });
}
