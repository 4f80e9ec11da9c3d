import tempfile
import unittest
from pathlib import Path

import numpy as np

from data_sets import DATA_SETS
from filters import Filter
from nearest import exact_nearest, recall
from synthetic_vectors import base_vectors, query_vectors
from vector_files import read_floats, read_integers, write_vectors


class VectorFiles(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "rows"

    def test_floats_come_back(self):
        rows = np.random.default_rng(1).standard_normal((5, 3)).astype(np.float32)
        write_vectors(self.path, rows)
        self.assertEqual(self.path.stat().st_size, 5 * 4 * (1 + 3))
        np.testing.assert_array_equal(read_floats(self.path), rows)

    def test_integers_come_back(self):
        rows = np.array([[1, -2], [3, 2**31 - 1]])
        write_vectors(self.path, rows)
        np.testing.assert_array_equal(read_integers(self.path), rows)

    def test_every_row_begins_with_its_length(self):
        write_vectors(self.path, np.array([[0.5, 1.0]], np.float32))
        self.assertEqual(self.path.read_bytes().hex(), "02000000" "0000003f" "0000803f")

    def test_cut_off_files_and_uneven_rows_are_refused(self):
        write_vectors(self.path, np.ones((4, 3), np.float32))
        whole = self.path.read_bytes()
        for damaged in (b"", whole[:-4], whole[:16] + b"\x02" + whole[17:]):
            self.path.write_bytes(damaged)
            with self.assertRaises(ValueError):
                read_floats(self.path)


class Nearest(unittest.TestCase):
    BASE = np.array([[1, 0], [0, 1], [0.6, 0.8], [0.8, 0.6], [0.8, 0.6]], np.float32)
    QUERY = np.array([[1, 0]], np.float32)

    def test_best_first_and_equal_ones_by_number(self):
        self.assertEqual(exact_nearest(self.BASE, self.QUERY, 4).tolist(), [[0, 3, 4, 2]])

    def test_only_the_allowed_in_the_base_s_numbers(self):
        found = exact_nearest(self.BASE, self.QUERY, 4, np.array([1, 2, 4]))
        self.assertEqual(found.tolist(), [[4, 2, 1]])

    def test_recall_does_not_depend_on_the_order(self):
        truth = np.array([[1, 2, 3, 9], [4, 5, 6, 9]])
        self.assertEqual(recall(np.array([[3, 2, 1], [6, 7, 9]]), truth, 3), 4 / 6)

    def test_recall_of_fewer_neighbours_than_asked_for(self):
        found, truth = np.array([[5, 7, -1], [5, -1, -1]]), np.array([[5, 7], [5, 7]])
        self.assertEqual(recall(found, truth, 3), 3 / 4)


class Data(unittest.TestCase):
    def test_the_same_each_time_and_of_length_one(self):
        for data in DATA_SETS:
            for made in (base_vectors, query_vectors):
                vectors = made(data, 50, 24)
                np.testing.assert_array_equal(vectors, made(data, 50, 24))
                np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)

    def test_only_cross_modal_queries_are_far_from_their_neighbours(self):
        def nearest_cosine(data):
            base, queries = base_vectors(data, 2000, 512), query_vectors(data, 50, 512)
            return (queries @ base.T).max(1).mean()

        cosines = {data.name: nearest_cosine(data) for data in DATA_SETS}
        self.assertLess(cosines["cross-modal"], 0.3)
        self.assertGreater(min(cosines["clustered"], cosines["hard"]), 0.7)


class Filters(unittest.TestCase):
    def setUp(self):
        self.base = base_vectors(DATA_SETS[0], 1000, 32)
        self.queries = query_vectors(DATA_SETS[0], 100, 32)

    def test_as_many_as_said_and_ascending(self):
        for each in (Filter(0.1), Filter(0.1, is_correlated=True)):
            allowed = each.allowed(self.base, self.queries)
            self.assertEqual(len(allowed), 100)
            self.assertTrue((np.diff(allowed) > 0).all())

    def test_what_a_correlated_filter_allows_lies_together(self):
        def closeness(each):
            allowed = self.base[each.allowed(self.base, self.queries)]
            return (allowed @ allowed.T).mean()

        together, apart = Filter(0.1, is_correlated=True), Filter(0.1)
        self.assertGreater(closeness(together), closeness(apart) + 0.05)


if __name__ == "__main__":
    unittest.main()
