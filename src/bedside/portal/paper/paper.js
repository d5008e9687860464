// Makes elements of the tree in `data.nodes`. Only the tags and attributes listed here exist, and
// text is always a text node, so nothing that a person wrote can become markup or a script.
const TAGS = new Set(
  ("h1 h2 h3 h4 p div section header nav main span strong em ul ol li dl dt dd table caption thead " +
    "tbody tr th td a button time details summary blockquote").split(" "),
);
const ATTRIBUTES = new Set(
  "class id scope role tabindex lang dir datetime data-label data-turn data-act data-leave aria-label aria-current".split(" "),
);
const HREF = /^(\/(?!\/)|tel:[+0-9 ]+$)/;
const shown = new WeakMap();

function element(node, send) {
  if (typeof node === "string") return document.createTextNode(node);
  const made = document.createElement(TAGS.has(node.tag) ? node.tag : "span");
  for (const [name, value] of Object.entries(node)) {
    if (ATTRIBUTES.has(name)) made.setAttribute(name, value);
  }
  if (node.tag === "a" && HREF.test(node.href ?? "")) made.setAttribute("href", node.href);
  if (node.tag === "button") made.setAttribute("type", "button");
  if (node["data-act"]) made.addEventListener("click", (event) => act(event, node, send));
  if (node["data-leave"]) made.addEventListener("click", (event) => leave(event, made));
  made.append(...(node.content ?? []).map((child) => element(child, send)));
  return made;
}

// The page left takes its step in the history along, so that going back does not show it.
function leave(event, link) {
  event.preventDefault();
  location.replace(link.href);
}

function act(event, node, send) {
  // With a modifier the person wants a new tab: the link's own address does that.
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  send(node["data-act"]);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const text = JSON.stringify(data.nodes);
  const sheet = parentElement.querySelector(".paper");
  if (shown.get(sheet) === text) return;
  shown.set(sheet, text);
  const send = (value) => setTriggerValue("act", value);
  sheet.replaceChildren(...data.nodes.map((node) => element(node, send)));
}
