import unittest

from curves import frontier, needed_efs, rate_at


class Rates(unittest.TestCase):
    def test_the_logarithm_of_the_rate_is_linear_in_recall(self):
        points = [(0.9, 10_000), (0.98, 100)]
        self.assertAlmostEqual(rate_at(points, 0.94), 1000)
        self.assertAlmostEqual(rate_at(points, 0.98), 100)

    def test_a_point_that_another_outdoes_counts_for_nothing(self):
        points = [(0.9, 1000), (0.95, 100), (0.96, 400), (0.99, 50)]
        self.assertEqual(frontier(points), [(0.9, 1000), (0.96, 400), (0.99, 50)])
        self.assertAlmostEqual(rate_at(points, 0.93), (1000 * 400) ** 0.5)

    def test_what_is_never_reached_has_no_rate(self):
        self.assertIsNone(rate_at([(0.85, 5000), (0.93, 100)], 0.95))
        self.assertIsNone(rate_at([], 0.95))

    def test_the_least_exact_search_counts_for_lower_recalls(self):
        self.assertEqual(rate_at([(0.97, 5000), (0.99, 3000)], 0.95), 5000)


class Efs(unittest.TestCase):
    RECALLS = {10: 0.90, 16: 0.95, 32: 0.98, 64: 0.99, 128: 0.99, 256: 0.999}

    def test_the_curve_ends_where_the_highest_target_is_reached(self):
        self.assertEqual(needed_efs(self.RECALLS, (0.95, 0.99)), [10, 16, 32, 64])

    def test_the_highest_target_that_is_reached_counts(self):
        self.assertEqual(needed_efs(self.RECALLS, (0.95, 0.9999)), [10, 16])

    def test_nothing_is_needed_where_no_target_is_reached(self):
        self.assertEqual(needed_efs(self.RECALLS, (0.9999,)), [])
        self.assertEqual(needed_efs({}, (0.95,)), [])


if __name__ == "__main__":
    unittest.main()
