#!/usr/bin/env python3
"""Reads a network's files with networkx and igraph and compares what they find with what was to be written.

    graphs.py EXPECTED.json NETWORK.gexf NETWORK.graphml

Prints what differs, and ends with 1 if anything does. GEXF is read by networkx (igraph has no reader for it), GraphML by both.
"""

import datetime
import json
import sys

import igraph
import networkx

DAY = 86_400_000
FIGURES = ["kind", "tweets", "in_degree", "out_degree", "strength", "pagerank", "eigenvector", "core", "community"]
TYPES = {"kind": str, "tweets": int, "in_degree": int, "out_degree": int, "core": int, "community": int}
wrong = []


def equal(what, got, expected):
    if got != expected:
        wrong.append(f"{what}: {got!r}, expected {expected!r}")


def shown(label):
    """What XML can hold of a label."""
    return "".join(" " if c in "\t\n\r" else c for c in label if c >= " " or c in "\t\n\r")


def day(number):
    return (datetime.date(1970, 1, 1) + datetime.timedelta(days=number)).isoformat()


def moment(ms):
    at = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=ms // 1000)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def spells(times):
    """Days with ties; days that follow one another are one spell, which ends on the day after its last."""
    runs = []
    for at in sorted({ms // DAY for ms in times}):
        if runs and at <= runs[-1][1]:
            runs[-1][1] = at + 1
        else:
            runs.append([at, at + 1])
    return [(day(start), day(end)) for start, end in runs]


def pairs(expected):
    """Edges by their ends; those of an undirected network have no order."""
    directed = expected["directed"]
    for edge in expected["edges"]:
        ends = edge["source"], edge["target"]
        yield ends if directed else tuple(sorted(ends)), edge


def figures(what, expected, betweenness, got):
    for name in FIGURES + (["betweenness"] if betweenness else []):
        kind = TYPES.get(name, float)
        equal(f"{what}, {name}", kind(got[name]), kind(expected[name]))


def by_networkx(name, graph, expected):
    equal(f"{name}: directed", graph.is_directed(), expected["directed"])
    equal(f"{name}: one edge a pair", graph.is_multigraph(), False)
    equal(f"{name}: nodes", set(graph), {node["id"] for node in expected["nodes"]})
    for node in expected["nodes"]:
        got = graph.nodes[node["id"]]
        equal(f"{name}: label of {node['id']}", got["label"], shown(node["label"]))
        figures(f"{name}: {node['id']}", node, node["betweenness"] is not None, got)
    equal(f"{name}: edges", graph.number_of_edges(), len(expected["edges"]))
    for (source, target), edge in pairs(expected):
        got = graph.edges.get((source, target))
        if got is None:
            wrong.append(f"{name}: no edge from {source} to {target}")
            continue
        equal(f"{name}: weight of {source}-{target}", float(got["weight"]), float(edge["weight"]))
        equal(f"{name}: count of {source}-{target}", int(got["count"]), edge["count"])
        yield edge, got


def gexf(file, expected):
    graph = networkx.read_gexf(file)
    for edge, got in by_networkx("GEXF in networkx", graph, expected):
        where = f"GEXF: spells of {edge['source']}-{edge['target']}"
        equal(where, [tuple(spell) for spell in got.get("spells", [])], spells(edge["times"]))
    for node in expected["nodes"]:
        viz = graph.nodes[node["id"]]["viz"]
        place = viz["position"]
        equal(f"GEXF: place of {node['id']}", (place["x"], place["y"]), (near(node["x"]), near(-node["y"])))
        equal(f"GEXF: size of {node['id']}", 2 <= viz["size"] <= 30, True)
        equal(f"GEXF: colour of {node['id']}", all(0 <= viz["color"][c] <= 255 for c in "rgb"), True)
    hues = {}
    for node in expected["nodes"]:
        colour = graph.nodes[node["id"]]["viz"]["color"]
        hues.setdefault(node["community"], set()).add(tuple(colour[c] for c in "rgb"))
    equal("GEXF: a colour a community", all(len(hue) == 1 for hue in hues.values()), True)


def near(value):
    return Near(value)


class Near(float):
    """A number of 32 bits in decimal digits."""

    def __eq__(self, other):
        return abs(float(self) - float(other)) <= 1e-6 * max(1.0, abs(float(self)))

    def __ne__(self, other):
        return not self == other


def graphml(file, expected):
    for edge, got in by_networkx("GraphML in networkx", networkx.read_graphml(file), expected):
        times = edge["times"]
        for name, at in [("first", min(times, default=None)), ("last", max(times, default=None))]:
            where = f"GraphML: {name} of {edge['source']}-{edge['target']}"
            equal(where, got.get(name), None if at is None else moment(at))
    graph = igraph.Graph.Read_GraphML(file)
    name = "GraphML in igraph"
    equal(f"{name}: directed", graph.is_directed(), expected["directed"])
    equal(f"{name}: nodes", graph.vcount(), len(expected["nodes"]))
    equal(f"{name}: edges", graph.ecount(), len(expected["edges"]))
    held = {vertex["id"]: vertex for vertex in graph.vs}
    for node in expected["nodes"]:
        got = held[node["id"]].attributes()
        equal(f"{name}: label of {node['id']}", got["label"], shown(node["label"]))
        figures(f"{name}: {node['id']}", node, node["betweenness"] is not None, got)
        equal(f"{name}: place of {node['id']}", (got["x"], got["y"]), (near(node["x"]), near(-node["y"])))
    weights = {}
    for edge in graph.es:
        ends = graph.vs[edge.source]["id"], graph.vs[edge.target]["id"]
        weights[ends if expected["directed"] else tuple(sorted(ends))] = edge["weight"], edge["count"]
    equal(f"{name}: weights", weights, {ends: (edge["weight"], edge["count"]) for ends, edge in pairs(expected)})


def main():
    expected = json.load(open(sys.argv[1], encoding="utf-8"))
    gexf(sys.argv[2], expected)
    graphml(sys.argv[3], expected)
    for line in wrong[:20]:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
