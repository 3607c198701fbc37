/* Small help that no page needs: without this script everything can be read and reached. */
(() => {
  "use strict";
  // Home: the explorer reads what is looked for from the address.
  document.querySelector(".home-search")?.addEventListener("submit", (event) => {
    event.preventDefault();
    location.href = `${event.target.action}#${new URLSearchParams({ q: event.target.q.value.trim() })}`;
  });
  // A link into a folded part opens it, also in browsers that do not do so themselves.
  const unfold = () => {
    const target = document.querySelector("details.part") && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let part = target?.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    target?.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  unfold();
  addEventListener("beforeprint", () => document.querySelectorAll("details.part").forEach((part) => (part.open = true)));
  // Claim pages: the reference goes to the clipboard.
  for (const button of document.querySelectorAll("button.cite")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.querySelector("p.reference").textContent.trim());
      button.textContent = "Copied";
    });
  }
})();
