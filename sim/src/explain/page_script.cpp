#include "explain/page.hpp"

namespace workspace::sim {

const std::string_view kPageScript = R"js("use strict";
const data = JSON.parse(document.getElementById("history").textContent);
const $ = id => document.getElementById(id);
const kSizes = [13, 17, 22, 28, 36], kTimeWidth = 112, kCountWidth = 56, kGap = 26, kGapAfter = 500000;
const kLanesMax = 12, kLanesAtLeast = 8, kBefore = 300, kJustBefore = 60, kRowsBefore = 120;
const view = { size: 2, minor: false, folded: false, wanted: "", shown: new Set(), rows: [], ys: [], chosen: -1, height: 0,
  xs: [], foldX: 0, laneWidth: 0, textX: 0, print: null };
data.entries.forEach((e, i) => {
  e.i = i;
  e.text = data.texts[e.text];
  e.details = e.details === undefined ? "" : data.texts[e.details];
});
const failures = data.entries.filter(e => e.kind === "broken");
const faults = data.entries.filter(e => e.kind === "fault");
const lines = data.entries.filter(e => e.kind === "line");

// ---- words
const seconds = us => (us / 1e6).toFixed(3);
const span = us => us >= 60e6 ? (us / 60e6).toFixed(1) + " min" : us >= 1e6 ? (us / 1e6).toFixed(1) + " s"
  : (us / 1e3).toFixed(1) + " ms";
const lane = n => n < 0 ? "everywhere" : data.lanes[n].name;
const elsewhere = l => l.computer === l.name ? "" : l.computer;
function course(e) { return e.lane < 0 ? "" : e.to === undefined ? lane(e.lane) : lane(e.lane) + " → " + lane(e.to); }
function fate(e) {
  if (e.to === undefined) return "";
  return e.fate === "lost" ? "lost" : e.fate === "arrived" ? "+" + span(e.until - e.at) : "under way";
}
function spoken(e) {
  return [seconds(e.at) + " seconds", e.to === undefined ? lane(e.lane) : lane(e.lane) + " to " + lane(e.to), e.text,
    fate(e)].filter(Boolean).join(", ");
}
function make(name, props, ...children) {
  const it = Object.assign(document.createElement(name), props);
  it.append(...children);
  return it;
}
function draw(parent, name, attributes, words) {
  const it = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const key in attributes) it.setAttribute(key, attributes[key]);
  if (words !== undefined) it.textContent = words;
  parent.appendChild(it);
  return it;
}

// ---- which lanes, which rows
/// The server, who is in trouble at the first failure or named around it, then who was heard of last before it.
function involved() {
  const end = failures.length ? failures[0].i : data.entries.length - 1;
  const chosen = new Set([0]);
  const take = n => { if (n >= 0 && chosen.size < kLanesMax - 1) chosen.add(n); };
  if (failures.length) {
    take(failures[0].lane);
    for (const b of data.bands) {
      if (b.track === "trouble" && b.from <= failures[0].at && failures[0].at <= b.to) take(b.lane);
    }
  }
  for (let i = end; i >= 0 && i > end - kBefore; --i) {
    const e = data.entries[i];
    if (e.kind === "fault" || e.fate === "lost" || (e.kind === "wish" && i > end - kJustBefore)) take(e.lane);
  }
  for (let i = end; i >= 0 && chosen.size < kLanesAtLeast; --i) take(data.entries[i].lane);
  return chosen;
}
function isShown(e) {
  if (view.wanted) {
    return e.kind === "broken" || (e.text + " " + course(e)).toLowerCase().includes(view.wanted);
  }
  if (e.minor && !view.minor) return false;
  if (e.kind === "broken" || e.lane < 0 || view.folded) return true;
  const other = e.to === undefined ? -1 : e.to;
  // What goes between the server and a folded lane is that lane's affair.
  if (other >= 0) return view.shown.has(e.lane) && view.shown.has(other);
  return view.shown.has(e.lane);
}
function arrange() {
  const width = $("chart").clientWidth, folds = view.shown.size < data.lanes.length ? 1 : 0;
  const columns = Math.max(1, view.shown.size + folds);
  view.laneWidth = Math.max(34, Math.min(150, (width * .58 - kTimeWidth - kCountWidth) / columns));
  view.xs = [];
  let column = 0;
  data.lanes.forEach((_, n) => {
    view.xs[n] = view.shown.has(n) ? kTimeWidth + kCountWidth + (column++ + .5) * view.laneWidth : null;
  });
  view.foldX = kTimeWidth + kCountWidth + (column + .5) * view.laneWidth;
  view.textX = kTimeWidth + kCountWidth + columns * view.laneWidth + 22;
  const height = kSizes[view.size];
  view.rows = data.entries.filter(isShown);
  if (view.print) view.rows = view.print(view.rows);
  view.ys = [];
  let y = 10, before = null;
  for (const e of view.rows) {
    if (before !== null && e.at - before > kGapAfter) y += kGap;
    view.ys.push(y + height / 2);
    y += height;
    before = e.at;
  }
  view.height = y + 60;
  placeBands();
  $("sheet").style.height = view.height + "px";
  $("sheet").style.minWidth = $("heads").style.minWidth = view.textX + 260 + "px";
}
/// Of several rows at one time the one that it came with.
function placeWith(at, ...choices) {
  for (const fits of choices) {
    for (let n = firstFrom(at); n < view.rows.length && view.rows[n].at === at; ++n) {
      if (fits(view.rows[n])) return view.ys[n];
    }
  }
  return place(at);
}
/// What goes on to the end goes on to the last row.
function placeEnd(at) {
  return at === data.end && view.rows.length ? Math.max(place(at), view.ys[view.ys.length - 1]) : place(at);
}
function placeBands() {
  const last = new Map();
  for (const band of data.bands.slice().sort((a, b) => a.from - b.from)) {
    const key = band.lane + band.track, before = last.get(key);
    band.top = placeWith(band.from, e => e.lane === band.lane && e.text.includes(band.what),
      e => e.lane === band.lane && (e.kind === "process" || e.kind === "fault"));
    band.bottom = Math.max(band.top, placeEnd(band.to));
    if (before && before.to === band.from) before.bottom = Math.max(before.top, band.top);
    last.set(key, band);
  }
  const isStore = e => e.kind === "store";
  for (const lease of data.leases) {
    lease.top = placeWith(lease.from, isStore);
    lease.bottom = Math.max(lease.top, lease.to === data.end ? placeEnd(lease.to) : placeWith(lease.to, isStore));
  }
  data.counts.forEach((count, n) => {
    count.top = placeWith(count.at, isStore);
    count.bottom = placeEnd(data.end);
    if (n > 0) data.counts[n - 1].bottom = count.top;
  });
}
const x = n => n < 0 ? kTimeWidth + kCountWidth / 2 : view.xs[n] === null ? view.foldX : view.xs[n];
function firstFrom(at) {
  let from = 0, to = view.rows.length;
  while (from < to) {
    const middle = from + to >> 1;
    if (view.rows[middle].at < at) from = middle + 1; else to = middle;
  }
  return from;
}
/// Where a time is: at its row, or between two of them, a short while visibly after the first.
function place(at) {
  const next = firstFrom(at);
  if (next === 0) return at < (view.rows.length ? view.rows[0].at : 0) ? 0 : view.ys[0];
  const before = view.rows[next - 1], y = view.ys[next - 1];
  if (next === view.rows.length) return y + Math.min(30, Math.log1p((at - before.at) / 1000) * 8);
  if (view.rows[next].at === at) return view.ys[next];
  const part = Math.log1p((at - before.at) / 1000) / Math.log1p((view.rows[next].at - before.at) / 1000);
  return y + (view.ys[next] - y) * part;
}

// ---- drawing
/// Shortened to about so many pixels, but for its end.
function fitted(name, end, width) {
  const room = Math.max(1, Math.floor(width / 6) - end.length);
  return (name.length > room ? name.slice(0, room - 1) + "…" : name) + end;
}
/// Any but green, which says live.
const hue = name => [...name].reduce((h, c) => (h * 31 + c.codePointAt(0)) % 65521, 7) * 137.508 % 250 + 185;
const stateClass = what => ({ live: "live", up: "up", waiting: "waiting", stopped: "stopped", down: "off",
  "not running": "off", "signed out": "out" })[what] || "other";
function within(band, top, bottom) {
  const from = Math.max(band.top, top), to = Math.min(band.bottom, bottom);
  return from < to ? { from, to } : null;
}
function drawBands(art, top, bottom) {
  for (const [n, at] of view.xs.entries()) {
    if (at !== null) draw(art, "line", { class: "lane", x1: at, x2: at, y1: top, y2: bottom });
  }
  const labels = [];
  for (const band of data.bands) {
    const part = view.xs[band.lane] === null ? null : within(band, top, bottom);
    if (!part) continue;
    const at = view.xs[band.lane];
    if (band.track === "state") {
      draw(art, "rect", { class: "state " + stateClass(band.what), x: at - 4, y: part.from, width: 8,
        height: part.to - part.from });
    } else {
      const half = view.laneWidth * .42;
      draw(art, "rect", { class: "trouble", x: at - half, y: part.from, width: 2 * half, height: part.to - part.from });
      labels.push([{ class: "trouble-words", x: at - half + 3, y: part.from + 25 },
        fitted(band.what, "", 2 * half)]);
    }
  }
  for (const lease of data.leases) {
    const part = lease.lane < 0 || view.xs[lease.lane] === null ? null : within(lease, top, bottom);
    if (!part) continue;
    const colour = "hsl(" + hue(lease.account) + " 60% var(--lease-light))", at = view.xs[lease.lane] + 8;
    draw(art, "rect", { class: "lease" + (lease.live ? "" : " detached"), x: at, y: part.from, width: 6,
      height: part.to - part.from, style: "fill:" + colour + ";stroke:" + colour });
    if (part.to - part.from > 12) {
      const epoch = view.laneWidth < 80 ? "" : " #" + lease.epoch;
      labels.push([{ x: at + 10, y: part.from + 11 }, fitted(lease.account, epoch, view.laneWidth - 16)]);
    }
  }
  return labels;
}
function drawCounts(art, top, bottom) {
  for (const count of data.counts) {
    const part = within(count, top, bottom);
    if (!part) continue;
    draw(art, "rect", { class: "count-band", x: kTimeWidth + 3, y: part.from, width: 4, height: part.to - part.from });
    draw(art, "text", { class: "count", x: kTimeWidth + 12, y: part.from + 12 },
      count.people + (count.bots ? "+" + count.bots : ""));
  }
}
function drawArrow(art, e, y) {
  const x1 = x(e.lane), kind = e.fate + (e.minor ? " minor" : "") + (e.i === view.chosen ? " chosen" : "");
  let x2 = x(e.to), y2 = e.fate === "arrived" ? Math.max(y, place(e.until)) : y;
  const g = draw(art, "g", { "data-entry": e.i });
  draw(g, "title", {}, spoken(e));
  if (e.fate === "lost") {
    x2 = x1 + (x2 - x1) * .6;
    draw(g, "path", { class: "arrow " + kind, d: `M${x1} ${y}L${x2} ${y}` });
    draw(g, "path", { class: "cross", d: `M${x2 - 5} ${y - 5}l10 10m0 -10l-10 10` });
    return;
  }
  x2 -= Math.sign(x2 - x1) * 5;
  draw(g, "path", { class: "arrow " + kind, d: `M${x1} ${y}L${x2} ${y2}` });
  const turn = Math.atan2(y2 - y, x2 - x1) * 180 / Math.PI;
  draw(g, "path", { class: "tip " + kind, d: "M0 0L-8 -4L-8 4Z", transform: `translate(${x2} ${y2}) rotate(${turn})` });
}
function drawMark(art, e, y) {
  const at = x(e.lane), shape = { wish: "M0 -6L6 0L0 6L-6 0Z", told: "M-5 -4H5V3H0L-3 6V3H-5Z", store: "M-5 -5H5V5H-5Z",
    fault: "M0 -7L7 6H-7Z", process: "M-8 -3H8V3H-8Z", connection: "M-8 -1.5H8V1.5H-8Z" }[e.kind];
  if (e.kind === "line") return;
  if (e.kind === "broken") {
    draw(art, "path", { class: "breaks", d: `M${at - 7} ${y - 7}l14 14m0 -14l-14 14` });
  } else if (shape) {
    draw(art, "path", { class: "mark " + e.kind, d: shape, transform: `translate(${at} ${y})` });
  } else {
    draw(art, "circle", { class: "mark", cx: at, cy: y, r: 3.5 });
  }
}
/// Of a frame its type stands out, of what else there is the whole.
function phrase(e) {
  const end = e.kind === "frame" ? e.text.search(/ |$/) : e.text.length;
  return [make("b", { textContent: e.text.slice(0, end) }), e.text.slice(end)];
}
function drawRow(e, y, n) {
  const height = kSizes[view.size], row = make("div", { className: "row " + e.kind, id: "e" + e.i });
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", e.i === view.chosen);
  row.setAttribute("aria-posinset", n + 1);
  row.setAttribute("aria-setsize", view.rows.length);
  row.setAttribute("aria-label", spoken(e));
  row.classList.toggle("minor", Boolean(e.minor));
  row.classList.toggle("lost", e.fate === "lost");
  row.classList.toggle("chosen", e.i === view.chosen);
  row.style.cssText = `top:${y - height / 2}px;height:${height}px;line-height:${height}px;` +
    `font-size:${Math.min(13, height - 3)}px`;
  const isFirst = n === 0 || seconds(view.rows[n - 1].at) !== seconds(e.at);
  const words = make("span", { className: "words", title: e.text + (e.details ? "\n" + e.details : "") },
    ...phrase(e), make("span", { className: "who", textContent: "  " + course(e) + " " }),
    make("span", { className: "fate who", textContent: fate(e) }));
  words.style.left = view.textX + "px";
  row.append(make("span", { className: "time", textContent: isFirst ? seconds(e.at) : "" }), words);
  row.addEventListener("click", () => choose(e.i, false));
  return row;
}
function drawBreak(art, rows, n) {
  const silence = view.rows[n].at - view.rows[n - 1].at;
  if (silence <= kGapAfter) return;
  const y = view.ys[n] - kSizes[view.size] / 2 - kGap / 2;
  draw(art, "line", { class: "break", x1: kTimeWidth, x2: view.textX - 6, y1: y, y2: y });
  const words = make("div", { className: "gap", textContent: "… " + span(silence) });
  words.style.top = y - 8 + "px";
  rows.append(words);
}
function render() {
  const chart = $("chart"), all = view.print !== null;
  const top = all ? 0 : Math.max(0, chart.scrollTop - 200);
  const bottom = all ? view.height : Math.min(view.height, chart.scrollTop + chart.clientHeight + 200);
  const art = $("art"), rows = document.createDocumentFragment();
  art.replaceChildren();
  art.style.top = top + "px";
  art.setAttribute("width", view.textX);
  art.setAttribute("height", bottom - top);
  art.setAttribute("viewBox", `0 ${top} ${view.textX} ${bottom - top}`);
  const hatch = draw(draw(art, "defs", {}), "pattern", { id: "hatch", width: 6, height: 6,
    patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
  draw(hatch, "rect", { width: 2, height: 6, style: "fill:var(--trouble);opacity:.22" });
  const seen = all ? 0 : Math.max(0, chart.scrollTop);
  const labels = drawBands(art, seen, bottom);
  drawCounts(art, seen, bottom);
  let first = view.ys.findIndex(y => y >= top);
  if (first < 0) first = view.rows.length;
  const marks = [];
  for (let n = 0; n < first; ++n) {  // what was sent above and arrives here
    const e = view.rows[n];
    if (e.fate === "arrived" && place(e.until) > top) drawArrow(art, e, view.ys[n]);
  }
  for (let n = first; n < view.rows.length && view.ys[n] <= bottom; ++n) {
    const e = view.rows[n];
    if (n > 0) drawBreak(art, rows, n);
    if (e.to !== undefined) drawArrow(art, e, view.ys[n]);
    marks.push([e, view.ys[n]]);
    rows.append(drawRow(e, view.ys[n], n));
  }
  for (const [e, y] of marks) drawMark(art, e, y);
  for (const [attributes, words] of labels) draw(art, "text", attributes, words);
  $("rows").replaceChildren(rows);
}
function head(className, left, width, name, below) {
  const it = make("div", { className, title: name + (below ? ", " + below : "") }, make("b", { textContent: name }));
  if (below) it.append(make("small", { textContent: below }));
  it.style.left = left + "px";
  it.style.width = width + "px";
  $("heads").append(it);
}
function drawHeads() {
  $("heads").replaceChildren();
  head("side", 60, 54, "time", "s");
  head("side", kTimeWidth, kCountWidth, "count", data.counts.some(c => c.bots) ? "+bots" : "");
  data.lanes.forEach((l, n) => {
    if (view.xs[n] !== null) head("lane-head", view.xs[n] - view.laneWidth / 2, view.laneWidth, l.name, elsewhere(l));
  });
  const folded = data.lanes.length - view.shown.size;
  if (folded) head("folded", view.foldX - view.laneWidth / 2, view.laneWidth, "+" + folded, "folded");
  head("side", view.textX, 200, "what", "");
}
function redraw() {
  const kept = view.chosen;
  arrange();
  drawHeads();
  const n = view.rows.findIndex(e => e.i >= kept);
  if (kept >= 0 && n >= 0) $("chart").scrollTop = view.ys[n] - $("chart").clientHeight * .6;
  render();
}

// ---- choosing
function facts(e) {
  const list = make("dl", {});
  const add = (name, value) => {
    if (value) list.append(make("dt", { textContent: name }), make("dd", { textContent: value }));
  };
  add("time", seconds(e.at) + " s" + (e.at % 1000 ? " (" + e.at + " µs)" : ""));
  add("where", course(e));
  add("kind", e.kind === "line" ? "line of the scenario" : e.kind);
  add("fate", e.to === undefined ? "" : e.fate === "arrived" ? "arrived after " + span(e.until - e.at)
    : e.fate === "lost" ? "lost" : "under way at the end");
  add("rule", e.rule);
  const held = data.leases.filter(l => l.from <= e.at && e.at <= l.to && (l.to > e.at || l.to === data.end))
    .map(l => l.account + " on " + l.workstation + " #" + l.epoch + (l.live ? "" : " (detached)"));
  add("leases", held.slice(0, 12).join("; ") + (held.length > 12 ? "; … " + held.length + " in all" : ""));
  const troubles = data.bands.filter(b => b.track === "trouble" && b.from <= e.at && e.at <= b.to)
    .map(b => lane(b.lane) + ": " + b.what);
  add("troubles", troubles.slice(0, 12).join("; ") + (troubles.length > 12 ? "; … " + troubles.length + " in all" : ""));
  add("in full", e.details);
  return list;
}
/// The line of the scenario that was being played.
function markLine(line) {
  for (const it of document.querySelectorAll("#scenario .current")) it.classList.remove("current");
  const it = line && line.line && $("scenario").children[line.line - 1];
  if (!it) return;
  it.classList.add("current");
  const panel = $("details").parentElement, box = it.getBoundingClientRect(), around = panel.getBoundingClientRect();
  if (box.top < around.top || box.bottom > around.bottom) it.scrollIntoView({ block: "center" });
}
function find() {
  view.wanted = $("find").value.trim().toLowerCase();
  redraw();
  $("state").textContent = view.wanted ? view.rows.length + " found" : "";
}
function choose(i, scroll) {
  const e = data.entries[i];
  view.chosen = i;
  $("details").className = e.kind;
  $("details").replaceChildren(make("h2", { textContent: e.text }), facts(e));
  if (!isShown(e)) {  // a jump to what is hidden shows it
    if (e.minor && !view.wanted) toggle("beats", "minor", true);
    if (view.wanted) $("find").value = view.wanted = "";
    if (!isShown(e)) toggle("folded", "folded", true);
    arrange();
  }
  const n = view.rows.findIndex(row => row.i === i), chart = $("chart"), y = n < 0 ? 0 : view.ys[n];
  const isSeen = y > chart.scrollTop + 30 && y < chart.scrollTop + chart.clientHeight - 70;
  if (scroll && !isSeen) chart.scrollTop = y - chart.clientHeight * .6;
  render();
  chart.setAttribute("aria-activedescendant", "e" + i);
  markLine(lines.findLast(l => l.i <= i));
}
function move(by) {
  if (!view.rows.length) return;
  let n = view.rows.findIndex(e => e.i >= view.chosen);
  if (n < 0) n = view.rows.length - 1;
  n = Math.max(0, Math.min(view.rows.length - 1, n + by));
  choose(view.rows[n].i, true);
}
function jump(all, by, name) {
  if (!all.length) return;
  const n = by > 0 ? all.findIndex(e => e.i > view.chosen) : all.findLastIndex(e => e.i < view.chosen);
  const at = n < 0 ? (by > 0 ? 0 : all.length - 1) : n;
  choose(all[at].i, true);
  $("state").textContent = name + " " + (at + 1) + " of " + all.length;
}
function toggle(id, name, value) {
  view[name] = value === undefined ? !view[name] : value;
  $(id).setAttribute("aria-pressed", view[name]);
}
function open(button, panel, focus) {
  const isHidden = $(panel).toggleAttribute("hidden");
  $(button).setAttribute("aria-expanded", !isHidden);
  if (!isHidden && focus) $(focus).focus();
}
function size(by) {
  view.size = Math.max(0, Math.min(kSizes.length - 1, view.size + by));
  redraw();
}
function theme(name) { document.documentElement.dataset.theme = name; }
function listLanes() {
  const wanted = $("filter").value.toLowerCase();
  $("lanes").replaceChildren(...data.lanes.flatMap((l, n) => {
    if (!(l.name + " " + l.computer).toLowerCase().includes(wanted)) return [];
    const box = make("input", { type: "checkbox", checked: view.shown.has(n) });
    box.addEventListener("change", () => { view.shown[box.checked ? "add" : "delete"](n); redraw(); });
    return [make("label", {}, box, " " + l.name + " ", make("small", { textContent: elsewhere(l) }))];
  }));
}
function show(lanes) { view.shown = new Set(lanes); listLanes(); redraw(); }

// ---- beginning
const actions = { previous: () => jump(failures, -1, "failure"), next: () => jump(failures, 1, "failure"),
  fault: () => jump(faults, 1, "fault"), beats: () => { toggle("beats", "minor"); redraw(); },
  folded: () => { toggle("folded", "folded"); redraw(); }, smaller: () => size(-1), larger: () => size(1),
  "next-line": () => jump(lines, 1, "line"), search: () => $("find").focus(),
  choose: () => open("choose", "lane-panel", "filter"), keys: () => open("keys", "help"),
  theme: () => theme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"),
  all: () => show(data.lanes.keys()), none: () => show([]), involved: () => show(involved()) };
const keys = { n: "next", p: "previous", f: "fault", s: "next-line", "/": "search", b: "beats", o: "folded", "-": "smaller", "+": "larger",
  "=": "larger", l: "choose", t: "theme", "?": "keys" };
const moves = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1, PageDown: 20, PageUp: -20, Home: -1e9, End: 1e9 };
for (const id in actions) $(id)?.addEventListener("click", actions[id]);
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape") {
    if (!$("lane-panel").hidden) open("choose", "lane-panel");
    if (!$("help").hidden) open("keys", "help");
    if (view.wanted) { $("find").value = ""; find(); }
    $("chart").focus();
    return;
  }
  if (event.target === $("find") && event.key === "Enter") {
    $("chart").focus();
    if (view.rows.length) choose(view.rows[0].i, true);
    return;
  }
  if (event.target.matches("input")) return;
  const by = document.activeElement === $("chart") || document.activeElement === document.body ? moves[event.key] : 0;
  if (by) move(by);
  else if (event.key === "F") jump(faults, -1, "fault");
  else if (event.key === "S") jump(lines, -1, "line");
  else if (keys[event.key]) actions[keys[event.key]]();
  else return;
  event.preventDefault();
});
$("filter").addEventListener("input", listLanes);
$("find").addEventListener("input", find);
let due = false;
$("chart").addEventListener("scroll", () => {
  if (due) return;
  due = true;
  requestAnimationFrame(() => { due = false; render(); });
});
addEventListener("resize", redraw);
addEventListener("beforeprint", () => {  // what led to the failure, not the whole run
  const theme = document.documentElement.dataset.theme;
  const end = view.rows.findIndex(e => e.i >= view.chosen);
  view.print = rows => rows.slice(Math.max(0, end - kRowsBefore), end + 15);
  view.themeBefore = theme;
  document.documentElement.dataset.theme = "light";
  arrange();
  drawHeads();
  render();
});
addEventListener("afterprint", () => { view.print = null; theme(view.themeBefore); redraw(); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", event => theme(event.matches ? "dark" : "light"));

const heading = data.heading;
function scenarioLine(words, number) {
  const it = make("span", { textContent: words, className: number === heading.failing_line ? "failing" : "" });
  const begins = lines.find(e => e.line === number);
  if (begins) {
    it.classList.add("played");
    it.title = "show " + seconds(begins.at) + " s";
    it.addEventListener("click", () => choose(begins.i, true));
  }
  return it;
}
theme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
$("title").textContent = heading.title;
$("seed").textContent = heading.seed;
$("replay").textContent = heading.replay;
$("size").textContent = data.entries.length + " entries in " + span(data.end) +
  (data.dropped ? " (and " + data.dropped + " older messages and the like, which are left out)" : "");
const rules = [...new Set(failures.map(e => e.rule))];
$("verdict").textContent = rules.length ? rules.join(", ") + " BROKEN" : "no rule is broken";
$("verdict").className = rules.length ? "broken" : "well";
$("previous").disabled = $("next").disabled = failures.length === 0;
$("fault").disabled = faults.length === 0;
$("next-line").disabled = lines.length === 0;
$("scenario").replaceChildren(...heading.scenario.replace(/\n$/, "").split("\n").map((line, n) =>
  scenarioLine(line, n + 1)));
$("scenario-panel").hidden = heading.scenario === "";
view.shown = data.lanes.length <= kLanesMax ? new Set(data.lanes.keys()) : involved();
$("folded").hidden = data.lanes.length <= kLanesMax;
arrange();
drawHeads();
listLanes();
if (failures.length) jump(failures, 1, "failure");
else if (view.rows.length) choose(view.rows[view.rows.length - 1].i, true);
document.querySelector("#scenario .failing")?.scrollIntoView({ block: "nearest" });
$("chart").focus({ preventScroll: true });
render();
)js";

}  // namespace workspace::sim
