package footfall.reports.measurement;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import footfall.reports.recording.Census;
import footfall.scenarios.problems.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What one of several generators of a load test has measured; those of all of them are merged into
 * one run.
 *
 * @param number of the generator, from 1
 * @param of how many there were
 * @param beganMillis when its run began, in milliseconds of the epoch by its own clock
 * @param wasCutShort whether it was interrupted
 * @param predicted results of the simulation of the whole load, as JSON; empty where there is none
 */
public record MeasuredShare(
    int number,
    int of,
    long beganMillis,
    boolean wasCutShort,
    String predicted,
    LoadMeasurement measurement) {
  /** Its name in the run folder. */
  public static final String FILE = "share.json.gz";

  /** Beyond that generators did not put on their load together. */
  private static final long MOST_APART_MILLIS = 1_000;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .visibility(PropertyAccessor.ALL, Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
          .build();

  /**
   * All that is merged.
   *
   * @param apartMillis from the first generator that began to the last
   */
  public record Merged(LoadMeasurement measurement, int generators, long apartMillis) {
    /** Whether all began together, as far as their clocks tell. */
    public boolean beganTogether() {
      return apartMillis <= MOST_APART_MILLIS;
    }
  }

  /** As a file, compressed. */
  public byte[] packed() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      MAPPER.writeValue(zip, this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * What {@link #packed} has written into a run folder.
   *
   * @throws InvalidInputException if there is none, or it is damaged
   */
  public static MeasuredShare in(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw InvalidInputException.of(
          folder.toString(),
          "is not of one of several generators: it has no " + FILE,
          "measure with footfall load SCENARIO --target URL --share 1/3 --start-at TIME");
    }
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      MeasuredShare share = MAPPER.readValue(in, MeasuredShare.class);
      if (share == null || !share.isWhole()) {
        throw InvalidInputException.of(
            file.toString(), "is not what Footfall has written", "measure again");
      }
      return share;
    } catch (JsonProcessingException e) {
      throw InvalidInputException.of(
          file.toString(), "is not what Footfall has written", "measure again");
    } catch (IOException e) {
      throw InvalidInputException.of(
          file.toString(), "cannot be read (" + e.getMessage() + ")", "measure again");
    }
  }

  /** Files that others have changed may lack a part. */
  private boolean isWhole() {
    return Stream.of(measurement, predicted).allMatch(Objects::nonNull)
        && Stream.of(
                measurement.target(),
                measurement.model(),
                measurement.census(),
                measurement.generator(),
                measurement.replies(),
                measurement.energy())
            .allMatch(Objects::nonNull);
  }

  /**
   * One measurement from all shares of a load test. What the server tells comes from the generator
   * that listened longest, as they all ask the same server.
   *
   * @throws InvalidInputException if one is missing, twice there, interrupted, or of another test
   */
  public static Merged merge(List<MeasuredShare> shares) {
    check(shares);
    List<LoadMeasurement> all = shares.stream().map(MeasuredShare::measurement).toList();
    LoadMeasurement first = all.get(0);
    List<MeasuredRequest> requests = new ArrayList<>();
    all.forEach(each -> requests.addAll(each.requests()));
    LoadMeasurement longest =
        all.stream().max(Comparator.comparingInt(each -> each.server().size())).orElse(first);
    LoadMeasurement merged =
        new LoadMeasurement(
            first.target(),
            first.model(),
            first.factor(),
            requests,
            all.stream().map(LoadMeasurement::census).reduce(Census.NONE, Census::plus),
            all.stream().mapToLong(LoadMeasurement::endNanos).max().orElse(0),
            all.stream()
                .map(LoadMeasurement::generator)
                .reduce(GeneratorHealth::beside)
                .orElseThrow(),
            replies(all),
            longest.server(),
            all.stream()
                .mapToDouble(LoadMeasurement::answeredByServer)
                .filter(count -> !Double.isNaN(count)) // One that was restarted for one of them.
                .max()
                .orElse(Double.NaN),
            first.played(),
            all.stream().flatMap(each -> each.energy().stream()).findFirst());
    return new Merged(merged, shares.size(), apart(shares));
  }

  private static void check(List<MeasuredShare> shares) {
    MeasuredShare first = shares.get(0);
    Set<Integer> numbers = new HashSet<>();
    for (MeasuredShare share : shares) {
      String name = "share " + share.number + "/" + share.of;
      LoadMeasurement of = share.measurement;
      if (share.of != first.of) {
        throw InvalidInputException.of(
            name,
            "is of another load test than share " + first.number + "/" + first.of,
            "leave it");
      }
      if (!of.target().equals(first.measurement.target())
          || !of.model().equals(first.measurement.model())
          || of.factor() != first.measurement.factor()) {
        throw InvalidInputException.of(
            name, "has another target, model or --load", "merge the shares of one load test");
      }
      if (share.wasCutShort) {
        throw InvalidInputException.of(name, "was interrupted", "measure again");
      }
      if (!numbers.add(share.number)) {
        throw InvalidInputException.of(name, "is there twice", "name each run folder once");
      }
    }
    List<String> missing =
        IntStream.rangeClosed(1, first.of)
            .filter(number -> !numbers.contains(number))
            .mapToObj(number -> number + "/" + first.of)
            .toList();
    if (!missing.isEmpty()) {
      throw InvalidInputException.of(
          "share " + String.join(", ", missing), "is missing", "name its run folder, too");
    }
  }

  /** Weighted by how many replies there were. */
  private static ReplyLengths replies(List<LoadMeasurement> all) {
    double tokens = 0;
    long replies = 0;
    for (LoadMeasurement each : all) {
      long answered = each.requests().stream().filter(MeasuredRequest::isAnswered).count();
      if (answered > 0) {
        tokens += answered * each.replies().planned();
        replies += answered;
      }
    }
    return new ReplyLengths(all.get(0).replies().forced(), tokens / replies);
  }

  private static long apart(List<MeasuredShare> shares) {
    Optional<Long> last = began(shares).max(Comparator.naturalOrder());
    Optional<Long> first = began(shares).min(Comparator.naturalOrder());
    return last.orElseThrow() - first.orElseThrow();
  }

  private static Stream<Long> began(List<MeasuredShare> shares) {
    return shares.stream().map(MeasuredShare::beganMillis);
  }
}
