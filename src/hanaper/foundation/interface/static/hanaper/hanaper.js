// Everything here only makes quicker what works without it.
import { initAll } from "../vendor/govuk/govuk-frontend.min.js";

initAll();

// Ctrl+K (Cmd+K) goes to the search box. Not a single letter, so it clashes with no screen reader (WCAG 2.1.4).
document.addEventListener("keydown", (event) => {
  const search = document.getElementById("site-search");
  if (search && event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    search.focus();
    search.select();
  }
});

// A box in the heading that ticks every row of the page. Without scripts the choice "on this page" does the same.
for (const corner of document.querySelectorAll("[data-hanaper-tick-all]")) {
  const boxes = Array.from(corner.closest("table").querySelectorAll("input[name=ticked]"));
  const all = document.createElement("input");
  all.type = "checkbox";
  all.className = "hanaper-tick__input";
  all.setAttribute("aria-label", "Choose all " + boxes.length + " on this page");
  const follow = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
  boxes.forEach((box) => box.addEventListener("change", follow));
  corner.append(all);
}

// The list of bodies closes on Escape and when focus leaves it.
for (const places of document.querySelectorAll(".hanaper-places")) {
  places.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && places.open) {
      places.open = false;
      places.querySelector("summary").focus();
    }
  });
  places.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !places.contains(event.relatedTarget)) places.open = false;
  });
}

// A job's page fetches its own state anew, in place, until the work has ended.
const renew = () => {
  const job = document.querySelector("[data-hanaper-renew-seconds]");
  if (!job) return;
  setTimeout(async () => {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.getElementById("job");
        const state = page.querySelector(".hanaper-state");
        if (fresh && !job.contains(document.activeElement)) job.replaceWith(fresh);
        if (state) document.querySelector(".hanaper-state").replaceWith(state);
      }
    } finally {
      renew();
    }
  }, Number(job.dataset.hanaperRenewSeconds) * 1000);
};
renew();
