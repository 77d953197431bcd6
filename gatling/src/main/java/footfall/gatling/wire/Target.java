package footfall.gatling.wire;

import footfall.scenarios.problems.InvalidInputException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A deployment and how it is asked.
 *
 * @param base address, without a slash at its end
 * @param path of chat completions below it; {@code {model}} stands for the model's name
 * @param apiVersion value of {@code api-version} in the query, as Azure wants it; empty for none
 * @param keyVariable name of the environment variable that holds the API key
 * @param keyHeader that carries the key; {@code Authorization} as a bearer token
 * @param headers further ones of every request
 * @param http2 whether to speak HTTP/2 where TLS offers it
 */
public record Target(
    URI base,
    String path,
    String apiVersion,
    String keyVariable,
    String keyHeader,
    Map<String, String> headers,
    Tls tls,
    boolean http2) {
  /** Variable of the environment that holds the API key, unless another is named. */
  public static final String KEY_VARIABLE = "FOOTFALL_API_KEY";

  /** Where most servers take chats. */
  public static final String CHAT_PATH = "/v1/chat/completions";

  /** Where Azure takes them. */
  public static final String AZURE_PATH = "/openai/deployments/{model}/chat/completions";

  /** Header of keys in most APIs. */
  public static final String AUTHORIZATION = "Authorization";

  /** Header of keys at Azure. */
  public static final String AZURE_KEY = "api-key";

  private static final String CHAT_END = "/chat/completions";

  /** Copies the map. */
  public Target {
    headers = Map.copyOf(headers);
  }

  /** An address with everything else as usual. */
  public static Target at(URI base) {
    return new Target(base, CHAT_PATH, "", KEY_VARIABLE, AUTHORIZATION, Map.of(), Tls.USUAL, false);
  }

  /** Where it takes chats. */
  public URI completions(String model) {
    return address(path, model);
  }

  /**
   * An address of its API.
   *
   * @param below the base; {@code {model}} stands for the model's name
   */
  public URI address(String below, String model) {
    String name = URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
    String query =
        apiVersion.isEmpty()
            ? ""
            : "?api-version=" + URLEncoder.encode(apiVersion, StandardCharsets.UTF_8);
    return URI.create(base + below.replace("{model}", name) + query);
  }

  /** Where it lists its models; empty where it follows from nothing. */
  public Optional<URI> models() {
    boolean usual = path.endsWith(CHAT_END) && !path.contains("{");
    return usual
        ? Optional.of(
            URI.create(base + path.substring(0, path.length() - CHAT_END.length()) + "/models"))
        : Optional.empty();
  }

  /** A page that belongs to no API, such as {@code /metrics}. */
  public URI page(String page) {
    return URI.create(base + page);
  }

  /**
   * The API key; empty where the environment has none.
   *
   * @throws InvalidInputException if it cannot be sent
   */
  public Optional<String> key() {
    Optional<String> key =
        Optional.ofNullable(System.getenv(keyVariable))
            .map(String::strip)
            .filter(value -> !value.isEmpty());
    if (key.isPresent() && !key.get().matches("[!-~]+")) {
      throw InvalidInputException.of(
          keyVariable, "holds more than the letters of a key", "set it again");
    }
    return key;
  }

  /** Whether it is this machine, by its name. */
  public boolean isLocal() {
    String host = base.getHost();
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  /** Headers of every request, the key among them. */
  public Map<String, String> allHeaders() {
    Map<String, String> all = new LinkedHashMap<>();
    boolean isBearer = keyHeader.equalsIgnoreCase(AUTHORIZATION);
    key().ifPresent(key -> all.put(keyHeader, isBearer ? "Bearer " + key : key));
    all.putAll(headers);
    return all;
  }

  /**
   * A client of the JDK's for it.
   *
   * @throws InvalidInputException if its certificates cannot be used
   */
  public HttpClient client(Duration patience) {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .connectTimeout(patience)
            .proxy(HttpClient.Builder.NO_PROXY)
            .version(http2 ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
    if (!tls.equals(Tls.USUAL)) {
      client.sslContext(tls.context());
    }
    return client.build();
  }

  /** A request by such a client. */
  public HttpRequest.Builder request(URI address) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    allHeaders().forEach(request::setHeader);
    return request;
  }

  /**
   * Headers from lines such as {@code Name: value}.
   *
   * @throws InvalidInputException if a line is none, or a header that is not to be set
   */
  public static Map<String, String> headers(List<String> lines) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).strip();
      String value = colon < 0 ? "" : line.substring(colon + 1).strip();
      if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+") || !value.matches("[ -~]+")) {
        throw InvalidInputException.of(
            "--header " + line, "is no header", "write --header \"X-Tenant: shop\"");
      }
      if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
        throw InvalidInputException.of(
            "--header " + name, "is set by the load test itself", "leave it out");
      }
      headers.put(name, value);
    }
    return headers;
  }

  private static final List<String> OURS =
      List.of("content-type", "content-length", "host", "connection", "accept", "expect");

  @Override
  public String toString() {
    return base.toString();
  }
}
