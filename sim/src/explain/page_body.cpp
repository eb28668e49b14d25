#include "explain/page.hpp"

namespace workspace::sim {

const std::string_view kPageBody = R"html(<header>
<h1><span id="title"></span> <span id="verdict"></span></h1>
<p class="facts">seed <code id="seed"></code> · again: <code id="replay"></code> · <span id="size"></span></p>
<div class="tools" role="toolbar" aria-label="The picture">
<button id="previous" class="failure" aria-keyshortcuts="p">Previous failure<kbd>p</kbd></button>
<button id="next" class="failure" aria-keyshortcuts="n">Next failure<kbd>n</kbd></button>
<button id="fault" aria-keyshortcuts="f">Next fault<kbd>f</kbd></button>
<button id="next-line" aria-keyshortcuts="s">Next line<kbd>s</kbd></button>
<input id="find" type="search" placeholder="Find  /" aria-label="Show only entries with this text" aria-keyshortcuts="/">
<button id="beats" aria-pressed="false" aria-keyshortcuts="b">Beats<kbd>b</kbd></button>
<button id="folded" aria-pressed="false" aria-keyshortcuts="o">Entries of all lanes<kbd>o</kbd></button>
<button id="smaller" aria-label="Smaller" aria-keyshortcuts="-">−</button>
<button id="larger" aria-label="Larger" aria-keyshortcuts="+">+</button>
<button id="choose" aria-expanded="false" aria-controls="lane-panel" aria-keyshortcuts="l">Lanes<kbd>l</kbd></button>
<button id="theme" aria-keyshortcuts="t">Dark / light<kbd>t</kbd></button>
<button id="keys" aria-expanded="false" aria-controls="help" aria-keyshortcuts="?">Help<kbd>?</kbd></button>
<span id="state" role="status" aria-live="polite"></span>
</div>
</header>
<main>
<div id="chart" tabindex="0" role="listbox" aria-label="What happened, in order">
<div id="heads" aria-hidden="true"></div>
<div id="sheet" role="presentation">
<svg id="art" aria-hidden="true"></svg><div id="rows" role="presentation"></div></div>
</div>
<aside aria-label="Details">
<section id="help" hidden><h2>Keys and signs</h2>
<dl><dt>↑ ↓</dt><dd>entry by entry</dd><dt>PgUp PgDn Home End</dt><dd>farther</dd><dt>n p</dt><dd>failures</dd>
<dt>f F</dt><dd>faults</dd><dt>s S</dt><dd>lines of the scenario</dd><dt>/</dt><dd>find: only entries with a text</dd><dt>b</dt><dd>beats, and what else is minor</dd><dt>o</dt><dd>entries of folded lanes</dd>
<dt>+ −</dt><dd>size</dd><dt>l</dt><dd>lanes</dd><dt>t</dt><dd>dark, light</dd><dt>Esc</dt><dd>close</dd></dl>
<ul class="legend">
<li><i style="background:var(--live)"></i>live, or up</li>
<li><i style="background:var(--connecting)"></i>connecting</li>
<li><i style="border:1px solid var(--off)"></i>signed out</li>
<li><i style="background:var(--waiting)"></i>waiting for its next try</li>
<li><i style="background:var(--stopped)"></i>stopped for good</li>
<li><i style="background:var(--off)"></i>not running</li>
<li><i style="border:1px dashed var(--trouble)"></i>asleep, dark network, full or slow disk</li>
<li>a second bar: a lease, hollow while it is detached</li>
<li>the column “count”: how many people are connected, from the leases; +1: and a bot</li>
<li>a cross in mid-flight: lost; a dashed arrow: under way at the end</li>
<li>… s: so long nothing happened; heights are not to scale</li></ul></section>
<section id="lane-panel" hidden><h2>Lanes</h2>
<input id="filter" type="search" placeholder="Filter" aria-label="Filter lanes by name">
<div id="lanes" role="group" aria-label="Lanes that are shown"></div>
<button id="all">All</button> <button id="none">None</button>
<button id="involved">Those at the failure</button></section>
<section id="details" aria-label="The chosen entry"></section>
<section id="scenario-panel"><h2>Scenario</h2><pre id="scenario"></pre></section>
</aside>
</main>)html";

}  // namespace workspace::sim
