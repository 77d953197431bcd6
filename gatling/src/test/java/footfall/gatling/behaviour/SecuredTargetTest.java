package footfall.gatling.behaviour;

import static footfall.gatling.behaviour.GatlingProcess.scenario;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import footfall.gatling.LoadSettings;
import footfall.gatling.Preflight;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with a certificate that only we trust, which wants to know who its clients are. */
class SecuredTargetTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final String SCENARIO =
      scenario("{constant: {rate: 5/s}}", "messageTokens: 5, replyTokens: 3", "");

  @TempDir private Path folder;
  private final AtomicInteger completions = new AtomicInteger();
  private HttpsServer server;
  private ExecutorService threads;

  @BeforeEach
  void open() throws Exception {
    Path store = identity("server", "san=ip:127.0.0.1");
    Path client = identity("client", "ku=digitalSignature");
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("client", read(client).getCertificate("client"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(read(store), PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters own = context.getDefaultSSLParameters();
            own.setNeedClientAuth(true);
            parameters.setSSLParameters(own);
          }
        });
    server.createContext(
        "/v1/chat/completions",
        exchange -> {
          completions.incrementAndGet();
          byte[] body = exchange.getRequestBody().readAllBytes();
          ScriptedServer.streaming(1, 1).answer(exchange, new String(body));
        });
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** A key store, its certificate as {@code NAME.pem} and its key as {@code NAME-key.pem}. */
  private Path identity(String name, String extension) throws Exception {
    Path store = folder.resolve(name + ".p12");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            name,
            "-keyalg",
            "RSA",
            "-dname",
            "CN=" + name,
            "-ext",
            extension,
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            new String(PASSWORD));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    KeyStore read = read(store);
    pem(name + ".pem", "CERTIFICATE", read.getCertificate(name).getEncoded());
    pem(name + "-key.pem", "PRIVATE KEY", read.getKey(name, PASSWORD).getEncoded());
    return store;
  }

  private static KeyStore read(Path store) throws IOException, GeneralSecurityException {
    KeyStore keyStore = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keyStore.load(in, PASSWORD);
    }
    return keyStore;
  }

  private void pem(String file, String kind, byte[] bytes) throws IOException {
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(
                kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes), kind));
  }

  private String address() {
    return "https://127.0.0.1:" + server.getAddress().getPort();
  }

  private List<String> settings(String... names) {
    List<String> settings = new ArrayList<>(List.of("model=only"));
    for (String name : names) {
      String[] pair = name.split("=");
      settings.add(pair[0] + "=" + folder.resolve(pair[1]));
    }
    return settings;
  }

  private Preflight preflight(List<String> settings) throws IOException {
    Path file = Files.writeString(folder.resolve("small.yaml"), SCENARIO);
    Properties properties = new Properties();
    properties.setProperty("footfall.scenario", file.toString());
    properties.setProperty("footfall.target", address());
    for (String setting : settings) {
      String[] pair = setting.split("=");
      properties.setProperty("footfall." + pair[0], pair[1]);
    }
    return new Preflight(
        LoadSettings.of(properties), new ScenarioReader().read(file, List.of()).scenario());
  }

  @Test
  void isLoadedWithItsAuthorityAndOurCertificate() throws Exception {
    GatlingProcess gatling = new GatlingProcess(folder);
    List<String> options = new ArrayList<>();
    settings("ca=server.pem", "clientCert=client.pem", "clientKey=client-key.pem")
        .forEach(setting -> options.add("-Dfootfall." + setting));
    int code = gatling.run(address(), SCENARIO, options.toArray(String[]::new));

    assertThat(code).as(gatling.output()).isZero();
    GatlingProcess.checkLaws(gatling.results());
    assertThat(gatling.results().ledger().requests().completed()).isEqualTo(19); // 5/s for 4 s.
    assertThat(completions).hasValueGreaterThanOrEqualTo(19);
  }

  @Test
  void isNotTrustedWithoutItsAuthority() {
    assertThatThrownBy(() -> preflight(settings()).dialect())
        .hasMessageContaining("makes no TLS connection")
        .hasMessageContaining("--ca FILE.pem");
    assertThat(completions).hasValue(0);
  }

  @Test
  void letsNobodyInWithoutACertificate() {
    assertThatThrownBy(() -> preflight(settings("ca=server.pem")).dialect())
        .hasMessageContaining("--target " + address());
    assertThat(completions).hasValue(0);
  }

  @Test
  void filesThatAreNoneAreSaid() throws IOException {
    Files.writeString(folder.resolve("no.pem"), "nothing");
    assertThatThrownBy(() -> preflight(settings("ca=no.pem")))
        .hasMessageContaining("--ca")
        .hasMessageContaining("is not what it should be");
    assertThatThrownBy(() -> preflight(settings("ca=gone.pem")))
        .hasMessageContaining("cannot be read");
    assertThatThrownBy(() -> preflight(settings("clientCert=client.pem")))
        .hasMessageContaining("belong together");
  }
}
