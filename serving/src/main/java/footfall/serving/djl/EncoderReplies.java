package footfall.serving.djl;

import footfall.actors.protocol.Request;
import footfall.serving.exchange.Prompt;
import footfall.serving.local.Rehearsed;
import footfall.serving.local.ReplyEngine;
import footfall.serving.local.ReplyListener;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Vectors of texts, or the label of what was said last, instead of replies; made by a thread that
 * computes one request after the other.
 */
final class EncoderReplies implements ReplyEngine {
  private static final long JOIN_SECONDS = 5;

  private final EncoderModel model;
  private final Rehearsed rehearsed;
  private final Ears ears;
  private final ExecutorService thread;

  /** Of the thread; null until it is loaded. */
  private volatile OnnxEncoder encoder;

  private volatile boolean freed;

  /**
   * Begins to load the model, on the thread.
   *
   * @param ears told how it fares
   */
  EncoderReplies(
      String name,
      EncoderModel model,
      Supplier<OnnxEncoder> loading,
      Rehearsed rehearsed,
      Ears ears) {
    this.model = model;
    this.rehearsed = rehearsed;
    this.ears = ears;
    this.thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread made = new Thread(work, name);
              made.setDaemon(true);
              return made;
            });
    thread.execute(() -> load(loading));
  }

  private void load(Supplier<OnnxEncoder> loading) {
    try {
      encoder = loading.get();
      ears.started();
    } catch (RuntimeException | Error e) {
      ears.died(e);
    }
  }

  @Override
  public Reply begin(Prompt prompt, ReplyListener listener) {
    if (prompt.wantsEmbeddings() == model.labels()) {
      throw new Prompt.NotUnderstoodException(
          model.labels()
              ? "This model names the kind of a message and makes no embeddings."
              : "This model makes embeddings and writes nothing: ask /v1/embeddings.");
    }
    List<String> texts = model.labels() ? List.of(prompt.lastSaid()) : prompt.embedded();
    return submit(model.read(texts), listener);
  }

  @Override
  public Reply rehearse(Request request, ReplyListener listener) {
    int[] tokens = rehearsed.tokens(request, model.coder()::encode);
    int length = Math.min(tokens.length, model.context());
    return submit(List.of(Arrays.copyOf(tokens, length)), listener);
  }

  private Reply submit(List<int[]> texts, ReplyListener listener) {
    Job job = new Job(texts, listener);
    try {
      thread.execute(job);
    } catch (RejectedExecutionException e) {
      job.cancel(); // It was killed; the worker is about to be lost, with all that it has.
    }
    return job;
  }

  @Override
  public String forced(Prompt prompt) {
    return "";
  }

  @Override
  public void kill() {
    close();
    Thread freeing = new Thread(this::free, "encoder-free");
    freeing.setDaemon(true);
    freeing.start();
    ears.died(new IllegalStateException("killed"));
  }

  @Override
  public void close() {
    thread.shutdown();
  }

  /** Waits until nothing computes any more, for a bounded time, and lets the model go, once. */
  synchronized void free() {
    thread.shutdownNow();
    try {
      boolean over = thread.awaitTermination(JOIN_SECONDS, TimeUnit.SECONDS);
      if (over && !freed && encoder != null) {
        freed = true;
        encoder.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the model has been let go. */
  boolean isFreed() {
    return freed;
  }

  /** One request; what is cancelled before its turn is not computed. */
  private final class Job implements Reply, Runnable {
    private final List<int[]> texts;
    private final ReplyListener listener;
    private volatile boolean cancelled;

    Job(List<int[]> texts, ReplyListener listener) {
      this.texts = texts;
      this.listener = listener;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }

    @Override
    public void run() {
      if (cancelled) {
        return;
      }
      try {
        List<float[]> vectors = encoder.embed(texts);
        int read = texts.stream().mapToInt(text -> text.length).sum();
        if (model.labels()) {
          listener.said(model.label(vectors.get(0)));
        } else {
          vectors.forEach(listener::embedded);
        }
        listener.finished(ReplyListener.Finish.STOP, read, model.labels() ? 1 : 0);
      } catch (RuntimeException | OutOfMemoryError e) {
        listener.failed(e);
      }
    }
  }
}
