"""Writes what scikit-learn says of random rankings, for RankingTest.

    python3 ranking_reference.py > ../resources/footfall/reports/evaluation/ranking.csv

Made with scikit-learn 1.2.1. The gains of everything there is, those of the ranked list, the cut,
ndcg_score of both, and recall_score of the relevant ones (a gain of 2 or more) among the first.
"""
import numpy as np
from sklearn.metrics import ndcg_score, recall_score

generator = np.random.default_rng(20260101)
print("all,list,k,ndcg,recall")
# The example of scikit-learn's own documentation first.
cases = [(np.array([10, 0, 0, 1, 5]), np.array([.1, .2, .3, 4, 70])),
         (np.array([10, 0, 0, 1, 5]), np.array([.05, 1.1, 1., .5, .0]))]
for _ in range(40):
    count = int(generator.integers(2, 30))
    gains = generator.choice([0, 0, 1, 2, 3], size=count)
    if gains.max() < 2:
        gains[0] = 3
    cases.append((gains, generator.permutation(count).astype(float)))
for gains, scores in cases:
    order = np.argsort(-scores, kind="stable")
    for k in (1, 4, 5, len(gains)):
        first = np.zeros(len(gains), dtype=bool)
        first[order[:k]] = True
        print(",".join([" ".join(map(str, gains)), " ".join(map(str, gains[order])), str(k),
                        f"{ndcg_score([gains], [scores], k=k):.12f}",
                        f"{recall_score(gains >= 2, first):.12f}"]))
