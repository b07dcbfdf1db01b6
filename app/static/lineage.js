// Draws the lineage where the server has placed it; all it shows stands in the table below the graph, too.
import cytoscape from "./vendor/cytoscape/cytoscape.esm.min.mjs";

const box = document.getElementById("so-do");
const details = document.getElementById("chi-tiet");
const filters = document.getElementById("loc-quan-he");

// More relations than this are told apart by colour alone; the words come with a selection.
const MANY = 24;
const KINDS = {
  based_on: "--accent", implements: "--normative", continues: "--normative", amends: "--warn", replaces: "--warn", repeals: "--warn",
  corrects: "--warn", consolidates: "--warn", promulgates: "--administrative", guides: "--administrative", cites: "--soft",
};

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function elements(lineage) {
  const strata = [...new Set(lineage.nodes.map((node) => node.stratum))];
  const bands = strata.map((stratum) => ({ data: { id: `band-${stratum}`, label: box.dataset[stratum] }, classes: "band", selectable: false }));
  const nodes = lineage.nodes.map((node) => ({
    data: { ...node, parent: `band-${node.stratum}` },
    position: { x: node.x, y: node.y },
    classes: ["document", node.stratum, node.here ? "" : "absent", node.id === lineage.root ? "root" : ""].join(" "),
  }));
  const edges = lineage.edges.map((edge, row) => ({ data: { ...edge, id: `edge-${row}` }, classes: [edge.relation, edge.inferred ? "inferred" : "", lineage.edges.length > MANY ? "quiet" : ""].join(" ") }));
  return [...bands, ...nodes, ...edges];
}

function style() {
  const ink = colour("--ink"), card = colour("--card"), line = colour("--soft"), paper = colour("--paper");
  return [
    { selector: ".document", style: { shape: "round-rectangle", width: 200, height: 62, label: "data(label)", "text-wrap": "wrap", "text-max-width": 188, "text-valign": "center", "font-family": "Be Vietnam Pro, sans-serif", "font-size": 14, color: ink, "background-color": card, "border-width": 1.5, "border-color": line } },
    { selector: ".party", style: { "border-color": colour("--party") } },
    { selector: ".normative", style: { "border-color": colour("--normative") } },
    { selector: ".administrative", style: { "border-color": colour("--administrative") } },
    { selector: ".absent", style: { "border-style": "dashed" } },
    { selector: ".root", style: { "border-width": 4, "font-weight": 600 } },
    { selector: ".band", style: { shape: "rectangle", "background-color": paper, "border-width": 1, "border-color": colour("--line"), label: "data(label)", "text-valign": "top", "text-halign": "center", "font-family": "Be Vietnam Pro, sans-serif", "font-size": 13, color: colour("--soft"), padding: 18 } },
    { selector: "edge", style: { width: 1.6, "line-color": line, "target-arrow-color": line, "target-arrow-shape": "triangle", "curve-style": "bezier", "control-point-step-size": 70, label: "data(label)", "font-family": "Be Vietnam Pro, sans-serif", "font-size": 12, color: ink, "text-background-color": paper, "text-background-opacity": 1, "text-background-padding": 3 } },
    { selector: "edge.bent", style: { "curve-style": "unbundled-bezier", "control-point-distances": [240], "control-point-weights": [0.5] } },
    ...Object.entries(KINDS).map(([kind, name]) => ({ selector: `edge.${kind}`, style: { "line-color": colour(name), "target-arrow-color": colour(name) } })),
    { selector: "edge.cites", style: { width: 1, "arrow-scale": 0.8 } },
    { selector: "edge.quiet", style: { label: "" } },
    { selector: "edge.told", style: { label: "data(label)", width: 2.6, "z-index": 9 } },
    { selector: ".faint", style: { opacity: 0.15 } },
    { selector: "edge.inferred", style: { "line-style": "dashed" } },
    { selector: ":selected", style: { "border-color": colour("--focus"), "line-color": colour("--focus"), "target-arrow-color": colour("--focus") } },
  ];
}

// An edge that would run behind a third document goes around it.
function bend(graph) {
  const boxes = graph.nodes(".document");
  graph.edges().forEach((edge) => {
    const a = edge.source().position(), b = edge.target().position();
    const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    const hidden = boxes.some((node) => {
      if (node.same(edge.source()) || node.same(edge.target())) return false;
      const p = node.position();
      const along = ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / length;
      const aside = Math.abs((p.x - a.x) * (b.y - a.y) - (p.y - a.y) * (b.x - a.x)) / length;
      return along > 0 && along < length && aside < 60;
    });
    edge.toggleClass("bent", hidden);
  });
}

function link(words, address) {
  const anchor = document.createElement("a");
  anchor.textContent = words;
  anchor.href = address;
  return anchor;
}

function paragraph(...parts) {
  const made = document.createElement("p");
  made.append(...parts);
  return made;
}

// What is selected stays, with its relations and the documents at their ends; all else steps back.
function spotlight(graph, target) {
  const kept = target.isNode() ? target.closedNeighborhood() : target.union(target.connectedNodes());
  graph.batch(() => {
    graph.elements().removeClass("faint told");
    graph.elements().not(kept).not(".band").addClass("faint");
    kept.edges().addClass("told");
  });
}

// The whole picture where it can be read; else the width of it, with the document asked about in view.
function look(graph) {
  graph.fit(undefined, 24);
  if (graph.zoom() > 1.1) { graph.zoom(1.1); graph.center(); }
  if (graph.zoom() >= 0.55) return;
  const box = graph.elements().boundingBox(), root = graph.$(".root").position();
  graph.zoom(Math.max(0.55, Math.min(1, (graph.width() - 24) / box.w)));
  const below = (box.y2 - root.y) * graph.zoom(), above = (root.y - box.y1) * graph.zoom();
  const height = graph.height() * (below < above ? Math.max(0.5, 1 - (below + 40) / graph.height()) : 0.3);
  graph.pan({ x: graph.width() / 2 - root.x * graph.zoom(), y: height - root.y * graph.zoom() });
}

function show(graph, target) {
  const data = target.data();
  spotlight(graph, target);
  if (target.isNode()) {
    details.replaceChildren(paragraph(data.name), paragraph(data.title), paragraph(link(box.dataset.document, data.page), " · ", link(box.dataset.lineage, data.lineage)));
  } else {
    const names = `${target.source().data("name")} – ${data.label} → ${target.target().data("name")}`;
    const quote = document.createElement("blockquote");
    quote.className = "quote";
    quote.textContent = data.quote;
    details.replaceChildren(paragraph(names), paragraph(data.reason), quote, data.page ? paragraph(link(box.dataset.open, data.page)) : "");
  }
  details.hidden = false;
}

function filter(graph) {
  const chosen = new Set([...filters.querySelectorAll("input:checked")].map((input) => input.value));
  graph.edges().forEach((edge) => {
    const shown = chosen.has(edge.data("relation")) && (!edge.data("inferred") || chosen.has("inferred"));
    edge.style("display", shown ? "element" : "none");
  });
}

async function save(graph) {
  const picture = await graph.png({ output: "blob-promise", full: true, scale: 2, bg: colour("--card") });
  const anchor = link("", URL.createObjectURL(picture));
  anchor.download = `${box.dataset.name}.png`;
  anchor.click();
  URL.revokeObjectURL(anchor.href);
}

async function start() {
  const answer = await fetch(box.dataset.source);
  if (!answer.ok) return;
  const lineage = await answer.json();
  for (const part of [box, filters, document.querySelector(".graph-hint")]) part.hidden = false;
  document.getElementById("hinh-tinh").hidden = true;
  await document.fonts.ready;
  const graph = cytoscape({ container: box, elements: elements(lineage), style: style(), layout: { name: "preset" }, minZoom: 0.1, maxZoom: 2.5, autoungrabify: false });
  bend(graph);
  look(graph);
  graph.on("tap", "node.document, edge", (event) => show(graph, event.target));
  graph.on("tap", (event) => { if (event.target === graph) graph.elements().removeClass("faint told"); });
  filters.addEventListener("change", () => filter(graph));
  const button = document.getElementById("tai-png");
  button.hidden = false;
  button.addEventListener("click", () => save(graph));
  const recolour = () => graph.style(style());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
}

start();
