/* Makes the drawings live when a reader comes near. Without this script, or if it fails, the drawing stays. */
(() => {
  "use strict";
  const charts = document.querySelectorAll("figure.chart:not(.only-phone)");
  if (!charts.length) return;
  const root = document.documentElement.dataset.content_root || "./";
  let bundle;
  const load = () =>
    (bundle ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = root + "_static/vega-bundle.js";
      script.onload = () => resolve(window.vegaEmbed);
      script.onerror = reject;
      document.head.append(script);
    }));
  const enliven = async (chart) => {
    const drawing = chart.querySelector("svg");
    const spec = JSON.parse(chart.querySelector("script[type='application/json']").textContent);
    const embed = await load();
    const place = document.createElement("div");
    place.className = "live";
    await embed(place, spec, { actions: false, renderer: "svg", mode: "vega-lite", defaultStyle: false, logLevel: 1 });
    const live = place.querySelector("svg");
    // The same words and the same narrowest width; the layout is the drawing's, scaled and never made anew.
    for (const part of live.querySelectorAll("[role], [aria-label], [aria-roledescription]")) {
      for (const name of ["role", "aria-label", "aria-roledescription"]) part.removeAttribute(name);
    }
    live.setAttribute("role", "img");
    live.setAttribute("aria-label", drawing.getAttribute("aria-label"));
    live.style.minWidth = drawing.style.minWidth;
    place.removeAttribute("role");
    place.removeAttribute("aria-roledescription");
    place.removeAttribute("aria-label");
    drawing.replaceWith(place);
    chart.dataset.live = "true";
  };
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        watcher.unobserve(entry.target);
        enliven(entry.target).catch(() => {
          entry.target.dataset.live = "failed";
        });
      }
    },
    { rootMargin: "300px" },
  );
  charts.forEach((chart) => watcher.observe(chart));
})();
