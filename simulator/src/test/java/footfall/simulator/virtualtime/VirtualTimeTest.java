package footfall.simulator.virtualtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.junit.jupiter.api.Test;

/** Plain Pekko Typed must go on working when time is virtual. */
class VirtualTimeTest {
  private final VirtualTime time = VirtualTime.create();
  private final List<String> log = new ArrayList<>();

  private Behavior<String> logger() {
    return Behaviors.receiveMessage(
        message -> {
          log.add(time.nowNanos() + " " + message);
          return Behaviors.same();
        });
  }

  @Test
  void timersFireInOrderAndNoTimePasses() {
    long begin = System.nanoTime();
    time.run(
        Behaviors.setup(
            context -> {
              ActorRef<String> logger = context.spawn(logger(), "logger");
              time.tellAfter(Duration.ofDays(10).toNanos(), logger, "late");
              time.tellAfter(5, logger, "first of two");
              time.tellAfter(5, logger, "second of two");
              logger.tell("now");
              return Behaviors.empty();
            }));

    assertThat(log)
        .containsExactly("0 now", "5 first of two", "5 second of two", "864000000000000 late");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void pekkosOwnTimersAndSchedulerRunInVirtualTime() {
    time.run(
        Behaviors.<String>withTimers(
            timers -> {
              timers.startTimerWithFixedDelay("tick", Duration.ofSeconds(2));
              return Behaviors.receiveMessage(
                  message -> {
                    log.add(time.nowNanos() / 1_000_000_000 + " " + message);
                    return log.size() == 3 ? Behaviors.stopped() : Behaviors.same();
                  });
            }));

    assertThat(log).containsExactly("2 tick", "4 tick", "6 tick");
  }

  @Test
  void aRestartingActorKeepsItsMailbox() {
    Behavior<String> fragile =
        Behaviors.<String>supervise(
                Behaviors.receiveMessage(
                    message -> {
                      if (message.equals("break")) {
                        throw new IllegalStateException("broken");
                      }
                      log.add(message);
                      return Behaviors.same();
                    }))
            .onFailure(SupervisorStrategy.restart());
    time.run(
        Behaviors.setup(
            context -> {
              ActorRef<String> child = context.spawn(fragile, "fragile");
              List.of("a", "break", "b", "c").forEach(child::tell);
              return Behaviors.empty();
            }));

    assertThat(log).containsExactly("a", "b", "c");
  }

  @Test
  void backoffSupervisionWaitsInVirtualTime() {
    Behavior<String> fragile =
        Behaviors.<String>supervise(
                Behaviors.setup(
                    context -> {
                      log.add("start at " + time.nowNanos() / 1_000_000_000);
                      return Behaviors.receiveMessage(
                          message -> {
                            throw new IllegalStateException("broken");
                          });
                    }))
            .onFailure(
                SupervisorStrategy.restartWithBackoff(
                    Duration.ofSeconds(10), Duration.ofSeconds(60), 0));
    time.run(
        Behaviors.setup(
            context -> {
              context.spawn(fragile, "fragile").tell("break");
              return Behaviors.empty();
            }));

    assertThat(log).containsExactly("start at 0", "start at 10");
  }

  @Test
  void theReceptionistAnswers() {
    ServiceKey<String> key = ServiceKey.create(String.class, "echo");
    time.run(
        Behaviors.<Receptionist.Listing>setup(
            context -> {
              ActorRef<String> logger = context.spawn(logger(), "logger");
              context.getSystem().receptionist().tell(Receptionist.register(key, logger));
              context
                  .getSystem()
                  .receptionist()
                  .tell(Receptionist.subscribe(key, context.getSelf()));
              return Behaviors.receiveMessage(
                  listing -> {
                    listing.getServiceInstances(key).forEach(service -> service.tell("found"));
                    return Behaviors.same();
                  });
            }));

    assertThat(log).contains("0 found");
  }

  @Test
  void anActorThatFailsEndsTheRunWithItsCause() {
    Behavior<String> failing =
        Behaviors.receiveMessage(
            message -> {
              throw new IllegalStateException("deliberate");
            });

    assertThatThrownBy(
            () ->
                time.run(
                    Behaviors.setup(
                        context -> {
                          context.spawn(failing, "failing").tell("go");
                          return Behaviors.empty();
                        })))
        .isInstanceOf(ActorFailedException.class)
        .hasRootCauseMessage("deliberate");
  }

  private record Odd() {}

  @Test
  void aMessageThatIsNotHandledFailsTheRun() {
    Behavior<Object> deaf =
        Behaviors.receive(Object.class).onMessage(String.class, m -> Behaviors.same()).build();
    Behavior<Void> root =
        Behaviors.setup(
            context -> {
              context.spawn(deaf, "deaf").tell(new Odd());
              return Behaviors.empty();
            });

    assertThatThrownBy(() -> time.run(root))
        .isInstanceOf(ActorFailedException.class)
        .hasMessageContaining(Odd.class.getName() + " is not handled at")
        .hasMessageContaining("deaf");
  }

  @Test
  void aMessageToAnActorThatHasStoppedFailsTheRunButNotTheNext() {
    Behavior<Void> root =
        Behaviors.setup(
            context -> {
              ActorRef<Odd> gone = context.spawn(Behaviors.stopped(), "gone");
              time.tellAfter(1, gone, new Odd());
              return Behaviors.empty();
            });
    assertThatThrownBy(() -> time.run(root))
        .isInstanceOf(ActorFailedException.class)
        .hasMessageContaining(Odd.class.getName() + " comes too late at");

    time.run(logger());
    assertThat(log).isEmpty();
  }

  @Test
  void aSystemServesOneRunAfterTheOther() {
    for (int run = 0; run < 3; run++) {
      log.clear();
      time.run(
          Behaviors.setup(
              context -> {
                ActorRef<String> logger = context.spawn(logger(), "logger");
                time.tellAfter(7, logger, "run");
                return Behaviors.empty();
              }));
      assertThat(log).containsExactly("7 run");
    }
  }

  @Test
  void stopLeavesTheRestOfTheFutureOut() {
    time.run(
        Behaviors.setup(
            context -> {
              ActorRef<String> logger = context.spawn(logger(), "logger");
              ActorRef<String> stopper =
                  context.spawn(
                      Behaviors.receiveMessage(
                          message -> {
                            time.stop();
                            return Behaviors.same();
                          }),
                      "stopper");
              time.tellAfter(1, logger, "before");
              time.tellAfter(2, stopper, "stop");
              time.tellAfter(3, logger, "after");
              return Behaviors.empty();
            }));

    assertThat(log).containsExactly("1 before");
  }

  @Test
  void anotherThreadMayNotReachIn() throws InterruptedException {
    AtomicReference<ActorRef<String>> leaked = new AtomicReference<>();
    time.run(
        Behaviors.setup(
            context -> {
              leaked.set(context.spawn(logger(), "logger"));
              return Behaviors.empty();
            }));
    AtomicReference<Throwable> refused = new AtomicReference<>();
    Thread intruder =
        new Thread(
            () -> {
              try {
                time.tellAfter(1, leaked.get(), "from outside");
              } catch (IllegalStateException e) {
                refused.set(e);
              }
            });
    intruder.start();
    intruder.join();

    assertThat(refused.get()).hasMessageContaining("reached into virtual time");
  }
}
