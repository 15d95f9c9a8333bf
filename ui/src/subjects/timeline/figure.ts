/** The timeline as a figure of its own: SVG with caption, legend and the query. */

interface About {
  title: string;
  query: string;
  legend: readonly { title: string; colour: string }[];
  total: number;
}

const NS = "http://www.w3.org/2000/svg";

/** Draws the figure. Colours are written out, since tokens mean nothing outside the window. */
export function figure(chart: SVGSVGElement, about: About): string {
  const styles = getComputedStyle(document.documentElement);
  const colour = (value: string) =>
    value.replace(/var\((--[\w-]+)\)/, (_, name: string) => styles.getPropertyValue(name).trim());
  const [, , width = 600, height = 74] = (chart.getAttribute("viewBox") ?? "").split(" ").map(Number);
  const scale = 720 / Math.max(1, width);
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("xmlns", NS);
  svg.setAttribute("viewBox", `0 0 760 ${height + 96 + about.legend.length * 16}`);
  svg.setAttribute("font-family", "sans-serif");
  const text = (words: string, x: number, y: number, size: number) => {
    const line = document.createElementNS(NS, "text");
    line.setAttribute("x", String(x));
    line.setAttribute("y", String(y));
    line.setAttribute("font-size", String(size));
    line.textContent = words;
    svg.append(line);
  };
  text(about.title, 20, 24, 14);
  const bars = document.createElementNS(NS, "g");
  bars.setAttribute("transform", `translate(20 36) scale(${scale} 1)`);
  for (const rect of chart.querySelectorAll<SVGRectElement>("rect:not(.cursor)")) {
    const copy = document.createElementNS(NS, "rect");
    for (const name of ["x", "y", "width", "height"]) copy.setAttribute(name, rect.getAttribute(name) ?? "0");
    copy.setAttribute("fill", colour(rect.style.fill));
    const opacity = (rect.parentElement as unknown as SVGGElement).style.opacity;
    if (opacity && opacity !== "1") copy.setAttribute("opacity", opacity);
    bars.append(copy);
  }
  svg.append(bars);
  let y = 36 + height + 20;
  for (const entry of about.legend) {
    const box = document.createElementNS(NS, "rect");
    for (const [name, value] of Object.entries({ x: 20, y: y - 9, width: 10, height: 10 }))
      box.setAttribute(name, String(value));
    box.setAttribute("fill", colour(entry.colour));
    svg.append(box);
    text(entry.title, 36, y, 11);
    y += 16;
  }
  text(`${about.total} tweets. Query: ${about.query || "*"}`, 20, y + 6, 11);
  return new XMLSerializer().serializeToString(svg);
}
