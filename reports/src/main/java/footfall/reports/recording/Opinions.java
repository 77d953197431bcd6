package footfall.reports.recording;

import footfall.scenarios.figures.FigureName;

/**
 * What the answers of one pool were worth, by measure and by language. Sums only; a measure that is
 * not stated for some answer is NaN from then on. Not thread-safe.
 */
public final class Opinions {
  /** The index of satisfaction among the measures. */
  public static final int SATISFACTION = FigureName.QUALITY.indexOf("satisfaction");

  private final double[] sums = new double[FigureName.QUALITY.size()];
  private final double[] squares = new double[FigureName.QUALITY.size()];
  private final long[] answersIn;
  private final double[][] sumsIn;
  private long answers;

  Opinions(int languages) {
    answersIn = new long[languages];
    sumsIn = new double[languages][FigureName.QUALITY.size()];
  }

  void add(double[] measures, int language) {
    answers++;
    for (int i = 0; i < measures.length; i++) {
      sums[i] += measures[i];
      squares[i] += measures[i] * measures[i];
    }
    if (language >= 0) {
      answersIn[language]++;
      for (int i = 0; i < measures.length; i++) {
        sumsIn[language][i] += measures[i];
      }
    }
  }

  void add(Opinions other) {
    answers += other.answers;
    add(sums, other.sums);
    add(squares, other.squares);
    for (int language = 0; language < answersIn.length; language++) {
      answersIn[language] += other.answersIn[language];
      add(sumsIn[language], other.sumsIn[language]);
    }
  }

  private static void add(double[] to, double[] more) {
    for (int i = 0; i < to.length; i++) {
      to[i] += more[i];
    }
  }

  /** Answers that were judged. */
  public long answers() {
    return answers;
  }

  /** Answers that were judged in a language, by its index in the vocabulary. */
  public long answers(int language) {
    return answersIn[language];
  }

  /** Sum of a measure, by its index in {@link FigureName#QUALITY}. */
  public double sum(int measure) {
    return sums[measure];
  }

  /** Sum of the squares of a measure. */
  public double sumOfSquares(int measure) {
    return squares[measure];
  }

  /** Sum of a measure in a language. */
  public double sum(int measure, int language) {
    return sumsIn[language][measure];
  }
}
