// graphology's ForceAtlas2 on a network of the bench: `node layout.mjs NETWORK PLACES ITERATIONS`.
// The same laws as ours: strong gravity of 0.15, repulsion 1, all ties alike; Barnes-Hut and speed as it advises itself.
import { readFileSync, writeFileSync } from "node:fs";
import graphology from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";

const [network, out, iterations] = process.argv.slice(2);
const file = readFileSync(network);
const numbers = new Uint32Array(file.buffer.slice(file.byteOffset, file.byteOffset + file.length));
const [nodes, edges] = numbers;
const graph = new graphology.UndirectedGraph();
let state = 12345;
const share = () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32;
for (let node = 0; node < nodes; node++) graph.addNode(node, { x: 1000 * share() - 500, y: 1000 * share() - 500 });
for (let edge = 0; edge < edges; edge++) graph.addEdge(numbers[2 + 2 * edge], numbers[3 + 2 * edge]);
const settings = {
  scalingRatio: 1,
  gravity: 0.15,
  strongGravityMode: true,
  barnesHutOptimize: true,
  slowDown: 1 + Math.log(nodes),
};
const began = process.cpuUsage();
forceAtlas2.assign(graph, { iterations: Number(iterations), settings });
const used = process.cpuUsage(began);
const places = new Float32Array(2 * nodes);
graph.forEachNode((node, { x, y }) => places.set([x, y], 2 * node));
writeFileSync(out, new Uint8Array(places.buffer));
console.log(JSON.stringify({ cpu: (used.user + used.system) / 1e6 }));
