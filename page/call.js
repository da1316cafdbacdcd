// What a page about one call can do beyond being read: filters, search,
// the message of an arrow beside the ladder, keys. Everything is in the page
// already; nothing is fetched, nothing is made out of text.
"use strict";
(function () {
  var $ = function (id) { return document.getElementById(id); };
  var entries = Array.from(document.querySelectorAll("#messages .entry"));
  var rows = Array.from(document.querySelectorAll("#ladder .row"));
  var ladder = $("ladder"), tools = $("tools"), panel = $("panel");
  var search = $("search"), legs = $("legs");
  var current = -1;
  if (!ladder)
    return;

  function texts() {
    return entries.map(function (e) { return e.textContent.toLowerCase(); });
  }
  var haystack = texts();

  // --- filters ---
  function values(name) {
    var seen = new Set();
    entries.forEach(function (e) { seen.add(e.dataset[name]); });
    return Array.from(seen);
  }
  var topics = { sip: "SIP", da: "digit analysis", tls: "TLS", gap: "gaps",
    path: "what was done", route: "routing", trunk: "trunks",
    connection: "connections", mgcp: "MGCP", q931: "Q.931", h225: "H.225",
    sccp: "SCCP", cti: "CTI", "": "other" };
  values("topic").forEach(function (topic) {
    var label = document.createElement("label");
    var box = document.createElement("input");
    box.type = "checkbox";
    box.checked = true;
    box.value = topic;
    label.append(box, " " + (topics[topic] || topic));
    $("topics").append(label);
  });
  var withRows = values("leg");
  Array.from(legs.options).forEach(function (option) {
    if (option.value && !withRows.includes(option.value))
      option.remove();
  });
  legs.parentElement.hidden = legs.options.length < 3;

  function wanted(i) {
    var e = entries[i];
    var words = search.value.toLowerCase();
    var box = $("topics").querySelector(
      'input[value="' + CSS.escape(e.dataset.topic) + '"]');
    return (!box || box.checked) &&
      (!legs.value || e.dataset.leg === "0" || e.dataset.leg === legs.value) &&
      (!words || haystack[i].includes(words));
  }

  function apply() {
    var y = 0, shown = 0;
    entries.forEach(function (e, i) {
      var on = wanted(i), row = rows[i];
      e.hidden = !on;
      row.style.display = on ? "" : "none";
      if (!on)
        return;
      shown++;
      row.setAttribute("transform", "translate(0 " + y + ")");
      y += Number(row.dataset.h);
    });
    y += 8;
    ladder.setAttribute("viewBox", "0 0 " + ladder.viewBox.baseVal.width +
      " " + y);
    ladder.setAttribute("height", y);
    ladder.querySelectorAll(".life").forEach(function (line) {
      line.setAttribute("y2", y);
    });
    $("count").textContent = shown === entries.length ?
      shown + " rows" : shown + " of " + entries.length + " rows";
  }

  // --- the message beside the ladder ---
  function show(i, move) {
    if (current >= 0)
      rows[current].classList.remove("on");
    current = i;
    panel.hidden = i < 0;
    $("view").classList.toggle("split", i >= 0);
    if (i < 0)
      return;
    rows[i].classList.add("on");
    var copy = entries[i].cloneNode(true);
    copy.removeAttribute("id");
    if (copy.tagName === "DETAILS")
      copy.open = true;
    $("shown").replaceChildren(copy);
    panel.scrollTop = 0;
    if (move)
      rows[i].querySelector("a").focus({ preventScroll: true });
    rows[i].scrollIntoView({ block: "nearest", inline: "nearest",
      behavior: "instant" });
    // On a narrow screen the panel lies over the lower half.
    var box = panel.getBoundingClientRect();
    var under = rows[i].getBoundingClientRect().bottom - box.top;
    if (getComputedStyle(panel).position === "fixed" && under > 0)
      scrollBy(0, under + 8);
  }

  function step(by) {
    for (var i = current + by; i >= 0 && i < rows.length; i += by)
      if (!entries[i].hidden)
        return show(i, true);
  }

  ladder.addEventListener("click", function (event) {
    var row = event.target.closest(".row");
    if (!row)
      return;
    event.preventDefault();
    show(Number(row.dataset.row), false);
  });

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey)
      return;
    var typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    var inLadder = event.target.closest &&
      event.target.closest("#scroll, #panel");
    if (event.key === "Escape") {
      if (current >= 0)
        rows[current].querySelector("a").focus({ preventScroll: true });
      show(-1);
    } else if (typing) {
      return;
    } else if (event.key === "/") {
      search.focus();
    } else if (event.key === "j" ||
        (inLadder && event.key === "ArrowDown")) {
      step(1);
    } else if (event.key === "k" ||
        (inLadder && event.key === "ArrowUp")) {
      step(-1);
    } else {
      return;
    }
    event.preventDefault();
  });

  // --- the rest of the tools ---
  function openAll(open) {
    document.querySelectorAll("#messages details").forEach(function (d) {
      d.open = open;
    });
    $("open-all").textContent = open ? "Close all" : "Open all";
    $("open-all").dataset.open = open ? "1" : "";
  }
  function reveal() {
    var entry = location.hash && $(location.hash.slice(1));
    if (entry && entry.tagName === "DETAILS")
      entry.open = true;
  }
  $("open-all").addEventListener("click", function () {
    openAll(!this.dataset.open);
  });
  $("theme").addEventListener("click", function () {
    var root = document.documentElement;
    var dark = root.dataset.theme ? root.dataset.theme === "dark" :
      matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  $("close").addEventListener("click", function () { show(-1); });
  tools.addEventListener("submit", function (e) { e.preventDefault(); });
  tools.addEventListener("input", apply);
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", function () { openAll(true); });
  tools.hidden = false;
  openAll(false);
  reveal();
  apply();
})();
