// The page about a whole collection: search, sort, and the path and ladder of
// a call, drawn from the data in the page. Text is only ever set as text.
"use strict";
(function () {
  var BLOCK = 50, PAGE = 500;
  var $ = function (id) { return document.getElementById(id); };
  // The table as it stands there for those without scripts, never laid out.
  var whole = new DOMParser().parseFromString($("all").textContent,
    "text/html").querySelector("table");
  var table = $("calls"), body = document.createElement("tbody");
  var rows = Array.from(whole.tBodies[0].rows), order = rows.slice();
  table.append(document.adoptNode(whole.tHead), body);
  var words = rows.map(function (r) { return r.textContent.toLowerCase(); });
  var search = $("search"), failed = $("failed"), panel = $("panel");
  var limit = PAGE, blocks = [], current = null;

  // --- the table ---
  function apply() {
    var text = search.value.toLowerCase(), n = 0, shown = [];
    order.forEach(function (row) {
      var i = Number(row.dataset.i);
      if ((text && !words[i].includes(text)) ||
          (failed.checked && !row.classList.contains("bad")))
        return;
      if (n++ < limit)
        shown.push(row);
    });
    body.replaceChildren.apply(body, shown);
    $("more").hidden = n <= limit;
    $("count").textContent = n === rows.length ? n + " calls" :
      n + " of " + rows.length + " calls";
  }

  function key(row, column) {
    var cell = row.cells[column];
    return cell.dataset.v === undefined ? cell.textContent :
      Number(cell.dataset.v);
  }

  function sort(th, column) {
    var down = th.getAttribute("aria-sort") === "ascending";
    table.querySelectorAll("th").forEach(function (t) {
      t.removeAttribute("aria-sort");
    });
    th.setAttribute("aria-sort", down ? "descending" : "ascending");
    order = rows.map(function (row) { return [key(row, column), row]; })
      .sort(function (a, b) {
        return (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0) * (down ? -1 : 1);
      }).map(function (pair) { return pair[1]; });
    apply();
  }

  table.querySelectorAll("th").forEach(function (th, column) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = th.textContent;
    button.addEventListener("click", function () { sort(th, column); });
    th.replaceChildren(button);
  });

  // --- one call ---
  function data(i) {
    var block = Math.floor(i / BLOCK);
    if (!blocks[block])
      blocks[block] = JSON.parse(
        document.querySelectorAll("script.block")[block].textContent);
    return blocks[block][i % BLOCK];
  }

  function html(tag, className, text) {
    var e = document.createElement(tag);
    e.className = className;
    if (text !== undefined)
      e.textContent = text;
    return e;
  }

  function svg(parent, tag, attributes, text) {
    var e = document.createElementNS("http://www.w3.org/2000/svg", tag);
    Object.keys(attributes).forEach(function (name) {
      e.setAttribute(name, attributes[name]);
    });
    if (text !== undefined)
      e.textContent = text;
    parent.append(e);
    return e;
  }

  function drawPath(steps) {
    var list = html("ol", "strip");
    steps.forEach(function (s) {
      var step = html("li", s[3] ? "step inferred" : "step");
      step.append(html("span", "kind", s[1]), html("span", "what", s[2]),
        html("span", "at", s[0]));
      if (s[3])
        step.append(html("span", "guess", "inferred"));
      list.append(step);
    });
    return list;
  }

  var LEFT = 182, GAP = 230, HEAD = 44, CHAR = 7.3;

  function drawRow(drawing, row, y, width) {
    var note = /note|tls/.test(row[3]), detail = row[5];
    var g = svg(drawing, "g", { "class": "row " + row[3],
      transform: "translate(0 " + y + ")" });
    svg(g, "text", { x: 6, y: 19, "class": "dim" }, row[0]);
    svg(g, "text", { x: 168, y: 19, "class": "delta" }, row[6]);
    if (note) {
      svg(g, "rect", { "class": "box", x: LEFT, y: 3, rx: 4,
        width: width - LEFT - 8, height: 22 });
      svg(g, "text", { x: LEFT + 8, y: 18, "class": "note" }, row[4]);
      return 28;
    }
    var from = LEFT + GAP / 2 + row[1] * GAP, to = LEFT + GAP / 2 + row[2] * GAP;
    var d = to >= from ? 1 : -1;
    svg(g, "line", { "class": "shaft", x1: from, y1: 21, x2: to - 8 * d,
      y2: 21 });
    svg(g, "polygon", { "class": "head", points: [to - d, 21, to - 10 * d, 17,
      to - 10 * d, 25].join(" ") });
    svg(g, "text", { x: (from + to) / 2, y: 15, "class": "label over" },
      row[4]);
    if (detail)
      svg(g, "text", { x: Math.min(from, to) + 8, y: 36, "class": "dim over" },
        detail);
    return detail ? 45 : 30;
  }

  function drawLadder(call) {
    var right = LEFT + call.lanes.length * GAP;
    call.rows.forEach(function (row) {
      var note = /note|tls/.test(row[3]);
      var x = note ? LEFT + 24 : LEFT + GAP / 2 + Math.min(row[1], row[2]) * GAP;
      right = Math.max(right, x + 16 +
        CHAR * (note ? row[4] : row[5]).length);
    });
    var holder = html("div", "wide");
    var drawing = svg(holder, "svg", { "class": "ladder", role: "img",
      "aria-label": call.title });
    var lives = svg(drawing, "g", {}), y = HEAD + 6;
    call.lanes.forEach(function (lane, i) {
      var x = LEFT + GAP / 2 + i * GAP;
      svg(drawing, "text", { x: x, y: 18, "class": "name" }, lane[0]);
      svg(drawing, "text", { x: x, y: 34, "class": "sub" }, lane[1]);
    });
    call.rows.forEach(function (row) {
      y += drawRow(drawing, row, y, right);
    });
    call.lanes.forEach(function (lane, i) {
      var x = LEFT + GAP / 2 + i * GAP;
      svg(lives, "line", { "class": lane[2] ? "life node" : "life", x1: x,
        y1: HEAD, x2: x, y2: y + 4 });
    });
    drawing.setAttribute("width", right);
    drawing.setAttribute("height", y + 8);
    holder.tabIndex = 0;
    return holder;
  }

  function show(row) {
    if (current)
      current.classList.remove("on");
    current = row;
    panel.hidden = !row;
    document.body.classList.toggle("open", !!row);
    if (!row)
      return;
    row.classList.add("on");
    var call = data(Number(row.dataset.i));
    $("shown").replaceChildren(html("h2", "", call.title),
      html("p", "when", call.date), drawPath(call.steps), drawLadder(call));
    panel.scrollTop = 0;
    row.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    var row = current ? current[by > 0 ? "nextElementSibling" :
      "previousElementSibling"] : body.rows[0];
    if (row)
      show(row);
  }

  body.addEventListener("click", function (event) {
    var row = event.target.closest("tr");
    if (!row)
      return;
    event.preventDefault();
    show(row);
  });
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey)
      return;
    var typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "Escape") {
      var row = current;
      show(null);
      if (row)
        row.querySelector("a").focus();
    } else if (typing) {
      return;
    } else if (event.key === "/") {
      search.focus();
    } else if (event.key === "j") {
      step(1);
    } else if (event.key === "k") {
      step(-1);
    } else {
      return;
    }
    event.preventDefault();
  });
  $("close").addEventListener("click", function () { show(null); });
  $("more").firstChild.addEventListener("click", function () {
    limit += 5 * PAGE;
    apply();
  });
  $("theme").addEventListener("click", function () {
    var root = document.documentElement;
    var dark = root.dataset.theme ? root.dataset.theme === "dark" :
      matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  $("tools").addEventListener("submit", function (e) { e.preventDefault(); });
  $("tools").addEventListener("input", function () { limit = PAGE; apply(); });
  addEventListener("beforeprint", function () { limit = Infinity; apply(); });
  $("tools").hidden = false;
  apply();
  var named = rows.find(function (row) {
    return "#" + row.querySelector("a").id === location.hash;
  });
  if (named)
    show(named);
})();
