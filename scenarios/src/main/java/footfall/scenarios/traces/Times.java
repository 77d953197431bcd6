package footfall.scenarios.traces;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The times of a trace as they come: dates with or without an offset, or numbers, whose unit is
 * stated, or that of their size where they count from 1970, or the one that the form has.
 */
final class Times {
  /** What is wrong with a time that is before the one before it. */
  static final String OUT_OF_ORDER = "requests must be in order of time";

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]+)?");
  private static final double MAX_SECONDS = 30_000 * 86_400.0;
  private static final double FIRST_EPOCH_SECOND = 1e8;
  private static final double OTHER_UNIT = 100;

  /** As milliseconds it would be over before anybody had begun to record. */
  private static final double SHORTEST_SECONDS = 60;

  /** And as many requests a second as no such trace has. */
  private static final double CLOSEST_SECONDS = 0.1;

  /** A unit of numbers. */
  enum Unit {
    S("seconds", 1e9),
    MS("milliseconds", 1e6),
    US("microseconds", 1e3),
    NS("nanoseconds", 1);

    private final String words;
    private final double nanos;

    Unit(String words, double nanos) {
      this.words = words;
      this.nanos = nanos;
    }

    static Unit of(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  private final Optional<Unit> stated;
  private long[] nanos = new long[1024];
  private double[] numbers = new double[0];
  private boolean areNumbers;
  private boolean haveOffsets;
  private boolean haveFractions;
  private int size;

  Times(Optional<Unit> stated) {
    this.stated = stated;
  }

  int size() {
    return size;
  }

  /** Whether it is a number and no date. */
  static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  /**
   * Takes the next one.
   *
   * @return empty where it goes on; else what is wrong with it
   */
  Optional<String> add(String text) {
    boolean isNumber = isNumber(text);
    if (size == 0) {
      areNumbers = isNumber;
      numbers = isNumber ? new double[1024] : numbers;
    } else if (isNumber != areNumbers) {
      return Optional.of("some times are numbers and some are dates");
    }
    return isNumber ? addNumber(Double.parseDouble(text)) : addDate(text);
  }

  private Optional<String> addNumber(double number) {
    if (!(Math.abs(number) < MAX_SECONDS * 1e9)) {
      return Optional.of("is too large for a time");
    }
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, size * 2);
    }
    if (size > 0 && isOfAnotherUnit(number)) {
      return Optional.of("is of another unit than the times before it, or of another start");
    }
    numbers[size] = number;
    haveFractions |= number != Math.rint(number);
    return size++ > 0 && number < numbers[size - 2] ? Optional.of(OUT_OF_ORDER) : Optional.empty();
  }

  /** Times from 1970 do not grow a hundredfold in one file. */
  private boolean isOfAnotherUnit(double number) {
    return numbers[0] >= FIRST_EPOCH_SECOND
        && (number > numbers[0] * OTHER_UNIT || number < numbers[0] / OTHER_UNIT);
  }

  private Optional<String> addDate(String text) {
    String date = text.replace(' ', 'T');
    boolean hasOffset = hasOffset(date);
    if (size > 0 && hasOffset != haveOffsets) {
      return Optional.of("some times have an offset and some have none");
    }
    haveOffsets = hasOffset;
    long at;
    try {
      at = nanos(date);
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.of(
          "must be a time such as 2023-11-16 18:15:46.6805900, with or without an offset, or a"
              + " number");
    }
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, size * 2);
    }
    nanos[size] = at;
    return size++ > 0 && at < nanos[size - 2] ? Optional.of(OUT_OF_ORDER) : Optional.empty();
  }

  private static boolean hasOffset(String date) {
    int zone = Math.max(date.lastIndexOf('+'), date.lastIndexOf('-'));
    return date.endsWith("Z") || zone > date.indexOf('T') && date.indexOf('T') > 0;
  }

  private static long nanos(String date) {
    LocalDateTime local;
    ZoneOffset offset = ZoneOffset.UTC;
    if (hasOffset(date)) {
      OffsetDateTime with = OffsetDateTime.parse(complete(date));
      local = with.toLocalDateTime();
      offset = with.getOffset();
    } else {
      local = LocalDateTime.parse(date);
    }
    return Math.addExact(
        Math.multiplyExact(local.toEpochSecond(offset), 1_000_000_000L), local.getNano());
  }

  /**
   * How long after the last one another time is, in the unit of the times; NaN where it is none of
   * their kind.
   */
  double afterLast(String text) {
    if (NUMBER.matcher(text).matches()) {
      return areNumbers ? Double.parseDouble(text) - numbers[size - 1] : Double.NaN;
    }
    try {
      return areNumbers ? Double.NaN : nanos(text.replace(' ', 'T')) - nanos[size - 1];
    } catch (DateTimeException | ArithmeticException e) {
      return Double.NaN;
    }
  }

  /** Seconds of one unit of the times. */
  double secondsOfUnit(Unit ofForm) {
    return areNumbers ? unit(ofForm).nanos / 1e9 : 1e-9;
  }

  /** Java asks for minutes with a colon. */
  private static String complete(String date) {
    return date.matches(".*[+-][0-9]{2}")
        ? date + ":00"
        : date.matches(".*[+-][0-9]{4}")
            ? date.substring(0, date.length() - 2) + ":" + date.substring(date.length() - 2)
            : date;
  }

  /** Nanoseconds from the earliest one on. */
  long[] sinceFirst(Unit ofForm) {
    long[] since = new long[size];
    double unit = areNumbers ? unit(ofForm).nanos : 1;
    double first = areNumbers ? Arrays.stream(numbers, 0, size).min().orElse(0) : 0;
    long earliest = areNumbers ? 0 : Arrays.stream(nanos, 0, size).min().orElse(0);
    for (int i = 0; i < size; i++) {
      since[i] = areNumbers ? Math.round((numbers[i] - first) * unit) : nanos[i] - earliest;
    }
    return since;
  }

  /** Which unit numbers are taken for, in words; empty for dates and where it was stated. */
  Optional<String> taken(Unit ofForm) {
    return areNumbers && stated.isEmpty() ? Optional.of(unit(ofForm).words) : Optional.empty();
  }

  private Unit unit(Unit ofForm) {
    if (stated.isPresent()) {
      return stated.get();
    }
    double first = numbers[0];
    if (first >= FIRST_EPOCH_SECOND) {
      return first < FIRST_EPOCH_SECOND * 1e3
          ? Unit.S
          : first < FIRST_EPOCH_SECOND * 1e6
              ? Unit.MS
              : first < FIRST_EPOCH_SECOND * 1e9 ? Unit.US : Unit.NS;
    }
    double span = (numbers[size - 1] - first) * ofForm.nanos / 1e9;
    boolean isShort = span < SHORTEST_SECONDS;
    boolean isClose = span / size < CLOSEST_SECONDS;
    return ofForm != Unit.S && isShort && (isClose || haveFractions) ? Unit.S : ofForm;
  }
}
