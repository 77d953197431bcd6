package footfall.training;

import ai.djl.engine.Engine;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import footfall.scenarios.dialogues.Dialogues;
import footfall.scenarios.dialogues.Dialogues.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Teaches a decoder what the assistant says in dialogues that never repeat: Adam, with a rate that
 * warms up and then falls as a cosine.
 */
final class Training {
  private static final int BATCH = 16;

  /** Batches made together, of dialogues of about the same length. */
  private static final int BATCHES_TOGETHER = 32;

  private static final int WARM_UP_STEPS = 100;
  private static final double MISSPELLED = 0.15;
  private static final int REPORT_EVERY = 100;
  private static final int TUNING_DIALOGUES = 200;

  private final DecoderShape shape;
  private final HuggingFaceTokenizer tokenizer;
  private final int steps;
  private final double rate;
  private final int replyWeight;
  private final long seed;
  private int step;

  Training(
      DecoderShape shape,
      HuggingFaceTokenizer tokenizer,
      int steps,
      double rate,
      int replyWeight,
      long seed) {
    this.shape = shape;
    this.tokenizer = tokenizer;
    this.steps = steps;
    this.rate = rate;
    this.replyWeight = replyWeight;
    this.seed = seed;
  }

  /** The learned weights, by name. */
  Map<String, float[]> run() {
    Engine.getInstance().setRandomSeed((int) seed);
    try (NDManager manager = NDManager.newBaseManager()) {
      TorchDecoder decoder = new TorchDecoder(shape, manager);
      Optimizer adam =
          Optimizer.adam()
              .optBeta2(0.98f)
              .optClipGrad(1)
              .optLearningRateTracker((parameter, updates) -> (float) rateNow())
              .build();
      Dialogues dialogues = new Dialogues(seed, Part.TRAINING, MISSPELLED);
      long began = System.nanoTime();
      List<List<Transcript>> batches = List.of();
      double sum = 0;
      for (step = 1; step <= steps; step++) {
        int place = (step - 1) % BATCHES_TOGETHER;
        if (place == 0) {
          batches = batches(dialogues, (long) (step - 1) * BATCH);
        }
        sum += learn(manager, decoder, adam, batches.get(place));
        if (step % REPORT_EVERY == 0) {
          System.err.printf(
              Locale.ROOT,
              "step %d of %d, loss %.4f, %.0f s%n",
              step,
              steps,
              sum / REPORT_EVERY,
              (System.nanoTime() - began) / 1e9);
          sum = 0;
        }
      }
      System.err.printf(Locale.ROOT, "loss on others: %.4f%n", tuningLoss(manager, decoder));
      return decoder.values();
    }
  }

  private double rateNow() {
    if (step < WARM_UP_STEPS) {
      return rate * step / WARM_UP_STEPS;
    }
    double part = (double) (step - WARM_UP_STEPS) / (steps - WARM_UP_STEPS);
    return rate * (0.02 + 0.98 * (1 + Math.cos(Math.PI * part)) / 2);
  }

  private double learn(
      NDManager manager, TorchDecoder decoder, Optimizer adam, List<Transcript> batch) {
    try (NDManager step = manager.newSubManager();
        GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      NDArray loss = loss(step, decoder, batch);
      gradients.backward(loss);
      decoder
          .weights()
          .forEach(
              (name, weight) -> {
                NDArray gradient = weight.getGradient();
                gradient.attach(step);
                adam.update(name, weight, gradient);
              });
      return loss.getFloat();
    }
  }

  private List<List<Transcript>> batches(Dialogues dialogues, long first) {
    List<Transcript> transcripts = transcripts(dialogues, first, BATCHES_TOGETHER * BATCH);
    transcripts.sort(Comparator.comparingInt(transcript -> transcript.tokens().length));
    List<List<Transcript>> batches = new ArrayList<>();
    for (int from = 0; from < transcripts.size(); from += BATCH) {
      batches.add(transcripts.subList(from, from + BATCH));
    }
    Collections.shuffle(batches, new Random(first));
    return batches;
  }

  private List<Transcript> transcripts(Dialogues dialogues, long first, int count) {
    List<Transcript> transcripts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      transcripts.add(Transcript.of(dialogues.get(first + i), tokenizer, replyWeight));
    }
    return transcripts;
  }

  private double tuningLoss(NDManager manager, TorchDecoder decoder) {
    try (NDManager step = manager.newSubManager()) {
      Dialogues others = new Dialogues(seed, Part.TUNING, 0);
      return loss(step, decoder, transcripts(others, 0, TUNING_DIALOGUES)).getFloat();
    }
  }

  private NDArray loss(NDManager manager, TorchDecoder decoder, List<Transcript> batch) {
    int count = batch.size();
    int longest = batch.stream().mapToInt(t -> t.tokens().length).max().orElse(0);
    longest = Math.min(longest, shape.context());
    long[] tokens = new long[count * longest];
    List<Long> places = new ArrayList<>();
    List<Long> next = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      Transcript transcript = batch.get(row);
      for (int i = 0; i < Math.min(longest, transcript.tokens().length); i++) {
        tokens[row * longest + i] = transcript.tokens()[i];
        for (int time = 0; i > 0 && time < transcript.weights()[i]; time++) {
          places.add((long) row * longest + i - 1);
          next.add((long) transcript.tokens()[i]);
        }
      }
    }
    return decoder.loss(
        manager.create(tokens, new Shape(count, longest)),
        manager.create(places.stream().mapToLong(Long::longValue).toArray()),
        manager.create(next.stream().mapToLong(Long::longValue).toArray()));
  }
}
