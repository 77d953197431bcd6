package footfall.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.acceptance.Processes;
import footfall.reports.results.Results;
import footfall.reports.results.ResultsJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A server, Node's, that offers HTTP/2 in its TLS. */
@Tag("full")
@Isolated
class Http2Test {
  private static final Path SERVER = Path.of("src/test/http2/server.mjs").toAbsolutePath();

  @TempDir private Path folder;
  private Processes processes;
  private String url;

  @BeforeEach
  void serve() throws Exception {
    processes = new Processes(folder);
    Process certificate =
        processes.start(
            "openssl",
            List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "key.pem",
                "-out",
                "cert.pem",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost"));
    assertThat(Processes.codeOf(certificate, 1)).as(processes.said("openssl.err")).isZero();
    Process server =
        processes.start("server", List.of("node", SERVER.toString(), "key.pem", "cert.pem"));
    String port = processes.await(server, "server.out", Pattern.compile("port (\\d+)\\s"));
    url = "https://localhost:" + port;
  }

  @AfterEach
  void end() throws InterruptedException {
    processes.end();
  }

  private List<String> versions(String name, String... more) throws Exception {
    long before = processes.said("server.out").lines().count();
    List<String> load =
        new ArrayList<>(
            List.of("load", "--target", url, "--ca", "cert.pem", "--rate", "10", "--duration"));
    load.addAll(List.of("6s", "--out", name));
    load.addAll(List.of(more));
    int code = Processes.codeOf(processes.footfall(name, load), 2);
    assertThat(code)
        .as(processes.said(name + ".err") + processes.said(name + ".out"))
        .isIn(0, 4); // A busy machine makes the generator late.
    Results results = ResultsJson.read(processes.said(name + "/results.json"), Results.class);
    assertThat(results.ledger().requests().completed()).isGreaterThan(30);
    List<String> asked =
        processes.said("server.out").lines().skip(before).distinct().sorted().toList();
    assertThat(processes.said("server.out").lines().skip(before).count())
        .as("those before the load among them")
        .isGreaterThanOrEqualTo(results.ledger().requests().completed());
    return asked;
  }

  @Test
  void itIsSpokenWhereItIsWished() throws Exception {
    assertThat(versions("two", "--http2")).containsExactly("asked by 2.0");
    assertThat(versions("one")).containsExactly("asked by 1.1");
  }
}
