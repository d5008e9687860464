// Keeps one live region for the life of the page, and moves focus to the heading of a new turn.
// Streamlit replaces the pressed button, so focus would fall to <body> and a reader would hear
// nothing; a live region that is itself replaced is not read out either.
const WAIT = 5000; // milliseconds for the heading to appear
const turns = new WeakMap();

function focusOn(turn, until) {
  const heading = document.querySelector(`[data-turn="${CSS.escape(turn)}"]`);
  if (heading) {
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: heading.dataset.place ?? "center" });
  } else if (performance.now() < until) {
    requestAnimationFrame(() => focusOn(turn, until));
  }
}

export default function ({ data, parentElement }) {
  const region = parentElement.querySelector("[role=status]");
  const before = turns.get(region);
  turns.set(region, data.turn);
  // A page that has just been opened is read from its start, as any page is.
  if (before === undefined || before === data.turn) return;
  region.textContent = data.words;
  focusOn(data.turn, performance.now() + WAIT);
}
