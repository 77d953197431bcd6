package footfall.serving.cluster;

import com.typesafe.config.Config;
import footfall.scenarios.problems.InvalidInputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;

/**
 * A process's place in a cluster, from when it was let in until it leaves or is taken out.
 * Thread-safe.
 *
 * @param <T> what its first actor understands
 */
public final class Membership<T> implements AutoCloseable {
  /** The role of a process that comes for one piece of work only. */
  public static final String DISPATCHER = "dispatcher";

  private static final Duration LEAVE_PATIENCE = Duration.ofSeconds(15);

  private final ActorSystem<T> system;
  private final Cluster cluster;
  private final CompletableFuture<Void> ended;

  private Membership(ActorSystem<T> system) {
    this.system = system;
    this.cluster = Cluster.get(Adapter.toClassic(system));
    this.ended = system.getWhenTerminated().thenRun(() -> {}).toCompletableFuture();
  }

  /**
   * Joins a cluster, and returns when the others have let it in.
   *
   * @param guardian its first actor
   * @param otherwise settings of the actor system besides those of the cluster
   * @param patience how long it may take
   * @throws InvalidInputException if its address cannot be had, or no member lets it in
   */
  public static <T> Membership<T> join(
      Behavior<T> guardian,
      ClusterSettings settings,
      String role,
      Config otherwise,
      Duration patience) {
    Membership<T> membership = new Membership<>(start(guardian, settings, role, otherwise));
    CompletableFuture<Void> up = new CompletableFuture<>();
    membership.logMembers();
    membership.cluster.registerOnMemberUp(() -> up.complete(null));
    membership.ended.thenRun(
        () -> up.completeExceptionally(new IllegalStateException("not let in")));
    try {
      up.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return membership;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      membership.close();
      throw new IllegalStateException("interrupted while joining", e);
    } catch (ExecutionException e) {
      throw membership.refusal(settings);
    } catch (TimeoutException e) {
      membership.close();
      throw nobodyThere(settings);
    }
  }

  private void logMembers() {
    system.systemActorOf(MemberLog.create(), "member-log", Props.empty());
  }

  private static <T> ActorSystem<T> start(
      Behavior<T> guardian, ClusterSettings settings, String role, Config otherwise) {
    try {
      return ActorSystem.create(
          guardian, ClusterSettings.systemName(), settings.config(role, otherwise));
    } catch (RuntimeException e) {
      if (settings.movable() && settings.port() > 0) {
        return start(guardian, settings.moved(), role, otherwise); // Another was quicker.
      }
      throw InvalidInputException.of(
          settings.host() + ":" + settings.port(),
          "cannot be listened at by the cluster (" + rootOf(e).getMessage() + ")",
          "choose another --cluster-port, or 0 for any free one");
    }
  }

  private static Throwable rootOf(Throwable problem) {
    Throwable root = problem;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private InvalidInputException refusal(ClusterSettings settings) {
    Optional<CoordinatedShutdown.Reason> reason =
        CoordinatedShutdown.get(system).getShutdownReason();
    boolean otherBuild =
        reason.isPresent()
            && reason.get() instanceof CoordinatedShutdown.IncompatibleConfigurationDetectedReason$;
    return otherBuild
        ? InvalidInputException.of(
            settings.place(),
            "runs another version of Footfall than this, which is " + settings.build(),
            "start the same build on all machines")
        : nobodyThere(settings);
  }

  private static InvalidInputException nobodyThere(ClusterSettings settings) {
    return InvalidInputException.of(
        settings.place(),
        "no cluster lets us in",
        "start footfall node there first, with the same --tls, and reach it from "
            + settings.host());
  }

  /** Its actor system. */
  public ActorSystem<T> system() {
    return system;
  }

  /** Where the others reach it, as {@code host:port}. */
  public String address() {
    return hostPort(cluster.selfAddress());
  }

  /** Where the other members that stay are reached, as far as it knows. */
  public List<String> others() {
    List<String> others = new ArrayList<>();
    for (Member member : cluster.state().getMembers()) {
      if (!member.address().equals(cluster.selfAddress()) && !member.hasRole(DISPATCHER)) {
        others.add(hostPort(member.address()));
      }
    }
    return others;
  }

  private static String hostPort(Address address) {
    return address.getHost().orElse("?") + ":" + address.getPort().orElse(0);
  }

  /** Done when it is no member any more, whether it left or was taken out. */
  public CompletableFuture<Void> ended() {
    return ended;
  }

  /** Leaves in good order; the others know at once. */
  @Override
  public void close() {
    system.terminate();
    try {
      ended.get(LEAVE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // The others will see that it is gone.
    }
  }
}
