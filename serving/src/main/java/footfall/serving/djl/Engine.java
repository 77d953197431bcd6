package footfall.serving.djl;

import footfall.serving.local.ReplyEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A thread that runs one decoder: takes in replies to be written and goes on with all of them, step
 * by step, until it is closed or dies. Any thread may submit.
 */
final class Engine implements AutoCloseable {
  private static final long JOIN_MILLIS = 5_000;
  private static final Consumer<Batch> NOTHING = batch -> {};

  private final Supplier<Decoder> decoders;
  private final boolean pads;
  private final ReplyEngine.Ears ears;
  private final BlockingQueue<Consumer<Batch>> inbox = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Starts the thread, which loads the model first.
   *
   * @param pads whether the model takes sequences that are padded
   * @param ears told how it fares
   */
  Engine(String name, Supplier<Decoder> decoders, boolean pads, ReplyEngine.Ears ears) {
    this.decoders = decoders;
    this.pads = pads;
    this.ears = ears;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  void submit(Generation generation) {
    inbox.add(batch -> batch.add(generation));
  }

  /** Makes the thread die, for those who want to see what comes of it. */
  void kill() {
    inbox.add(
        batch -> {
          throw new IllegalStateException("killed");
        });
  }

  private void run() {
    try (Decoder decoder = decoders.get();
        Batch batch = new Batch(decoder, pads)) {
      ears.started();
      work(batch);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      ears.died(e);
    }
  }

  private void work(Batch batch) throws InterruptedException {
    List<Consumer<Batch>> due = new ArrayList<>();
    while (!closed) {
      if (batch.isEmpty()) {
        due.add(inbox.take());
      }
      inbox.drainTo(due);
      due.forEach(task -> task.accept(batch));
      due.clear();
      batch.step();
    }
  }

  @Override
  public void close() {
    closed = true;
    inbox.add(NOTHING);
  }

  /** Whether it holds nothing any more. */
  boolean isOver() {
    return !thread.isAlive();
  }

  /** Waits until it is empty, for a bounded time. */
  void join() throws InterruptedException {
    thread.join(JOIN_MILLIS);
  }
}
