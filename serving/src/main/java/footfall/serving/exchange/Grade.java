package footfall.serving.exchange;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model that judges says of something, on a scale of five as in Zheng et al., "Judging
 * LLM-as-a-judge" (NeurIPS 2023). Stateless.
 */
public final class Grade {
  /** Tokens that suffice for saying it. */
  public static final int REPLY_TOKENS = 16;

  private static final Pattern GRADE = Pattern.compile("(?<![0-9.])[1-5](?![0-9])");
  private static final int MOST = 5;

  private Grade() {}

  /** The first grade that is named, from 0 to 1; empty where there is none. */
  public static OptionalDouble in(String reply) {
    Matcher grade = GRADE.matcher(reply);
    return grade.find()
        ? OptionalDouble.of((Integer.parseInt(grade.group()) - 1.0) / (MOST - 1))
        : OptionalDouble.empty();
  }
}
