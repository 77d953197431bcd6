package footfall.serving.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import footfall.scenarios.problems.InvalidInputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a process joins its cluster, and how the processes talk to each other.
 *
 * @param seeds members that are asked to let it in, as {@code host:port}; the first of them begins
 *     the cluster if it finds none
 * @param host at which the others reach this process
 * @param port 0 for any free one
 * @param movable whether any free port does where that one is taken
 * @param keys folder with {@code tls.key}, {@code tls.crt} and {@code ca.crt} in PEM; empty for
 *     talk in the clear
 * @param build that all must have
 */
public record ClusterSettings(
    List<String> seeds, String host, int port, boolean movable, Optional<Path> keys, String build) {
  private static final String NAME = "footfall";
  private static final int MOST_PORTS = 65_535;
  private static final List<String> KEY_FILES = List.of("tls.key", "tls.crt", "ca.crt");

  /**
   * The settings, where they make sense.
   *
   * @param port if empty, that of the seed which this process may be, or else any free one
   * @param begins whether the process may be a seed without being told its port
   * @param inClear whether talk in the clear is wanted even where others could listen
   * @throws InvalidInputException if they do not
   */
  public static ClusterSettings of(
      List<String> seeds,
      String host,
      Optional<String> port,
      boolean begins,
      Optional<Path> keys,
      boolean inClear,
      String build) {
    InetAddress here = address(host);
    Optional<Integer> own = port.map(p -> port("--cluster-port " + p, p, "0 to 65535"));
    List<String> asked = new ArrayList<>();
    Optional<Integer> ofSeed = Optional.empty();
    for (String seed : seeds) {
      int seedPort = portOf(seed);
      boolean isHere = isHere(seed.substring(0, seed.lastIndexOf(':')), host, here);
      asked.add(isHere ? host + ":" + seedPort : seed); // Members are told apart by their words.
      if (ofSeed.isEmpty() && isHere && begins && isFree(host, seedPort)) {
        ofSeed = Optional.of(seedPort);
      }
    }
    keys.ifPresent(ClusterSettings::checkKeys);
    if (keys.isEmpty() && !inClear && !here.isLoopbackAddress()) {
      throw InvalidInputException.of(
          "--cluster-host " + host,
          "others could listen to, and talk to, what is neither encrypted nor asked for a"
              + " certificate",
          "give --tls a folder with tls.key, tls.crt and ca.crt, or --in-clear where the network"
              + " itself is safe");
    }
    return new ClusterSettings(
        List.copyOf(asked), host, own.orElse(ofSeed.orElse(0)), own.isEmpty(), keys, build);
  }

  private static boolean isHere(String seedHost, String host, InetAddress here) {
    if (seedHost.equals(host)) {
      return true;
    }
    try {
      return InetAddress.getByName(seedHost).equals(here);
    } catch (UnknownHostException e) {
      return false; // It may be there later.
    }
  }

  private static boolean isFree(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(host, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int portOf(String seed) {
    int colon = seed.lastIndexOf(':');
    return port(
        "--seed-nodes " + seed,
        colon > 0 ? seed.substring(colon + 1) : "",
        "host:port, such as 127.0.0.1:7355");
  }

  private static int port(String option, String port, String hint) {
    if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > MOST_PORTS) {
      throw InvalidInputException.of(option, "names no port", hint);
    }
    return Integer.parseInt(port);
  }

  private static void checkKeys(Path folder) {
    for (String file : KEY_FILES) {
      if (!Files.isReadable(folder.resolve(file))) {
        throw InvalidInputException.of(
            folder.resolve(file).toString(),
            "cannot be read",
            "the folder of --tls holds " + String.join(", ", KEY_FILES) + " in PEM");
      }
    }
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw InvalidInputException.of(
          "--cluster-host " + host, "is no address of this machine", "name one, or leave it out");
    }
  }

  /** The same with other members to ask. */
  public ClusterSettings asking(List<String> others) {
    return new ClusterSettings(others, host, port, movable, keys, build);
  }

  /** The same at any free port. */
  ClusterSettings moved() {
    return new ClusterSettings(seeds, host, 0, false, keys, build);
  }

  /** The seeds, for people. */
  public String place() {
    return String.join(", ", seeds);
  }

  /**
   * Settings of the actor system.
   *
   * @param role of the process
   * @param otherwise what holds besides
   */
  Config config(String role, Config otherwise) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(BuildCheck.KEY, build);
    values.put("pekko.remote.artery.canonical.hostname", host);
    values.put("pekko.remote.artery.canonical.port", port);
    values.put("pekko.cluster.roles", List.of(role));
    values.put(
        "pekko.cluster.seed-nodes",
        seeds.stream().map(seed -> "pekko://" + NAME + "@" + seed).toList());
    keys.ifPresent(
        folder -> {
          values.put("pekko.remote.artery.transport", "tls-tcp");
          String path = "pekko.remote.artery.ssl.rotating-keys-engine.";
          values.put(path + "key-file", folder.resolve("tls.key").toString());
          values.put(path + "cert-file", folder.resolve("tls.crt").toString());
          values.put(path + "ca-cert-file", folder.resolve("ca.crt").toString());
        });
    return ConfigFactory.systemProperties()
        .withFallback(ConfigFactory.parseMap(values))
        .withFallback(ConfigFactory.parseResources(ClusterSettings.class, "cluster.conf"))
        .withFallback(otherwise)
        .resolve();
  }

  /** The name of every actor system of a cluster. */
  static String systemName() {
    return NAME;
  }
}
