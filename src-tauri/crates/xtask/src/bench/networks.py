"""The peers of `cargo xtask bench network`, on the same files; prints lines of JSON as the example `weigh` does.

    networks.py PEER DIR_OR_FILE [...]
"""

import json
import os
import random
import sqlite3
import sys
import time


def said(what, began, found):
    print(json.dumps({"what": what, "cpu": time.process_time() - began, "found": found}), flush=True)


def numbers(path):
    import numpy

    return numpy.fromfile(path, dtype="<u4")


def measure(folder, which):
    import igraph

    ends = numbers(f"{folder}/edges").reshape(-1, 2)
    n = int(ends.max()) + 1
    directed = igraph.Graph(n=n, edges=ends, directed=True)
    directed.es["weight"] = 1
    directed = directed.simplify(combine_edges="sum")
    around = directed.as_undirected(combine_edges="sum")
    began = time.process_time()
    core = around.coreness()
    said("k-core", began, sum(core))
    began = time.process_time()
    rank = directed.pagerank(weights="weight")
    said("pagerank", began, rank[:1000])
    began = time.process_time()
    value = around.eigenvector_centrality(weights="weight", scale=True)
    said("eigenvector", began, value[:1000])
    random.seed(1)
    began = time.process_time()
    found = around.community_leiden("modularity", weights="weight", n_iterations=2)
    said("leiden", began, found.modularity)
    if which == "exact":
        plain = igraph.Graph(n=n, edges=around.get_edgelist())
        began = time.process_time()
        said("betweenness", began, plain.betweenness()[:1000])
    if which == "sample":
        import networkit

        graph = networkit.Graph(n)
        for a, b in around.get_edgelist():
            graph.addEdge(a, b)
        began = time.process_time()
        networkit.centrality.EstimateBetweenness(graph, 500, False, True).run()
        said("betweenness", began, None)


def sums(folder):
    import numpy
    import pandas
    import scipy.sparse

    pairs = numbers(f"{folder}/pairs").reshape(-1, 2)
    # The minutes that the example `weigh` gives them.
    minute = numpy.arange(len(pairs), dtype="i8") * 7919 % 1_000_000
    frame = pandas.DataFrame({"a": pairs[:, 0], "b": pairs[:, 1], "minute": minute})
    began = time.process_time()
    said("pandas, counts only", began, len(frame.groupby(["a", "b"]).size()))
    began = time.process_time()
    edges = frame.groupby(["a", "b"])["minute"].agg(["size", "min", "max"])
    said("pandas", began, [len(edges), *(int(edges[what].sum()) for what in ("size", "min", "max"))])
    n = int(pairs.max()) + 1
    ones = numpy.ones(len(pairs), dtype="u4")
    began = time.process_time()
    matrix = scipy.sparse.coo_matrix((ones, (pairs[:, 0], pairs[:, 1])), shape=(n, n)).tocsr()
    matrix.sum_duplicates()
    said("scipy, counts only", began, matrix.nnz)


def toolkit(folder, window):
    from coordination_network_toolkit import compute_networks, preprocess

    account, thing, second = (numbers(f"{folder}/{name}") for name in ("account", "thing", "second"))
    base = f"{folder}/toolkit.db"
    if os.path.exists(base):
        os.remove(base)
    rows = (
        (str(at), str(a), str(a), str(t), None, "", int(s), [])
        for at, (a, t, s) in enumerate(zip(account, thing, second))
    )
    began = time.process_time()
    preprocess.preprocess_data(base, rows)
    said("load", began, None)
    began, wall = time.process_time(), time.time()
    compute_networks.compute_co_retweet_parallel(base, int(window), n_threads=1)
    # The toolkit works in processes of its own, which this one's processor time does not hold.
    took = max(time.process_time() - began, time.time() - wall)
    found = sqlite3.connect(base).execute(
        "select count(*), sum(weight) from co_retweet_network where user_1 != user_2"
    )
    print(json.dumps({"what": "toolkit", "cpu": took, "found": list(found.fetchone())}), flush=True)


def cosine(folder):
    import numpy
    import scipy.sparse

    account, thing = numbers(f"{folder}/account"), numbers(f"{folder}/thing")
    n, m = int(account.max()) + 1, int(thing.max()) + 1
    began = time.process_time()
    matrix = scipy.sparse.csr_matrix((numpy.ones(len(account)), (account, thing)), shape=(n, m))
    matrix.data[:] = 1.0
    df = numpy.bincount(matrix.indices, minlength=m)
    matrix = matrix[:, numpy.flatnonzero((df <= 1500) & (df > 0))].tocsr()
    df = numpy.bincount(matrix.indices, minlength=matrix.shape[1])
    present = (numpy.diff(matrix.indptr) > 0).sum()
    matrix = matrix @ scipy.sparse.diags(numpy.log((1 + present) / (1 + df)) + 1)
    length = numpy.sqrt(numpy.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix = scipy.sparse.diags(1 / numpy.where(length > 0, length, 1)) @ matrix
    both = scipy.sparse.triu(matrix @ matrix.T, k=1)
    said("scipy", began, [int(both.nnz), float(both.sum())])


def texts(path):
    from datasketch import MinHash, MinHashLSH

    lines = open(path, encoding="utf-8").read().split("\n")
    began = time.process_time()
    # The bands that find as many of the pairs as the other side does.
    index = MinHashLSH(params=(21, 3), num_perm=63)
    pairs = []
    for at, line in enumerate(lines):
        signature = MinHash(num_perm=63)
        signature.update_batch([line[i : i + 5].encode() for i in range(max(1, len(line) - 4))])
        pairs.extend((other, at) for other in index.query(signature))
        index.insert(at, signature)
    said("datasketch", began, len(pairs))


if __name__ == "__main__":
    {"measure": measure, "sums": sums, "toolkit": toolkit, "cosine": cosine, "texts": texts}[sys.argv[1]](*sys.argv[2:])
