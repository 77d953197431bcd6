package footfall.reports.evaluation;

import java.util.Arrays;

/** Marks a ranked list against graded truth. Stateless. */
public final class Ranking {
  private Ranking() {}

  /**
   * Normalised discounted cumulative gain of the first {@code k}: the sum of {@code gain / log2(1 +
   * rank)} over that of the best order of everything there is (Järvelin and Kekäläinen, ACM TOIS
   * 20(4), 2002, with linear gains, as trec_eval's {@code ndcg_cut} and scikit-learn's {@code
   * ndcg_score} have it). Places that a short list leaves empty gain nothing.
   *
   * @param gains of the list, best rank first, zero or more
   * @param all gains of everything there is, in any order; those of the list among them
   * @return from 0 to 1; NaN where nothing there is gains anything
   */
  public static double ndcg(double[] gains, double[] all, int k) {
    double[] best = all.clone();
    Arrays.sort(best);
    for (int i = 0; i < best.length / 2; i++) {
      int other = best.length - 1 - i;
      double kept = best[i];
      best[i] = best[other];
      best[other] = kept;
    }
    double ideal = dcg(best, k);
    return ideal == 0 ? Double.NaN : dcg(gains, k) / ideal;
  }

  /** Discounted cumulative gain of the first {@code k}. */
  static double dcg(double[] gains, int k) {
    double sum = 0;
    for (int i = 0; i < Math.min(k, gains.length); i++) {
      sum += gains[i] * discount(i + 1);
    }
    return sum;
  }

  /** What a gain at a rank counts, the first rank being one. */
  static double discount(int rank) {
    return Math.log(2) / Math.log(1.0 + rank);
  }

  /**
   * Part of the relevant ones that are among the first {@code k}, as trec_eval's {@code recall_k}.
   *
   * @param least gain of what is relevant
   * @return from 0 to 1; NaN where nothing is relevant
   */
  public static double recall(double[] gains, double[] all, double least, int k) {
    long relevant = Arrays.stream(all).filter(gain -> gain >= least).count();
    long found = Arrays.stream(gains).limit(k).filter(gain -> gain >= least).count();
    return relevant == 0 ? Double.NaN : (double) found / relevant;
  }

  /**
   * One over the rank of the first relevant one, as trec_eval's {@code recip_rank}; its mean over
   * requests is MRR.
   *
   * @param least gain of what is relevant
   * @return from 0, where none is in the list, to 1
   */
  public static double reciprocalRank(double[] gains, double least) {
    for (int i = 0; i < gains.length; i++) {
      if (gains[i] >= least) {
        return 1.0 / (i + 1);
      }
    }
    return 0;
  }
}
