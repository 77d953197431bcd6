package footfall.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The clock of day of some processes, which can be set while they run. */
final class JumpingClock {
  private static final Path SOURCE = Path.of("src/test/c/jumping-clock.c").toAbsolutePath();

  private final Path library;
  private final Path offset;

  /** One that is right, for now; its files are in the folder. */
  JumpingClock(Path folder) throws Exception {
    library = folder.resolve("clock.so");
    offset = Files.write(folder.resolve("clock"), new byte[Long.BYTES]);
    Process compiler =
        new ProcessBuilder("gcc", "-shared", "-fPIC", "-O1", "-o", library + "", SOURCE + "")
            .inheritIO()
            .start();
    assertThat(compiler.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(compiler.exitValue()).isZero();
  }

  /** Whether there is what it takes. */
  static boolean canBeMade() {
    return Files.isExecutable(Path.of("/usr/bin/gcc"));
  }

  /** What starts a process that goes by it. */
  List<String> command() {
    return List.of("env", "LD_PRELOAD=" + library, "CLOCK_FILE=" + offset);
  }

  /** From now on it is wrong by so much. */
  void set(long seconds) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    try (FileChannel file = FileChannel.open(offset, StandardOpenOption.WRITE)) {
      file.write(
          bytes.putLong(0, seconds)); // In place: it is looked at without being opened again.
    }
  }
}
