package footfall.simulator.commandline;

import footfall.gatling.LoadSettings;
import footfall.gatling.Preflight;
import footfall.gatling.TargetProperties;
import footfall.gatling.measuring.Publishing;
import footfall.gatling.shoppers.Prompts;
import footfall.gatling.shoppers.Share;
import footfall.gatling.wire.Dialect;
import footfall.gatling.wire.Replies;
import footfall.gatling.wire.Target;
import footfall.gatling.wire.Tls;
import footfall.scenarios.Scenario;
import footfall.scenarios.problems.InvalidInputException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How a deployment is asked. */
final class TargetOptions {
  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Model to ask for; the scenario's name if not given, or the target's only one.")
  private String model = "";

  @Option(
      names = "--pool",
      paramLabel = "NAME",
      description = "Pool of the scenario that the target stands for, where it does not tell.")
  private String pool = "";

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description = {
        "Path of chat completions below the target, such as /chat/completions;",
        "/v1/chat/completions if not given."
      })
  private String path = "";

  @Option(
      names = "--api-version",
      paramLabel = "VERSION",
      description = {
        "Ask as Azure OpenAI wants it: the deployment is the model, the key goes into api-key,",
        "and this is the api-version of the query."
      })
  private String apiVersion = "";

  @Option(
      names = "--key",
      paramLabel = "VARIABLE",
      description = "Variable of the environment that holds the API key; FOOTFALL_API_KEY.")
  private String keyVariable = Target.KEY_VARIABLE;

  @Option(
      names = "--api-key-header",
      paramLabel = "NAME",
      description = "Header that carries the key as it is; Authorization: Bearer if not given.")
  private String keyHeader = "";

  @Option(
      names = "--header",
      paramLabel = "NAME: VALUE",
      description = "A further header of every request. Repeatable.")
  private List<String> headers = new ArrayList<>();

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Authorities to trust (PEM); those of Java if not given.")
  private Path authorities;

  @Option(
      names = "--client-cert",
      paramLabel = "FILE",
      description = "Certificate to show (PEM), with --client-key.")
  private Path certificate;

  @Option(
      names = "--client-key",
      paramLabel = "FILE",
      description = "Key of that certificate (PEM, PKCS 8, no password).")
  private Path certificateKey;

  @Option(names = "--http2", description = "Speak HTTP/2 where TLS offers it.")
  private boolean http2;

  @Option(names = "--no-stream", description = "Ask for replies all at once.")
  private boolean whole;

  @Option(
      names = "--prompts",
      paramLabel = "FILE",
      description = {
        "What shoppers say: JSON lines with messages (and tools) as OpenAI has them, conversations",
        "as ShareGPT has them, or a prompt each. Words of our own if not given."
      })
  private Path prompts;

  @Option(
      names = "--bodies",
      paramLabel = "FILE",
      description = {
        "For a service that is no model API, such as a recommender: JSON lines, each sent to --path",
        "as it is, and answered with any status from 200 to 299."
      })
  private Path bodies;

  @Option(
      names = "--force-lengths",
      description = {
        "Make replies as long as the scenario has them (max_tokens, ignore_eos). Else the target",
        "ends them, and its lengths are measured."
      })
  private boolean forced;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description = "Longest reply where lengths are not forced; no limit if not given.")
  private Integer mostTokens;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      description = "Connections that may be open at once; 4096 if not given.")
  private int maxConnections = LoadSettings.MAX_CONNECTIONS;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "After which a request is given up; 2min if not given.")
  private Duration timeout = LoadSettings.TIMEOUT;

  /**
   * A load test.
   *
   * @param assignments what is changed in the scenario
   * @param address as it was written
   * @param factor by which the scenario's load is multiplied
   * @param share of the shoppers that comes from here
   */
  LoadSettings settings(
      Path scenario,
      List<String> assignments,
      String address,
      double factor,
      Share share,
      Path folder) {
    check();
    return new LoadSettings(
        scenario,
        assignments,
        target(address),
        model,
        Optional.empty(),
        pool,
        new Replies(
            !whole && bodies == null, forced, mostTokens == null ? 0 : mostTokens, bodies != null),
        Optional.ofNullable(bodies == null ? prompts : bodies),
        factor,
        share,
        folder,
        Optional.empty(),
        Optional.empty(),
        "",
        Publishing.NOWHERE,
        "",
        false,
        Version.current(),
        maxConnections,
        timeout,
        true);
  }

  /** What shoppers say; empty for words of our own. */
  Optional<Prompts> prompts() {
    boolean plain = bodies != null;
    return Prompts.of(
        Optional.ofNullable(plain ? bodies : prompts), new Replies(!plain, false, 0, plain));
  }

  private Target target(String address) {
    boolean azure = !apiVersion.isEmpty();
    String usualPath = azure ? Target.AZURE_PATH : Target.CHAT_PATH;
    String usualHeader = azure ? Target.AZURE_KEY : Target.AUTHORIZATION;
    return new Target(
        TargetProperties.base("--target ", address, path.isEmpty() && !azure),
        path.isEmpty() ? usualPath : path,
        apiVersion,
        keyVariable,
        keyHeader.isEmpty() ? usualHeader : keyHeader,
        Target.headers(headers),
        new Tls(
            Optional.ofNullable(authorities),
            Optional.ofNullable(certificate),
            Optional.ofNullable(certificateKey)),
        http2);
  }

  /**
   * Asks the target whether it can be tested, and prints what is unusual about it.
   *
   * @return the settings with what it understands
   */
  LoadSettings preflight(CommandSpec spec, LoadSettings settings, Scenario scenario) {
    Preflight preflight = new Preflight(settings, scenario);
    Dialect dialect = preflight.dialect();
    preflight.warnings().forEach(told -> spec.commandLine().getErr().println("warning: " + told));
    spec.commandLine().getErr().flush();
    return settings.speaking(dialect);
  }

  private void check() {
    if (bodies != null && (prompts != null || forced || mostTokens != null || path.isEmpty())) {
      throw InvalidInputException.of(
          "--bodies",
          "needs --path, and none of --prompts, --force-lengths and --max-tokens",
          "write --path /recommend --bodies asked.jsonl");
    }
    if (timeout.toMillis() < 1) {
      throw InvalidInputException.of(
          "--timeout " + timeout.toMillis(), "must be above zero", "leave it out");
    }
    if (!keyVariable.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw InvalidInputException.of(
          "--key",
          "is the name of a variable of the environment, not the key itself",
          "write --key OPENAI_API_KEY");
    }
    if (!keyVariable.equals(Target.KEY_VARIABLE) && System.getenv(keyVariable) == null) {
      throw InvalidInputException.of(
          "--key " + keyVariable,
          "is not set",
          "put the key into the environment as " + keyVariable);
    }
    if (!keyHeader.matches("[A-Za-z0-9_-]*")) {
      throw InvalidInputException.of(
          "--api-key-header " + keyHeader,
          "is no name of a header",
          "write --api-key-header api-key");
    }
    if (!path.isEmpty() && !path.matches("/[!-~]*") || path.contains("?")) {
      throw InvalidInputException.of(
          "--path " + path,
          "must begin with / and have no query",
          "write --path /chat/completions; --api-version is an option of its own");
    }
    if (mostTokens != null && mostTokens < 1) {
      throw InvalidInputException.of(
          "--max-tokens " + mostTokens, "must be at least 1", "leave it out");
    }
    if (maxConnections < 1) {
      throw InvalidInputException.of(
          "--max-connections " + maxConnections, "must be at least 1", "leave it out");
    }
  }
}
