/* The rules of sdvdata/terms.py, whose tables and patterns come in search-rules.js: what a reader types becomes words, dates and figures. */
(() => {
  "use strict";
  const rules = globalThis.sdvRules;
  const glyph = new RegExp(`[${Object.keys(rules.glyphs).join("")}]`, "g");
  const fold = (text) => text.toLowerCase().replace(glyph, (sign) => rules.glyphs[sign]).normalize("NFKD").replace(/\p{M}/gu, "");
  const made = (pattern) => new RegExp(pattern, "g");

  // On text, not on binary fractions: 2.85 bn is 2850000000 and nothing beside it.
  function plain(number, power = 0) {
    const [whole, part = ""] = number.split(".");
    const digits = whole + part.padEnd(power, "0"), at = whole.length + power;
    const rest = digits.slice(at).replace(/0+$/, "");
    return (digits.slice(0, at).replace(/^0+(?=\d)/, "") || "0") + (rest && `.${rest}`);
  }
  function readings(digits) {
    const text = digits.replace(/[ ']/g, ""), marks = text.replace(/\d/g, "");
    if (!marks) return [plain(text)];
    const at = Math.max(text.lastIndexOf("."), text.lastIndexOf(","));
    const whole = text.slice(0, at).replace(/[.,]/g, ""), part = text.slice(at + 1);
    const grouped = plain(whole + part), decimal = plain(`${whole}.${part}`);
    if (new Set(marks).size === 1 && part.length === 3) return marks.length === 1 ? [grouped, decimal] : [grouped];
    return [decimal];
  }
  function date(kind, groups, all, found) {
    const got = Object.fromEntries([...kind].map((name, place) => [name, groups[place] || ""]));
    const { y = "", d = "", p } = got;
    if (p) return found.dates.push(`${y}-${rules.part_of_year[p] || p}`), " ";
    const month = rules.month[got.m] || got.m.padStart(2, "0");
    if (!(y || d) || month < "01" || month > "12" || +d > 31) return all;
    return found.dates.push(`${y}-${month}${d && `-${d.padStart(2, "0")}`}`), " ";
  }
  function figure(all, unit, found) {
    const power = rules.scale[unit], digits = (unit ? all.slice(0, all.lastIndexOf(unit)) : all).trim();
    const read = readings(digits);
    found.figures.push({ said: power ? all.trim() : digits, readings: read, scaled: power ? read.map((value) => plain(value, +power)) : read });
    return unit && !power && rules.currency[unit] === undefined ? ` ${unit} ` : " ";
  }
  function terms(query) {
    const found = { words: [], dates: [], figures: [] };
    let rest = fold(query);
    for (const [kind, pattern] of rules.patterns)
      rest = rest.replace(made(pattern), (all, ...groups) => (kind === "word" ? (found.words.push(groups[0].trim()), " ") : date(kind, groups, all, found)));
    rest = rest.replace(made(rules.glued), " ").replace(made(rules.spelled), (_, word) => `${rules.number[word]} `);
    rest = rest.replace(made(rules.figure), (all, _sign, unit) => figure(all, unit, found));
    if (found.figures.length) rest = rest.replace(made(rules.currency_word), " ");
    found.words.push(...rest.split(/[^a-z0-9_&+'-]+/).map((word) => word.replace(/^[-']+|[-']+$/g, "")).filter(Boolean));
    return found;
  }

  const begins = (word) => new RegExp(`(?<![a-z0-9])${word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);
  /** The test of each term against an item {words, keys}, with how it was written; a figure that no item has is taken as a beginning. */
  function tests(items, asked) {
    const of = (kind, said, term, meets, loose = false) => ({ kind, said, term, meets, loose });
    const words = asked.words.map((word) => of("word", word.includes(" ") ? `"${word}"` : word, word, word.length > 2 ? (item) => item.words.includes(word) : (item) => begins(word).test(item.words)));
    const dates = asked.dates.map((day) => of("date", day.startsWith("-") ? `${day.slice(4)} ${Object.keys(rules.month).find((name) => rules.month[name] === day.slice(1, 3))}` : day, day, (item) => item.keys.includes(day.startsWith("-") ? day : ` @${day}`)));
    const figures = asked.figures.map((one) => {
      const year = /^\d{4}$/.test(one.said) ? ` @${one.said}` : null;
      const meets = (end) => (item) => one.scaled.some((value) => item.keys.includes(` =${value}${end}`)) || (year !== null && item.keys.includes(year));
      const loose = !items.some(meets(" "));
      return of("figure", one.said, one, meets(loose ? "" : " "), loose);
    });
    return [...words, ...dates, ...figures];
  }
  globalThis.sdvSearch = { fold, terms, tests };
})();
