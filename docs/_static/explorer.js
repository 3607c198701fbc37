/* The list in the page is the data: read once, then searched, filtered, sorted and shown in parts. Without this script the whole list stays. */
(() => {
  "use strict";
  const home = document.querySelector(".explorer"), table = home.querySelector("table");
  const { fold, terms, tests } = window.sdvSearch;
  const $ = (name) => home.querySelector(`[name="${name}"]`), part = (selector) => home.querySelector(selector);
  const make = (tag, text, more) => Object.assign(document.createElement(tag), { textContent: text }, more);
  const FILTERS = [...home.querySelectorAll(".facets select")].map((select) => select.name);
  const KNOWN = ["q", "sort", "down", ...FILTERS], STEP = 50;
  const LABEL = Object.fromEntries(FILTERS.map((name) => [name, new Map([...$(name).options].map((option) => [option.value, option.text]))]));
  const code = (name, text) => [...LABEL[name]].find(([, label]) => label === text)?.[0] ?? text;
  const named = (href) => href.replace(/^.*\/|\.html$/g, "");
  const years = (period = "") => {
    const [first, last = first] = (period.match(/(?:19|20)\d\d/g) || []).map(Number);
    return first ? Array.from({ length: Math.max(1, last - first + 1) }, (_, place) => `${first + place}`) : [];
  };
  const items = [...table.querySelectorAll("tr[data-k]")].map((row, place) => {
    const [about, states, print, said, source, firm] = row.cells, group = row.parentNode.dataset, data = row.dataset;
    const text = (cell, selector) => cell.querySelector(selector)?.textContent || "";
    const id = named(states.firstChild.getAttribute("href"));
    const item = {
      row, place, id, keys: ` ${data.k} `, measure: text(about, "span"), scope: text(about, "small"), states: states.textContent, printed: print.textContent,
      date: data.d || "", stated: data.s, by: text(said, "span"), title: source.textContent, sid: named(source.firstChild.getAttribute("href")),
      value: data.v ? +data.v : null, programme: code("programme", group.name), subject: data.u, said: years(data.s).slice(0, 1), about: years(data.d), role: code("role", text(said, "i")),
      standing: code("standing", text(firm, "b")), confidence: text(firm, "span"), checked: code("checked", text(firm, "small")), table: data.t, contradicted: "c" in data ? "yes" : [],
    };
    item.words = fold([id, group.known, item.measure, item.scope, item.states, item.printed, said.firstChild.data, item.by, text(said, "i"), item.title].join("\n"));
    about.prepend(make("b", group.name), " ");
    return item;
  });
  for (const name of ["said", "about"]) for (const year of [...new Set(items.flatMap((item) => item[name]))].sort()) LABEL[name].set(year, year), $(name).add(new Option(year, year));
  const body = table.tBodies[0];
  [...table.tBodies].slice(1).forEach((group) => group.remove());
  home.querySelectorAll("[data-script]").forEach((element) => (element.hidden = false));
  part(".jump").hidden = table.caption.hidden = true;

  let state = {}, shown = [], marked = [], limit = STEP;
  function read() {
    const given = new URLSearchParams(location.hash.slice(1));
    state = Object.fromEntries([...given].filter(([, value]) => value));
    for (const name of ["q", "sort", ...FILTERS]) {
      const field = $(name), value = state[name] || "";
      // A value that this page does not know is shown, not dropped.
      if (field.options && ![...field.options].some((option) => option.value === value)) field.add(new Option(value, value)), LABEL[name]?.set(value, value);
      field.value = value;
    }
    if (FILTERS.some((name) => state[name])) part("details").open = true;
  }
  const address = (changes = {}) => `#${new URLSearchParams(Object.entries({ ...state, ...changes }).filter(([, value]) => value))}`;
  const has = (item, name, value) => (Array.isArray(item[name]) ? item[name].includes(value) : item[name] === value);
  const passes = (item, but) => FILTERS.every((name) => name === but || !state[name] || has(item, name, state[name]));
  const ORDER = { value: (item) => item.value, about: (item) => item.date.replace("../", ""), said: (item) => item.stated, source: (item) => fold(item.title) };

  function mark(row) {
    for (const old of row.querySelectorAll("mark")) old.replaceWith(old.textContent);
    row.normalize();
    const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT), nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
      const folded = fold(node.data), word = marked.find((one) => folded.includes(one));
      if (!word || folded.length !== node.data.length) continue; // æ: places differ, so nothing is marked
      const hit = node.splitText(folded.indexOf(word));
      hit.splitText(word.length);
      hit.replaceWith(make("mark", hit.data));
    }
  }
  function draw() {
    const rows = shown.slice(0, limit).map((item) => item.row), rest = shown.length - rows.length;
    rows.forEach(mark);
    body.replaceChildren(...rows);
    part(".more").hidden = !rest;
    part(".more button").textContent = `Show ${Math.min(STEP * 4, rest)} more of ${rest}`;
  }
  function count(found) {
    for (const name of FILTERS) {
      const numbers = new Map();
      for (const item of found) if (passes(item, name)) for (const value of [item[name]].flat()) numbers.set(value, (numbers.get(value) || 0) + 1);
      for (const option of $(name).options) if (option.value) {
        const number = numbers.get(option.value) || 0;
        option.text = `${LABEL[name].get(option.value)} (${number})`;
        option.disabled = !number && option.value !== state[name];
      }
    }
  }
  /** The nearest that there is to a term that no claim meets: figures by ratio, dates by a shorter one, words by the letters that they share. */
  function nearest({ kind, term }) {
    if (kind === "date") return [term.slice(0, -3), term.slice(0, 4)].filter((day) => day.length >= 4 && !day.startsWith("-"));
    if (kind === "figure") {
      const far = (value) => Math.abs(Math.log(value / (term.scaled[0] || 1)));
      return [...new Set(items.flatMap((item) => item.keys.match(/(?<= =)[\d.]+/g) || []))].filter((value) => +value > 0).sort((a, b) => far(a) - far(b)).slice(0, 3);
    }
    const pairs = (word) => new Set(Array.from({ length: word.length - 1 }, (_, place) => word.slice(place, place + 2)));
    const mine = pairs(term), like = (word) => [...pairs(word)].filter((pair) => mine.has(pair)).length * 2 / (mine.size + word.length - 1);
    const known = new Set(items.flatMap((item) => item.words.split(/[^a-z0-9-]+/)));
    return [...known].filter((word) => word.length > 2).map((word) => [like(word), word]).filter(([close]) => close > 0.4).sort((a, b) => b[0] - a[0]).slice(0, 3).map(([, word]) => word);
  }
  function nothing(asked) {
    const offers = [], count = (chosen) => items.filter((item) => chosen.every((test) => test.meets(item))).length;
    const offer = (words, changes, number) => number && offers.push([`${words} (${number})`, address({ sort: "", down: "", ...changes })]);
    for (const one of asked) {
      const others = asked.filter((test) => test !== one), kept = others.map((test) => test.said);
      if (!count([one])) for (const near of nearest(one)) {
        const q = [...kept, near].join(" ");
        offer(q, { q }, count(tests(items, terms(q))));
      } else if (others.length) offer(`without ${one.said}`, { q: kept.join(" ") }, count(others));
    }
    const none = Object.fromEntries(FILTERS.map((name) => [name, ""]));
    if (FILTERS.some((name) => state[name])) offer("without filters", none, count(asked));
    const looked = [...asked.map((one) => `${one.kind} ${one.said}${one.kind === "figure" && one.term.scaled[0] !== one.said ? ` = ${one.term.scaled.join(" or ")}` : ""}`),
      ...FILTERS.filter((name) => state[name]).map((name) => `${name} = ${LABEL[name].get(state[name])}`)];
    const list = make("ul", "");
    list.append(...offers.map(([words, href]) => { const entry = make("li", ""); entry.append(make("a", words, { href })); return entry; }));
    part(".none").replaceChildren(make("p", `Nothing meets all of this: ${looked.join("; ")}.${offers.length ? " Nearest:" : ""}`), list);
  }
  function update({ keep = false } = {}) {
    const asked = tests(items, terms(state.q || "")), found = items.filter((item) => asked.every((test) => test.meets(item)));
    const key = ORDER[state.sort], way = state.down ? -1 : 1, blank = (value) => value === null || value === "";
    shown = found.filter((item) => passes(item));
    if (key) shown.sort((a, b) => { // blanks last, both ways
      const [one, other] = [key(a), key(b)];
      return blank(one) - blank(other) || way * ((one > other) - (one < other)) || a.place - b.place;
    });
    marked = asked.filter((test) => test.kind === "word" && test.term.length > 2).map((test) => test.term);
    limit = STEP;
    count(found);
    const on = FILTERS.filter((name) => state[name]).length, loose = asked.filter((test) => test.loose).map((test) => test.said), strange = Object.keys(state).filter((name) => !KNOWN.includes(name));
    part(".on").textContent = on ? `(${on} on)` : "";
    part("[role=status]").textContent = `${shown.length} of ${items.length} claims` + (loose.length && shown.length ? `. No claim has the figure ${loose.join(", ")}; shown are figures that begin so` : "")
      + strange.map((name) => `. The address asks for ${name} = ${state[name]}, which this page does not know`).join("");
    part(".none").hidden = shown.length > 0;
    if (!shown.length) nothing(asked);
    for (const head of table.tHead.rows[0].cells) {
      if (state.sort && head.dataset.sort === state.sort) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    draw();
    if (!keep) history.replaceState(null, "", address());
  }
  let wait;
  const set = (changes) => { Object.assign(state, changes); update(); };
  $("q").addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(() => set({ q: $("q").value }), 120); });
  part("form").addEventListener("submit", (event) => { event.preventDefault(); set({ q: $("q").value }); });
  for (const name of FILTERS) $(name).addEventListener("change", () => set({ [name]: $(name).value }));
  $("sort").addEventListener("change", () => set({ sort: $("sort").value, down: "" }));
  table.tHead.addEventListener("click", (event) => {
    const sort = event.target.closest("button")?.parentNode.dataset.sort;
    if (sort !== undefined) $("sort").value = sort, set({ sort, down: (state.sort || "") === sort && sort && !state.down ? "1" : "" });
  });
  part(".more button").addEventListener("click", () => { const first = shown[limit]; limit += STEP * 4; draw(); first.row.querySelector("a").focus(); });
  part(".clear").addEventListener("click", () => { history.replaceState(null, "", "#"); read(); update(); $("q").focus(); });
  addEventListener("hashchange", () => { read(); update(); });
  addEventListener("beforeprint", () => { limit = Infinity; draw(); });
  // What a spreadsheet would take for a formula gets an apostrophe.
  const cell = (value) => `"${String(value ?? "").replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;
  const save = (name, type, content) => {
    const link = make("a", "", { href: URL.createObjectURL(new Blob([content], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  const COLUMNS = { claim_id: "id", programme: "programme", subject: "subject", measure: "measure", scope: "scope", states: "states", as_printed: "printed", about: "date", stated_on: "stated",
    stated_by: "by", speaker_role: "role", confidence: "confidence", standing: "standing", second_reading: "checked", table: "table", source: "title", source_id: "sid" };
  part(".csv").addEventListener("click", () => save("claims.csv", "text/csv",
    `\ufeff${[Object.keys(COLUMNS), ...shown.map((item) => Object.values(COLUMNS).map((name) => item[name]))].map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`));
  part(".bib").addEventListener("click", async () => {
    // A script, not a fetch: no browser fetches from file://.
    window.sdvReferences ?? await new Promise((resolve) => document.head.append(make("script", "", { src: "../_static/references.js", onload: resolve })));
    const bySource = Map.groupBy ? Map.groupBy(shown, (item) => item.sid) : shown.reduce((all, item) => all.set(item.sid, [...(all.get(item.sid) || []), item]), new Map());
    const entries = [...bySource].sort().map(([sid, found]) => window.sdvReferences[sid].replace(/\n}\n$/, `\n  note = {Claims: ${found.map((item) => item.id).join(", ")}},\n}\n`));
    save("sources.bib", "application/x-bibtex", [...entries, window.sdvReferences.sdvdata].join("\n"));
  });
  part(".copy").addEventListener("click", async (event) => {
    const button = event.currentTarget;
    button.textContent = await navigator.clipboard.writeText(location.href).then(() => "Copied", () => "Copy it from the address bar");
    setTimeout(() => (button.textContent = "Copy link"), 3000);
  });
  if (home.clientWidth > 640) part("details").open = true;
  read();
  update({ keep: !location.hash });
})();
