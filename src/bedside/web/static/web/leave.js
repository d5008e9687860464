// Leaves no step back to the page: its place in the history is taken by where the link leads.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.leave");
  if (!link) return;
  event.preventDefault();
  location.replace(link.href);
});
