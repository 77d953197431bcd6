package footfall.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A file system of a few KiB in memory, which gets full, and read-only if told so. */
final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Whether this process may mount any. */
  static boolean canBeMounted() throws IOException {
    Path probe = Files.createTempDirectory("disk");
    try {
      boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", probe + "") == 0;
      return mounted && run("umount", probe + "") == 0;
    } catch (IOException e) {
      return false;
    } finally {
      Files.delete(probe);
    }
  }

  /** Mounts one. */
  static SmallDisk at(Path folder, int kibibytes) throws IOException {
    Files.createDirectories(folder);
    mount("-t", "tmpfs", "-o", "size=" + kibibytes + "k", "tmpfs", folder + "");
    return new SmallDisk(folder);
  }

  /** Makes it larger or smaller. */
  void resize(int kibibytes) throws IOException {
    mount("-o", "remount,size=" + kibibytes + "k", folder + "");
  }

  /** Nothing on it can be changed any more. */
  void freeze() throws IOException {
    mount("-o", "remount,ro", folder + "");
  }

  private static void mount(String... options) throws IOException {
    String[] command = new String[options.length + 1];
    command[0] = "mount";
    System.arraycopy(options, 0, command, 1, options.length);
    assertThat(run(command)).as(List.of(command).toString()).isZero();
  }

  private static int run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    assertThat(run("umount", "-l", folder + "")).isZero();
  }
}
