// What a page of work says when a fetch goes wrong. Mostly the server says it (web/notice.html).

function say(sentence) {
  const notice = document.createElement("p");
  notice.className = "note";
  notice.setAttribute("role", "alert");
  notice.textContent = sentence;
  document.getElementById("notices").replaceChildren(notice);
}

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () =>
    say("There was no answer. What you typed is still here; please try again."),
  );
}

// Signed in in another window: this page's forms get the token of now, and are sent once more.
document.addEventListener("bedside:token", (event) => {
  const token = event.detail.token;
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  headers["X-CSRFToken"] = token;
  document.body.setAttribute("hx-headers", JSON.stringify(headers));
  for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = token;
});

// Signed out: a form that was pressed is sent as a page would be. The answer asks to sign in and
// carries along what was typed. Whatever fetches by itself, while somebody types, only says so.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, elt, requestConfig } = event.detail;
  if (xhr.status !== 401 || !(elt instanceof HTMLFormElement) || elt.method !== "post") return;
  const pressed = requestConfig.triggeringEvent;
  if (!pressed || pressed.type !== "submit") return;
  event.detail.shouldSwap = false;
  if (pressed.submitter && pressed.submitter.name) {
    const said = document.createElement("input");
    said.type = "hidden";
    said.name = pressed.submitter.name;
    said.value = pressed.submitter.value;
    elt.append(said);
  }
  elt.submit();
});

// The worklist renews itself: quietly, only while somebody can see it. What has not changed is
// answered with nothing; focus and scroll stay, for every link of a row has its id.
const EVERY = 30_000;
setInterval(() => {
  const list = document.getElementById("renewing");
  if (list && document.visibilityState === "visible") htmx.trigger(list, "renew");
}, EVERY);

// A renewal nobody asked for is nothing to complain about when it fails once: the next one follows.
// Signed out, it says so once and stops.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { elt, xhr } = event.detail;
  if (elt.id !== "renewing") return;
  if (xhr.status >= 500) event.detail.shouldSwap = false;
  if (xhr.status === 401) elt.removeAttribute("id");
});

// A form that was fetched is not there any more, and the focus with it: what is wrong has it
// (autofocus), or else what was said above the page, which is read from there.
document.addEventListener("htmx:afterSettle", (event) => {
  const notices = document.getElementById("notices");
  if (event.detail.target.id !== "entries" || !notices.hasChildNodes()) return;
  if (event.detail.target.contains(document.activeElement)) return;
  notices.focus();
  notices.scrollIntoView({ block: "center" });
});
