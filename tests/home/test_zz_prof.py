import cProfile, pstats, time
from tests.factories.tree import clear_tree
from tests.home.test_demo import load


def test_p(cms_tree):
    clear_tree()
    c = time.process_time()
    w = time.time()
    p = cProfile.Profile()
    p.enable()
    load()
    p.disable()
    print("CPU", time.process_time() - c, "WALL", time.time() - w)
    pstats.Stats(p).sort_stats("cumulative").print_stats(45)
