// Saves a note while somebody types, through the API: two seconds after the last key, and at once
// when the page is left. What could not be saved stays on the page and is tried again, the very
// same words first: if only the answer was lost, the server takes them as saved. A button waits
// until the words are safe, and stays on the page when there is no connection. Without this script
// there is the button that saves.

const form = document.querySelector("form[data-autosave]");
const line = document.getElementById("saving");
const PAUSE = 2000;
const AT_LEAST = 15000; // So often words are saved while the keys do not rest.
const AGAIN = 5000;
const MOST_AT_THE_END = 60000; // Bytes that browsers take along from a page that is being left.

let saved = form && words(); // The last words that the server has.
let last = Date.now();
let sending = null; // The words that are under way, until they are answered.
let unreachable = false;
let over = false; // The note has moved on without this page: nothing more is saved from here.
let passed = false; // A button was pressed and the page may go.
let timer = 0;

function words() {
  const said = new FormData(form);
  const sections = [];
  for (let n = 0; n < Number(said.get("count")); n++) {
    sections.push({ heading: text(said, `heading${n}`), text: text(said, `text${n}`) });
  }
  return JSON.stringify({ title: text(said, "title"), sections });
}

function text(said, name) {
  return said.get(name).replaceAll("\r\n", "\n");
}

function say(sentence, link) {
  const told = link ? `${sentence} Sign in in a new tab` : sentence;
  if (line.textContent === told) return;
  line.textContent = sentence;
  if (!link) return;
  const anchor = document.createElement("a");
  anchor.href = link;
  anchor.target = "_blank";
  anchor.textContent = "Sign in in a new tab";
  line.append(" ", anchor);
}

function typed() {
  clearTimeout(timer);
  timer = setTimeout(save, Date.now() - last > AT_LEAST ? 0 : PAUSE);
}

async function save() {
  clearTimeout(timer);
  if (over || sending) return;
  const said = words();
  if (said !== saved) await send(said);
}

async function send(said) {
  sending = said;
  last = Date.now();
  await answered(said, await put(said));
}

async function put(said) {
  const headers = {
    "Content-Type": "application/json",
    "If-Match": `"${form.elements.version.value}"`,
  };
  const keepalive = new Blob([said]).size < MOST_AT_THE_END;
  try {
    return await fetch(form.dataset.autosave, { method: "PUT", headers, body: said, keepalive });
  } catch {
    return { status: 0 };
  }
}

async function answered(said, answer) {
  unreachable = answer.status === 0 || answer.status === 429 || answer.status >= 500;
  if (answer.status === 200) {
    form.elements.version.value = answer.headers.get("ETag").replaceAll('"', "");
    saved = said;
    sending = null;
    say(`Saved at ${new Date().toTimeString().slice(0, 5)}.`);
    if (words() !== saved) typed();
  } else if (answer.status === 401) {
    say("You are signed out. Your text is still here, and is saved when you are back.", "/sign-in");
    setTimeout(send, AGAIN, said);
  } else if (unreachable) {
    say("Not saved yet: there is no answer. Your text is still here, and this page keeps trying.");
    setTimeout(send, AGAIN, said);
  } else {
    sending = null;
    await refused(answer);
  }
}

async function refused(answer) {
  const problem = await answer.json().catch(() => ({}));
  if (answer.status === 412) {
    over = true;
    say("Not saved: this draft was changed in another tab. Press “Save the draft” to see both.");
  } else if (answer.status === 422) {
    const [first] = problem.errors || [];
    say(`Not saved: ${first ? first.detail : problem.detail}`);
  } else {
    over = true;
    say(`Not saved: ${problem.detail || "this draft cannot be written any more."} Copy your text.`);
  }
}

async function pressed(event) {
  if (passed || over) {
    passed = true;
    return;
  }
  event.preventDefault();
  await save();
  if (sending && unreachable) return;
  passed = true;
  // Not before this press is over: a form that is being sent is not sent once more.
  setTimeout(() => form.requestSubmit(event.submitter));
}

if (form) {
  form.addEventListener("input", typed);
  form.addEventListener("submit", pressed);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
  addEventListener("beforeunload", (event) => {
    if (!passed && words() !== saved) event.preventDefault();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
