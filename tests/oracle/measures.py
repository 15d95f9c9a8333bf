#!/usr/bin/env python3
"""Compares the figures of a network with those of networkx and igraph.

    measures.py NETWORK.json

Prints what differs by more than the tolerance, and ends with 1 if anything does.
Tolerances: PageRank 1e-6, eigenvector 1e-4, betweenness 1e-6 of the greatest, the others equal;
modularity at least the median of igraph's Leiden over fifteen seeds less 0.0005: one run of it may lie 0.01 from the next
where communities are weak, and its best of several is no bar for one of ours.
"""

import json
import random
import statistics
import sys

import igraph
import networkx


def main():
    given = json.load(open(sys.argv[1], encoding="utf-8"))
    nodes = {node["node"]: node for node in given["nodes"]}
    kind = networkx.DiGraph if given["directed"] else networkx.Graph
    graph = kind()
    graph.add_nodes_from(nodes)
    graph.add_weighted_edges_from(given["edges"])
    around = networkx.Graph()
    around.add_nodes_from(nodes)
    for source, target, weight in given["edges"]:
        if source != target:
            before = around.get_edge_data(source, target, {"weight": 0})["weight"]
            around.add_edge(source, target, weight=before + weight)
    wrong = []

    def near(name, expected, tolerance):
        for node, value in expected.items():
            got = nodes[node][name]
            if abs(got - value) > tolerance:
                wrong.append(f"{name} of {node}: {got}, expected {value}")
                return

    def equal(name, got, expected, tolerance=0):
        if abs(got - expected) > tolerance:
            wrong.append(f"{name}: {got}, expected {expected}")

    near("pagerank", networkx.pagerank(graph, tol=1e-12, max_iter=1000), 1e-6)
    near("core", networkx.core_number(around), 0)
    plain = graph.copy()
    plain.remove_edges_from(list(networkx.selfloop_edges(plain)))
    whole = igraph.Graph.from_networkx(plain)
    names = whole.vs["_nx_name"]
    between = dict(zip(names, whole.betweenness(directed=given["directed"])))
    near("betweenness", between, 1e-6 * max(between.values(), default=1) + 1e-9)
    for component in networkx.connected_components(around):
        part = igraph.Graph.from_networkx(around.subgraph(component))
        if part.ecount():
            values = part.eigenvector_centrality(weights="weight", scale=True)
            near("eigenvector", dict(zip(part.vs["_nx_name"], values)), 1e-4)
    equal("components", given["components"], networkx.number_connected_components(around))
    if given["directed"]:
        equal("strong", given["strong"], networkx.number_strongly_connected_components(graph))
        if plain.number_of_edges():
            equal("reciprocity", given["reciprocity"], networkx.overall_reciprocity(plain), 1e-12)
        near("in", dict(plain.in_degree()), 0)
        near("out", dict(plain.out_degree()), 0)
    equal("density", given["density"], networkx.density(plain), 1e-12)

    tied = igraph.Graph.from_networkx(around)
    members = [nodes[name]["community"] for name in tied.vs["_nx_name"]]
    own = tied.modularity(members, weights="weight")
    equal("modularity of the communities", given["modularity"], own, 1e-6)
    reached = []
    for seed in range(15):
        random.seed(seed)
        igraph.set_random_number_generator(random)
        reached.append(tied.community_leiden("modularity", weights="weight", n_iterations=2).modularity)
    usual = statistics.median(reached)
    if own < usual - 0.0005:
        wrong.append(f"modularity {own}, igraph's Leiden reaches {usual}")
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
