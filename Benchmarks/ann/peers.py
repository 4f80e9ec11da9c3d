"""The libraries that Trove's index is compared with, each behind the same few calls.

A library is imported when its peer is made, so that one can ask which peers there are without any.
All compare by inner product, on unit vectors.
"""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:
    import numpy as np


class Peer(Protocol):
    title: ClassVar[str]
    package: ClassVar[str]
    """As PyPI calls it."""
    is_full_precision: ClassVar[bool]
    """Whether its vectors are float32."""
    maps: ClassVar[bool]
    filters: ClassVar[bool]
    has_graph: ClassVar[bool]

    def __init__(self, dimensions: int) -> None: ...

    def build(self, base: "np.ndarray", m: int, ef_construction: int, threads: int) -> None: ...

    def save(self, path: Path) -> None: ...

    def load(self, path: Path) -> None: ...

    def map(self, path: Path) -> None:
        """Opens by mapping; called where `maps`."""

    def allow(self, allowed: "np.ndarray") -> None:
        """From now on only rows where `allowed` is true are found; called where `filters`."""

    def search(self, queries: "np.ndarray", k: int, ef: int, threads: int) -> "np.ndarray":
        """Queries × k row numbers, best first."""


class FaissHNSWFlat:
    title = "faiss HNSWFlat"
    package = "faiss-cpu"
    is_full_precision = True
    maps = True
    filters = True
    has_graph = True

    def __init__(self, dimensions: int):
        import faiss

        self.faiss = faiss
        self.dimensions = dimensions
        self.selector = None

    def build(self, base, m, ef_construction, threads):
        self.faiss.omp_set_num_threads(threads)
        self.index = self.untrained(m, ef_construction)
        self.index.train(base)
        self.index.add(base)

    def untrained(self, m, ef_construction):
        graph = self.graph(m)
        graph.hnsw.efConstruction = ef_construction
        return graph

    def graph(self, m):
        return self.faiss.IndexHNSWFlat(self.dimensions, m, self.faiss.METRIC_INNER_PRODUCT)

    def save(self, path):
        self.faiss.write_index(self.index, str(path))

    def load(self, path):
        self.index = self.faiss.read_index(str(path))

    def map(self, path):
        self.index = self.faiss.read_index(str(path), self.faiss.IO_FLAG_MMAP_IFC)

    def allow(self, allowed):
        import numpy as np

        self.selector = self.faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))

    def search(self, queries, k, ef, threads):
        self.faiss.omp_set_num_threads(threads)
        parameters = self.faiss.SearchParametersHNSW(efSearch=ef, sel=self.selector)
        return self.index.search(queries, k, params=parameters)[1]


class FaissHNSWSQ8(FaissHNSWFlat):
    title = "faiss HNSWSQ8"
    is_full_precision = False

    def graph(self, m):
        kind = self.faiss.ScalarQuantizer.QT_8bit
        metric = self.faiss.METRIC_INNER_PRODUCT
        return self.faiss.IndexHNSWSQ(self.dimensions, kind, m, metric)


class FaissHNSWSQ8Refined(FaissHNSWSQ8):
    """The graph's best, twice as many as are asked for, in the order of their float32 vectors."""

    title = "faiss HNSWSQ8 refined"
    is_full_precision = True
    factor = 2.0

    def untrained(self, m, ef_construction):
        graph = super().untrained(m, ef_construction)
        return self.faiss.IndexRefineFlat(graph)

    def search(self, queries, k, ef, threads):
        self.faiss.omp_set_num_threads(threads)
        parameters = self.faiss.IndexRefineSearchParameters(
            k_factor=self.factor,
            base_index_params=self.faiss.SearchParametersHNSW(efSearch=ef, sel=self.selector),
        )
        return self.index.search(queries, k, params=parameters)[1]


class FaissFlat(FaissHNSWFlat):
    """The exact scan: what a narrow filter is best answered with."""

    title = "faiss Flat"
    has_graph = False

    def build(self, base, m, ef_construction, threads):
        self.index = self.faiss.IndexFlatIP(self.dimensions)
        self.index.add(base)

    def allow(self, allowed):
        # An array, unlike a bitmap, spares a look at the rows that aren't allowed.
        self.selector = self.faiss.IDSelectorArray(allowed.nonzero()[0])

    def search(self, queries, k, ef, threads):
        self.faiss.omp_set_num_threads(threads)
        parameters = self.faiss.SearchParameters(sel=self.selector)
        return self.index.search(queries, k, params=parameters)[1]


class HNSWLib:
    """Its filter is a Python function here, called for every vector: not measured."""

    title = "hnswlib"
    package = "hnswlib"
    is_full_precision = True
    maps = False
    filters = False
    has_graph = True

    def __init__(self, dimensions: int):
        import hnswlib

        self.index = hnswlib.Index("ip", dimensions)

    def build(self, base, m, ef_construction, threads):
        self.index.init_index(len(base), M=m, ef_construction=ef_construction)
        self.index.add_items(base, num_threads=threads)

    def save(self, path):
        self.index.save_index(str(path))

    def load(self, path):
        self.index.load_index(str(path))

    def search(self, queries, k, ef, threads):
        self.index.set_ef(ef)
        return self.index.knn_query(queries, k, num_threads=threads)[0]


class USearch:
    """Its filters are not within reach of Python."""

    title = "usearch f32"
    package = "usearch"
    is_full_precision = True
    maps = True
    filters = False
    has_graph = True
    dtype = "f32"

    def __init__(self, dimensions: int):
        import usearch.index

        self.Index = usearch.index.Index
        self.dimensions = dimensions

    def build(self, base, m, ef_construction, threads):
        self.index = self.Index(
            ndim=self.dimensions,
            metric="ip",
            dtype=self.dtype,
            connectivity=m,
            expansion_add=ef_construction,
        )
        self.index.add(None, base, threads=threads)

    def save(self, path):
        self.index.save(str(path))

    def load(self, path):
        self.index = self.Index.restore(str(path), view=False)

    def map(self, path):
        self.index = self.Index.restore(str(path), view=True)

    def search(self, queries, k, ef, threads):
        self.index.expansion_search = ef
        return self.index.search(queries, k, threads=threads).keys


class USearchInt8(USearch):
    title = "usearch i8"
    is_full_precision = False
    dtype = "i8"


PEERS: dict[str, type[Peer]] = {
    "faiss-hnsw-flat": FaissHNSWFlat,
    "faiss-hnsw-sq8": FaissHNSWSQ8,
    "faiss-hnsw-sq8-refined": FaissHNSWSQ8Refined,
    "hnswlib": HNSWLib,
    "usearch-f32": USearch,
    "usearch-i8": USearchInt8,
    "faiss-flat": FaissFlat,
}
