package footfall.serving.gguf;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.LlamaOutput;
import footfall.actors.protocol.Request;
import footfall.serving.exchange.Prompt;
import footfall.serving.exchange.Sampling;
import footfall.serving.local.Rehearsed;
import footfall.serving.local.ReplyEngine;
import footfall.serving.local.ReplyListener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Replies of a GGUF model. llama.cpp batches those under way by itself; here each has a thread that
 * waits for its next token.
 */
final class LlamaReplies implements ReplyEngine {
  private static final long JOIN_SECONDS = 5;

  private final GgufModel model;
  private final Rehearsed rehearsed;
  private final Ears ears;
  private final ExecutorService threads;
  private final CompletableFuture<LlamaModel> loaded = new CompletableFuture<>();
  private volatile boolean closed;
  private volatile boolean freed;

  /**
   * Begins to load the model, on a thread of its own.
   *
   * @param ears told how it fares
   */
  LlamaReplies(
      String name, GgufModel model, Supplier<LlamaModel> loading, Rehearsed rehearsed, Ears ears) {
    this.model = model;
    this.rehearsed = rehearsed;
    this.ears = ears;
    this.threads =
        Executors.newFixedThreadPool(
            model.slots(),
            work -> {
              Thread thread = new Thread(work, name);
              thread.setDaemon(true);
              return thread;
            });
    threads.execute(() -> load(loading));
  }

  private void load(Supplier<LlamaModel> loading) {
    try {
      loaded.complete(loading.get());
      ears.started();
    } catch (RuntimeException | Error e) {
      loaded.completeExceptionally(e);
      ears.died(e);
    }
  }

  @Override
  public Reply begin(Prompt prompt, ReplyListener listener) {
    return begin(prompt, model.text(prompt), listener);
  }

  @Override
  public Reply rehearse(Request request, ReplyListener listener) {
    int output = Math.max(1, request.outputTokens());
    if (request.inputTokens() + output > model.context()) {
      throw new Prompt.NotUnderstoodException("longer than the context of the model");
    }
    LlamaModel llama = loaded.join();
    int[] tokens = rehearsed.tokens(request, llama::encode);
    Prompt prompt =
        new Prompt(
            List.of(),
            List.of(),
            Prompt.ToolChoice.FREE,
            llama.decode(tokens),
            Sampling.exactly(output),
            Map.of());
    return begin(prompt, prompt.text(), listener);
  }

  private Reply begin(Prompt prompt, String text, ReplyListener listener) {
    int read = model.read(text, loaded.join());
    int most = Math.min(model.context() - read, prompt.sampling().maxTokens());
    InferenceParameters parameters = model.parameters(prompt, text, most);
    Reply reply = new Reply(parameters, read, most, listener);
    try {
      threads.execute(reply);
    } catch (RejectedExecutionException e) {
      reply.cancel(); // It was killed; the worker is about to be lost, with all that it has.
    }
    return reply;
  }

  @Override
  public String forced(Prompt prompt) {
    return ""; // A tool that must be called is called by a grammar.
  }

  @Override
  public void kill() {
    close();
    Thread freeing = new Thread(this::free, "llama-free");
    freeing.setDaemon(true);
    freeing.start();
    ears.died(new IllegalStateException("killed"));
  }

  @Override
  public void close() {
    closed = true;
    threads.shutdown();
  }

  /** Waits until nothing computes any more, for a bounded time, and lets the model go, once. */
  synchronized void free() {
    close();
    try {
      boolean over = threads.awaitTermination(JOIN_SECONDS, TimeUnit.SECONDS);
      if (over && !freed && loaded.isDone() && !loaded.isCompletedExceptionally()) {
        freed = true;
        loaded.join().close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the model has been let go. */
  boolean isFreed() {
    return freed;
  }

  /** One reply, from its first token to its last. */
  private final class Reply implements ReplyEngine.Reply, Runnable {
    private final InferenceParameters parameters;
    private final int read;
    private final int most;
    private final ReplyListener listener;
    private volatile boolean cancelled;

    Reply(InferenceParameters parameters, int read, int most, ReplyListener listener) {
      this.parameters = parameters;
      this.read = read;
      this.most = most;
      this.listener = listener;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }

    @Override
    public void run() {
      if (cancelled || closed) {
        return;
      }
      try {
        write(loaded.join());
      } catch (RuntimeException | OutOfMemoryError e) {
        listener.failed(e);
      }
    }

    private void write(LlamaModel llama) {
      LlamaIterator tokens = llama.generate(parameters).iterator();
      StringBuilder said = new StringBuilder();
      int pieces = 0;
      while (tokens.hasNext()) {
        LlamaOutput token = tokens.next();
        if (cancelled || closed) {
          tokens.cancel();
          return;
        }
        if (!token.text.isEmpty()) {
          pieces++;
          said.append(token.text);
          listener.said(token.text);
        }
      }
      // A piece holds several tokens where those make one character.
      int written = Math.max(1, Math.max(pieces, llama.encode(said.toString()).length));
      listener.finished(
          written >= most ? ReplyListener.Finish.LENGTH : ReplyListener.Finish.STOP,
          read,
          Math.min(most, written));
    }
  }
}
