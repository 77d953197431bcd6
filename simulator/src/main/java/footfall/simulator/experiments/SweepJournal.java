package footfall.simulator.experiments;

import com.fasterxml.jackson.core.JsonProcessingException;
import footfall.reports.results.ResultsJson;
import footfall.reports.results.SweepResults.Point;
import footfall.scenarios.problems.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The points of a sweep that are done, one on each line of a file, so that a sweep that was killed
 * can go on where it was. A line counts only if its end is there. One process at a time; within it
 * any thread.
 */
public final class SweepJournal implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;
  private final Map<Integer, Point> done = new LinkedHashMap<>();

  private SweepJournal(Path file, FileChannel channel, FileLock lock) {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Opens the journal, and reads what an earlier attempt left in it.
   *
   * @param key which experiment it is of; the points of any other are thrown away
   * @throws InvalidInputException if it cannot be written, or another process has it
   */
  public static SweepJournal open(Path file, String key) {
    FileChannel channel = null;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      SweepJournal journal = new SweepJournal(file, channel, lock(channel, file));
      journal.recover(key);
      return journal;
    } catch (IOException e) {
      close(channel);
      throw InvalidInputException.of(
          file.toString(),
          "cannot be written (" + e.getClass().getSimpleName() + " " + e.getMessage() + ")",
          "choose another --out");
    }
  }

  private static void close(FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileLock lock(FileChannel channel, Path file) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw InvalidInputException.of(
          file.toString(),
          "another process is running this sweep",
          "wait for it, or end it; what it has done is kept");
    }
    return lock;
  }

  private void recover(String key) throws IOException {
    String header = ResultsJson.line(Map.of("experiment", key));
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    int at = text.startsWith(header + "\n") ? header.length() + 1 : 0;
    int sound = at;
    while (at > 0) {
      int end = text.indexOf('\n', at);
      if (end < 0 || !keep(text.substring(at, end))) {
        break;
      }
      at = end + 1;
      sound = at;
    }
    channel.truncate(text.substring(0, sound).getBytes(StandardCharsets.UTF_8).length);
    channel.position(channel.size());
    if (sound == 0) {
      write(header);
    }
  }

  private boolean keep(String line) {
    try {
      Point point = ResultsJson.read(line, Point.class);
      done.put(point.index(), point);
      return true;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** The points that are done, by index. */
  public synchronized Map<Integer, Point> done() {
    return new LinkedHashMap<>(done);
  }

  /** Writes down that a point is done. */
  public synchronized void add(Point point) {
    try {
      String line = ResultsJson.line(point);
      write(line);
      keep(line); // As it will be read again, so that it is the same either way.
    } catch (IOException e) {
      throw new UncheckedIOException(
          file
              + " cannot be written ("
              + e.getMessage()
              + "); make room and start the sweep again: the points that are done are kept",
          e);
    }
  }

  private void write(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Throws the journal away: all is done and written down elsewhere. */
  public synchronized void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
