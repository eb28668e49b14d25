#include "explain/page.hpp"

namespace workspace::sim {

const std::string_view kPageStyle = R"css(
:root { color-scheme: light; --paper: #ffffff; --ground: #f4f5f7; --ink: #1d2430; --soft: #5b6575; --line: #d5dae1;
  --accent: #1f5fbf; --chosen: #dbe8fb; --frame: #44546a; --lost: #c2410c; --fault: #b45309; --fault-ground: #fef3d7;
  --broken: #c81e1e; --broken-ground: #fde3e3; --live: #2f9e5b; --waiting: #d99a1c; --off: #aab2bd; --stopped: #b4437f;
  --connecting: #5a8fd6; --trouble: #b45309; --lease-light: 52%; }
:root[data-theme=dark] { color-scheme: dark; --paper: #171b21; --ground: #0f1216; --ink: #e4e8ee; --soft: #9aa5b4;
  --line: #313a46; --accent: #7fb0ff; --chosen: #223552; --frame: #a9b7c9; --lost: #ff9d66; --fault: #f5b84b;
  --fault-ground: #33290f; --broken: #ff7b7b; --broken-ground: #451b1e; --live: #45b873; --waiting: #dba63a;
  --off: #525d6b; --stopped: #d472a5; --connecting: #6d9fe0; --trouble: #f5b84b; --lease-light: 64%; }
* { box-sizing: border-box; }
html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; background: var(--ground); color: var(--ink);
  font: 13px/1.4 system-ui, "Segoe UI", Cantarell, "DejaVu Sans", sans-serif; }
header { padding: 10px 16px 8px; background: var(--paper); border-bottom: 1px solid var(--line); }
h1 { font-size: 17px; margin: 0 0 2px; }
h2 { font-size: 13px; margin: 0 0 6px; }
#verdict { font-size: 12px; border-radius: 10px; padding: 1px 9px; margin-left: 6px; color: var(--paper);
  background: var(--live); vertical-align: 2px; white-space: nowrap; }
#verdict.broken { background: var(--broken); }
#find { width: 150px; }
.facts { margin: 0; color: var(--soft); overflow-wrap: anywhere; }
.facts code, dd code { color: var(--ink); user-select: all; }
code, pre, .time { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 12px; }
.tools { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 8px; align-items: center; }
button, input[type=search] { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line);
  border-radius: 6px; padding: 3px 9px; }
button:hover { border-color: var(--accent); }
button[aria-pressed=true], button[aria-expanded=true] { background: var(--chosen); border-color: var(--accent); }
button.failure:enabled { color: var(--broken); border-color: var(--broken); }
button:disabled { opacity: .45; }
kbd { font: 11px ui-monospace, "DejaVu Sans Mono", monospace; color: var(--soft); border: 1px solid var(--line);
  border-radius: 3px; padding: 0 3px; margin-left: 4px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
#state { color: var(--soft); margin-left: auto; }
main { flex: 1; min-height: 0; display: flex; }
#chart { flex: 1; min-width: 0; overflow: auto; background: var(--paper); position: relative; overflow-anchor: none; }
#chart:focus-visible { outline-width: 1px; outline-offset: -1px; }
#heads { position: sticky; top: 0; z-index: 3; height: 50px; background: var(--paper);
  border-bottom: 1px solid var(--line); }
#heads div { position: absolute; bottom: 4px; text-align: center; line-height: 1.2; overflow: hidden;
  text-overflow: ellipsis; white-space: nowrap; padding: 0 2px; }
#heads b { display: block; overflow: hidden; text-overflow: ellipsis; }
#heads .lane-head b { white-space: normal; overflow-wrap: anywhere; max-height: 2.4em; }
#heads small { color: var(--soft); }
#heads .folded { color: var(--soft); font-style: italic; }
#heads .side { text-align: left; color: var(--soft); }
#sheet { position: relative; }
#art { position: absolute; left: 0; pointer-events: none; z-index: 1; }
.row { position: absolute; left: 0; right: 0; white-space: nowrap; cursor: default; border-radius: 3px; }
.row:hover { background: color-mix(in srgb, var(--chosen) 45%, transparent); }
.row .time { position: absolute; left: 10px; width: 92px; text-align: right; color: var(--soft);
  font-variant-numeric: tabular-nums; }
.row .words { position: absolute; right: 0; overflow: hidden; text-overflow: ellipsis; padding-right: 8px; }
.row .who { color: var(--soft); }
.row.minor .words { color: var(--soft); }
.row.lost .words b, .row.lost .fate { color: var(--lost); }
.row.fault { background: var(--fault-ground); }
.row.fault .words { color: var(--fault); font-weight: 600; }
.row.line { box-shadow: inset 0 1px var(--line); background: color-mix(in srgb, var(--ground) 60%, transparent); }
.row.line .words { color: var(--accent); }
.row.line .words b { font-weight: 400; }
.row.broken { background: var(--broken-ground); }
.row.broken .words { color: var(--broken); font-weight: 700; }
.row.chosen { background: var(--chosen); box-shadow: inset 3px 0 var(--accent); }
.row.broken.chosen { background: var(--broken-ground);
  box-shadow: inset 4px 0 var(--broken), inset 0 0 0 1px var(--broken); }
.gap { position: absolute; left: 10px; width: 92px; text-align: right; color: var(--soft); font-size: 11px;
  font-style: italic; }
svg text { font: 11px system-ui, "DejaVu Sans", sans-serif; fill: var(--ink); paint-order: stroke;
  stroke: var(--paper); stroke-width: 3px; }
.arrow { stroke: var(--frame); stroke-width: 1.4; fill: none; }
.arrow.minor { opacity: .45; }
.arrow.unknown { stroke-dasharray: 4 3; }
.arrow.lost, .cross { stroke: var(--lost); stroke-width: 1.8; stroke-dasharray: 5 3; fill: none; }
.cross { stroke-width: 2.4; stroke-dasharray: none; }
.arrow.chosen { stroke: var(--accent); stroke-width: 2.6; opacity: 1; }
.arrow.lost.chosen { stroke: var(--lost); }
.tip { fill: var(--frame); stroke: none; }
.tip.minor { opacity: .45; }
.tip.chosen { fill: var(--accent); }
.mark { fill: var(--frame); stroke: var(--paper); stroke-width: 1; }
.mark.fault { fill: var(--fault); }
.mark.wish, .mark.told { fill: var(--accent); }
.mark.store { fill: var(--ink); }
.breaks { stroke: var(--broken); stroke-width: 3; fill: none; }
.state { fill: var(--connecting); }
.state.live, .state.up { fill: var(--live); }
.state.waiting { fill: var(--waiting); }
.state.stopped { fill: var(--stopped); }
.state.off { fill: var(--off); opacity: .55; }
.state.out { fill: var(--paper); stroke: var(--off); }
.row .words b { font-weight: 600; }
.lane { stroke: var(--line); stroke-width: 1; }
.trouble { fill: url(#hatch); stroke: var(--trouble); stroke-opacity: .5; stroke-dasharray: 3 3; }
.trouble-words { fill: var(--trouble) !important; font-style: italic; }
.lease.detached { fill-opacity: .15; stroke-width: 1.5; stroke-dasharray: 3 2; }
.break { stroke: var(--line); stroke-dasharray: 2 5; }
.count { fill: var(--accent); font-weight: 700 !important; }
.count-band { fill: var(--accent); opacity: .25; }
aside { width: 320px; overflow: auto; border-left: 1px solid var(--line); padding: 12px 14px; flex: none; }
aside section { margin-bottom: 18px; }
aside dl { margin: 0; display: grid; grid-template-columns: auto 1fr; gap: 3px 10px; }
aside dt { color: var(--soft); }
aside dd { margin: 0; overflow-wrap: anywhere; }
#details.broken h2 { color: var(--broken); }
#scenario { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; counter-reset: line; }
#scenario span { display: block; padding: 0 4px 0 34px; position: relative;
  counter-increment: line; min-height: 1.4em; }
#scenario span::before { content: counter(line); position: absolute; left: 0; width: 26px; text-align: right;
  color: var(--soft); }
#scenario .played { cursor: pointer; }
#scenario .played:hover { background: color-mix(in srgb, var(--chosen) 45%, transparent); }
#scenario .current { background: var(--chosen); }
#scenario .failing { background: var(--broken-ground); color: var(--broken); font-weight: 700;
  box-shadow: inset 3px 0 var(--broken); }
#lanes { max-height: 260px; overflow: auto; margin: 6px 0; }
#lanes label { display: block; padding: 1px 0; }
#lanes small { color: var(--soft); }
.legend { margin: 0; padding: 0; list-style: none; }
.legend i { display: inline-block; width: 14px; height: 10px; margin-right: 6px; border-radius: 2px; }
[hidden] { display: none !important; }
.still { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (max-width: 800px) { main { flex-direction: column; } aside { width: auto; max-height: 35%; border-left: 0;
  border-top: 1px solid var(--line); } }
@media print {
  @page { size: landscape; margin: 10mm; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  html, body { height: auto; } body, main { display: block; background: #fff; }
  .tools, #lane-panel, #help { display: none !important; }
  #chart { overflow: visible; outline: 0 !important; } #heads { position: relative; }
  .row { cursor: auto; } .row.chosen:not(.broken) { background: none; box-shadow: none; }
  aside { width: auto; border: 0; padding: 12px 0; break-before: page; }
}
)css";

}  // namespace workspace::sim
