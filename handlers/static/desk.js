// Makes the pages quicker; without it they work all the same.
"use strict";

// A form is sent once: the second click of a double click finds the button at rest. The server would refuse the double
// by the form's idempotency key anyway.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.hasAttribute("data-once")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-busy", "true");
});

// Coming back with the browser's button must find a form that can be sent.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }
});

document.addEventListener("change", (event) => {
  if (event.target.hasAttribute("data-submits")) event.target.form.requestSubmit();
});

// A link to an action opens it.
function openTarget() {
  const target = location.hash.startsWith("#do-") && document.getElementById(location.hash.slice(1));
  if (!target) return;
  target.open = true;
  const first = target.querySelector("input:not([type=hidden]), select, textarea");
  if (first) first.focus();
  target.scrollIntoView({ block: "nearest" });
}
window.addEventListener("hashchange", openTarget);
openTarget();

const refusal = document.querySelector("[role=alert][tabindex]");
if (refusal) refusal.focus();

// The list by keyboard: / searches, j and k go down and up, Enter opens (the link has the focus).
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "Escape" && typing) {
    typing.blur();
    return;
  }
  if (typing) return;
  const search = document.getElementById("search");
  if (event.key === "/" && search) {
    event.preventDefault();
    search.focus();
    search.select();
  }
  if (event.key === "j" || event.key === "k") {
    const links = [...document.querySelectorAll(".case-link")];
    if (links.length === 0) return;
    const at = links.indexOf(document.activeElement);
    const to = event.key === "j" ? Math.min(at + 1, links.length - 1) : Math.max(at - 1, 0);
    links[to].focus();
  }
});
