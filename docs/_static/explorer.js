/* The list in the page is the data: read once, then searched, filtered, sorted and shown in parts. Without this script the whole list stays. */
(() => {
  "use strict";
  const home = document.querySelector(".explorer"), table = home.querySelector("table");
  const { fold, terms, tests } = window.sdvSearch;
  const $ = (name) => home.querySelector(`[name="${name}"]`), part = (selector) => home.querySelector(selector);
  const make = (tag, text, more) => Object.assign(document.createElement(tag), { textContent: text }, more);
  const FILTERS = [...home.querySelectorAll(".facets select")].map((select) => select.name).filter((name) => name !== "sort");
  const KNOWN = ["q", "sort", "down", ...FILTERS], STEP = 50;
  const LABEL = Object.fromEntries(FILTERS.map((name) => [name, new Map()])), code = (text) => text.replaceAll(" ", "_");
  const title = (name) => home.querySelector(`label[for="x-${name}"]`).textContent.toLowerCase();
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
      value: data.v ? +data.v : null, programme: row.parentNode.id.replace("claims-", ""), subject: data.u, said: years(data.s).slice(0, 1), about: years(data.d), role: code(text(said, "i")),
      standing: code(text(firm, "b")), confidence: text(firm, "span"), checked: code(text(firm, "small")), table: data.t, contradicted: data.c || [],
    };
    item.words = fold([id, group.known, item.measure, item.scope, item.states, item.printed, said.firstChild.data, item.by, text(said, "i"), item.title].join("\n"));
    about.prepend(make("b", group.name), " ");
    return item;
  });
  for (const name of FILTERS) {
    const values = items.flatMap((item) => item[name]), often = new Map();
    for (const value of values) often.set(value, (often.get(value) || 0) + 1);
    const order = name === "programme" ? () => 0 : /said|about/.test(name) ? (a, b) => a - b : (a, b) => often.get(b) - often.get(a);
    for (const value of [...often.keys()].sort(order)) LABEL[name].set(value, value.replaceAll("_", " ")), $(name).add(new Option(value, value));
  }
  for (const group of table.tBodies) LABEL.programme.set(group.id.replace("claims-", ""), group.dataset.name);
  const body = table.tBodies[0];
  [...table.tBodies].slice(1).forEach((group) => group.remove());
  for (const head of table.querySelectorAll("th[data-sort]")) head.replaceChildren(make("button", head.textContent, { type: "button" }));
  home.querySelectorAll("[data-script]").forEach((element) => (element.hidden = false));
  part(".jump").hidden = table.caption.hidden = true;

  window.sdvSearch.items = items;

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
  /** Of the words given the three most like one, by the letters and pairs of letters that they share. */
  function like(word, words) {
    const bits = (one) => new Set([...one, ...Array.from({ length: Math.max(0, one.length - 1) }, (_, place) => one.slice(place, place + 2))]), mine = bits(word);
    const close = (one) => { const theirs = bits(one); return 2 * [...theirs].filter((bit) => mine.has(bit)).length / (mine.size + theirs.size); };
    return [...words].map((one) => [close(one), one]).filter(([share]) => share > 0.5).sort((a, b) => b[0] - a[0]).slice(0, 3).map(([, one]) => one);
  }
  /** The nearest that there is to a term that no claim meets: a shorter date, figures by ratio, words by their letters. */
  function nearest({ kind, term }) {
    if (kind === "date") return [/^\d{4}-\d\d/, /^\d{4}/].map((shorter) => shorter.exec(term)?.[0]).filter((day) => day && day !== term);
    if (kind === "word") return like(term, new Set(items.flatMap((item) => item.words.split(/[^a-z0-9-]+/)).filter((word) => word.length > 2)));
    const far = (value) => Math.abs(Math.log(value / (+term.scaled[0] || 1)));
    return [...new Set(items.flatMap((item) => item.keys.match(/(?<= =)[\d.]+/g) || []))].filter((value) => +value > 0).sort((a, b) => far(a) - far(b)).slice(0, 3);
  }
  function nothing(asked, on) {
    const offers = [], none = Object.fromEntries(on.map((name) => [name, ""]));
    const offer = (q, words = q) => {
      const meets = tests(items, terms(q)), found = items.filter((item) => meets.every((test) => test.meets(item))), kept = found.filter((item) => passes(item));
      if (found.length) offers.push([`${words}${kept.length ? "" : " without filters"} (${(kept.length ? kept : found).length})`, address({ q, ...(kept.length ? {} : none) })]);
      return found.length;
    };
    for (const one of asked) {
      const kept = asked.filter((test) => test !== one).map((test) => test.said);
      if (!items.some(one.meets)) for (const near of nearest(one)) offer([...kept, near].join(" ")) || offer(near);
      else if (kept.length) offer(kept.join(" "), `without ${one.said}`);
    }
    if (on.length) offer(state.q || "", state.q || "all claims");
    for (const name of on) if (!items.some((item) => has(item, name, state[name])))
      for (const near of like(state[name], LABEL[name].keys()).filter((value) => value !== state[name])) offers.push([`${title(name)} ${LABEL[name].get(near)}`, address({ [name]: near })]);
    const looked = [...asked.map((one) => `${one.kind} ${one.said}${one.kind === "figure" && one.term.scaled[0] !== one.said ? ` = ${one.term.scaled.join(" or ")}` : ""}`), ...on.map((name) => `${title(name)} ${LABEL[name].get(state[name])}`)];
    const list = make("ul", "");
    for (const [words, href] of offers) list.appendChild(make("li", "")).append(make("a", words, { href }));
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
    const on = FILTERS.filter((name) => state[name]), loose = asked.filter((test) => test.loose).map((test) => test.said), strange = Object.keys(state).filter((name) => !KNOWN.includes(name));
    part(".on").textContent = on.length ? `(${on.length} on)` : "";
    part("[role=status]").textContent = `${shown.length} of ${items.length} claims${on.length ? ": " : ""}${on.map((name) => `${title(name)} ${LABEL[name].get(state[name])}`).join(", ")}` + (loose.length && shown.length ? `. No claim has the figure ${loose.join(", ")}; shown are figures that begin so` : "")
      + strange.map((name) => `. The address asks for ${name} = ${state[name]}, which this page does not know`).join("");
    part(".none").hidden = shown.length > 0;
    if (!shown.length) nothing(asked, on);
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
