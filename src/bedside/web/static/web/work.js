// Says when a fetch got no answer at all. What the server answers, it says itself (web/notice.html).
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => {
    const notice = document.createElement("p");
    notice.className = "note";
    notice.setAttribute("role", "alert");
    notice.textContent = "There was no answer. What you typed is still here; please try again.";
    document.getElementById("notices").replaceChildren(notice);
  });
}
