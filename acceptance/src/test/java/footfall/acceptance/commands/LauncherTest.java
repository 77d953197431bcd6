package footfall.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.acceptance.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script that people call. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {
  private static final String LAUNCHER = Path.of("../footfall").toAbsolutePath().normalize() + "";

  @TempDir private Path folder;
  private Processes processes;

  @BeforeEach
  void begin() {
    processes = new Processes(folder);
  }

  @AfterEach
  void end() throws InterruptedException {
    processes.end();
  }

  private String validate(String name) throws Exception {
    Path file = Files.createDirectories(folder.resolve("lä/हिन्दी")).resolve(name);
    Files.writeString(
        file,
        """
        name: small
        horizon: 5min
        arrivals: {poisson: {rate: 1/s}}
        pools: {p: {service: {time: 100ms}}}
        routing: {ratio: {p: 1}}
        """);
    String java = System.getProperty("java.home");
    List<String> command = List.of("env", "JAVA_HOME=" + java, LAUNCHER, "validate", file + "");
    int code = Processes.codeOf(processes.start("validated", command), 5);
    assertThat(code).as(processes.said("validated.err")).isZero();
    return processes.said("validated.out");
  }

  @Test
  void anyNameIsFoundInAnyLocaleAndWithLittleMemory() throws Exception {
    processes.setEnvironment("LC_ALL", "C");
    processes.setEnvironment("FOOTFALL_JAVA_OPTS", "-Xmx100m");
    assertThat(validate("größe.yaml")).contains("größe.yaml is valid");
    processes.setEnvironment("FOOTFALL_JAVA_OPTS", "-Xmn20m -XX:+UseG1GC");
    assertThat(validate("größe.yaml")).contains("is valid");
  }

  @Test
  void withoutJavaItSaysWhatIsMissing() throws Exception {
    List<String> command = List.of("env", "JAVA_HOME=" + folder, LAUNCHER, "--version");
    assertThat(Processes.codeOf(processes.start("lost", command), 5)).isEqualTo(3);
    assertThat(processes.said("lost.err")).contains("was not found; install JDK 17 or newer");
  }
}
