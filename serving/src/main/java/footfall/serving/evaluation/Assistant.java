package footfall.serving.evaluation;

import footfall.actors.protocol.Exchange.Place;
import footfall.actors.protocol.Exchange.Usage;
import footfall.actors.protocol.RequestOutcome;
import footfall.serving.exchange.LiveExchange;
import footfall.serving.exchange.PlayedTokenStream;
import footfall.serving.exchange.Prompt;
import footfall.serving.ingress.RequestIngress;
import footfall.serving.run.LiveDeployment;
import footfall.serving.time.SystemClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The model of one pool, for those who want to talk with it. Thread-safe. */
final class Assistant {
  private static final long PATIENCE_SECONDS = 600;
  private static final int LETTERS_PER_TOKEN = 4;

  private final LiveDeployment deployment;
  private final SystemClock clock;
  private final int pool;
  private final PlayedTokenStream.Stage stage;

  Assistant(LiveDeployment deployment, SystemClock clock, int pool) {
    this.deployment = deployment;
    this.clock = clock;
    this.pool = pool;
    this.stage = new PlayedTokenStream.Stage(clock, clock.scheduler());
  }

  /** A tool that the model calls; the arguments are a JSON object. */
  record Call(String tool, String arguments) {}

  /**
   * What was heard of one answer.
   *
   * @param cut whether the longest reply was too short for it
   * @param usage null if unknown
   * @param problem why it failed; empty if it did not or the cause is unknown
   * @param outcome null where none came in time
   * @param gapsMicros from each piece of what was said to the next
   */
  record AssistantReply(
      String text,
      List<Call> calls,
      boolean cut,
      Usage usage,
      String problem,
      long askedNanos,
      long heardNanos,
      RequestOutcome outcome,
      int[] gapsMicros) {
    boolean isAnswered() {
      return outcome instanceof RequestOutcome.Completed;
    }
  }

  /** Listens until the answer is complete; the thread that asks waits for it. */
  private final class Ear implements LiveExchange.Listener {
    private final CompletableFuture<RequestOutcome> ended = new CompletableFuture<>();
    private final StringBuffer text = new StringBuffer();
    private final List<Call> calls = new ArrayList<>();
    private final List<Long> instants = new ArrayList<>();

    @Override
    public synchronized void said(String piece) {
      instants.add(clock.nowNanos());
      text.append(piece);
    }

    @Override
    public synchronized void thought(String piece) {
      instants.add(clock.nowNanos());
    }

    @Override
    public synchronized void called(String tool, String arguments) {
      calls.add(new Call(tool, arguments));
    }

    @Override
    public void ended(RequestOutcome outcome) {
      ended.complete(outcome);
    }

    private synchronized int[] gapsMicros() {
      int[] gaps = new int[Math.max(0, instants.size() - 1)];
      for (int i = 0; i < gaps.length; i++) {
        gaps[i] = (int) ((instants.get(i + 1) - instants.get(i)) / 1_000);
      }
      return gaps;
    }
  }

  /**
   * Asks, and waits for the answer. What is too long for the model is told without the oldest turn,
   * and so on.
   *
   * @param session that requests of a conversation have in common
   */
  AssistantReply ask(Chat chat, String session) {
    AssistantReply heard = ask(chat.prompt(), session);
    while (ModelCalls.isTooLong(heard) && chat.forgets()) {
      heard = ask(chat.prompt(), session);
    }
    return heard;
  }

  /**
   * Asks, and waits for the answer.
   *
   * @param session that requests of a conversation have in common
   */
  AssistantReply ask(Prompt prompt, String session) {
    Ear ear = new Ear();
    LiveExchange liveExchange = new LiveExchange(prompt, pool, Place.ONLY, ear, stage);
    long asked = clock.nowNanos();
    deployment
        .ingress()
        .tell(
            new RequestIngress.Ask(
                liveExchange,
                session,
                null,
                (int) Math.min(Integer.MAX_VALUE, prompt.characters() / LETTERS_PER_TOKEN),
                prompt.sampling().maxTokens(),
                0));
    RequestOutcome outcome = await(ear.ended);
    if (outcome == null) {
      deployment.ingress().tell(new RequestIngress.Leave(liveExchange));
    }
    synchronized (ear) {
      return new AssistantReply(
          ear.text.toString().strip(),
          List.copyOf(ear.calls),
          liveExchange.finish() == LiveExchange.Finish.LENGTH,
          liveExchange.usage(),
          liveExchange.problem(),
          asked,
          clock.nowNanos(),
          outcome,
          ear.gapsMicros());
    }
  }

  /** Since the start of the clock. */
  long nowNanos() {
    return clock.nowNanos();
  }

  private RequestOutcome await(CompletableFuture<RequestOutcome> ended) {
    try {
      return (RequestOutcome)
          CompletableFuture.anyOf(ended, deployment.record())
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e);
    }
  }
}
