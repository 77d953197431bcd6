package footfall.serving.djl;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import footfall.serving.exchange.Sampling;
import footfall.serving.local.ReplyListener;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens a second of the generation loop, and of a bare loop over ONNX Runtime without DJL, text,
 * sampling or listeners; in turns, so that both meet the same machine. Prints Markdown.
 */
public final class DecodeBenchmark {
  private static final int ROUNDS = 15;
  private static final int WARM_UP_ROUNDS = 60;

  /** A step of a model of more than this takes milliseconds, and compiled code shows in it less. */
  private static final long LARGE_BYTES = 50_000_000;

  private static final int LARGE_ROUNDS = 5;
  private static final int PROMPT = 40;
  private static final int TOKENS = 160;

  private final LocalModel model;
  private final Path graph;
  private final int rounds;
  private final int warmUpRounds;

  private DecodeBenchmark(LocalModel model, Path graph) {
    this.model = model;
    this.graph = graph;
    boolean large = model.bytes() > LARGE_BYTES;
    this.rounds = large ? LARGE_ROUNDS : ROUNDS;
    this.warmUpRounds = large ? 1 : WARM_UP_ROUNDS;
  }

  /**
   * Measures models on one core.
   *
   * @param arguments directories of models, each with {@code :precision} or not; none for both
   *     embedded models
   */
  public static void main(String[] arguments) throws OrtException {
    List<String> models =
        arguments.length > 0
            ? List.of(arguments)
            : List.of("embedded/footfall-tiny", "embedded/footfall-small");
    System.out.println("| model | batch | bare ONNX Runtime, tokens/s | worker, tokens/s | part |");
    System.out.println("|---|---|---|---|---|");
    for (String name : models) {
      String[] parts = name.split(":");
      Optional<String> precision = parts.length > 1 ? Optional.of(parts[1]) : Optional.empty();
      Path folder = ModelPlaces.find(parts[0], Path.of("."));
      try (LocalModel model = LocalModel.open(folder, precision, Device.named("cpu"), 1)) {
        DecodeBenchmark benchmark =
            new DecodeBenchmark(model, ModelDirectory.graphIn(folder, precision));
        double alone = 0;
        for (int batch : new int[] {1, 4, 8}) {
          double[] rates = benchmark.measure(batch);
          alone = batch == 1 ? rates[1] : alone;
          System.out.printf(
              Locale.ROOT,
              "| %s | %d | %,.1f | %,.1f (%.1f x of alone) | %.2f |%n",
              name,
              batch,
              rates[0],
              rates[1],
              rates[1] / alone,
              rates[1] / rates[0]);
        }
      }
    }
  }

  private double[] measure(int batch) throws OrtException {
    double[] bare = new double[rounds];
    double[] ours = new double[rounds];
    try (Decoder decoder = model.load(); // First: DJL insists on making the environment.
        Bare floor = new Bare()) {
      for (int round = -warmUpRounds; round < rounds; round++) {
        double floorRate = floor.run(batch);
        double ourRate = ours(decoder, batch);
        if (round >= 0) {
          bare[round] = floorRate;
          ours[round] = ourRate;
        }
      }
    }
    Arrays.sort(bare);
    Arrays.sort(ours);
    return new double[] {bare[rounds / 2], ours[rounds / 2]};
  }

  private static int[] prompt(int row) {
    int[] prompt = new int[PROMPT];
    for (int i = 0; i < PROMPT; i++) {
      prompt[i] = 20 + (i * 7 + row * 13) % 600;
    }
    return prompt;
  }

  /** From the instant when all prompts are read. */
  private double ours(Decoder decoder, int batchSize) {
    int[] done = new int[1];
    long[] tokens = new long[1];
    ReplyListener listener =
        new ReplyListener() {
          @Override
          public void said(String text) {
            tokens[0]++;
          }

          @Override
          public void failed(Throwable cause) {
            throw new IllegalStateException(cause);
          }

          @Override
          public void finished(Finish why, int read, int written) {
            done[0]++;
          }
        };
    try (Batch batch = new Batch(decoder, true)) {
      for (int row = 0; row < batchSize; row++) {
        batch.add(
            new Generation(
                prompt(row), Sampling.exactly(TOKENS), model.config(), model.coder(), listener));
      }
      for (int row = 0; row < batchSize; row++) {
        batch.step();
      }
      long before = tokens[0];
      long begin = System.nanoTime();
      while (done[0] == 0) {
        batch.step();
      }
      return (tokens[0] - before) / ((System.nanoTime() - begin) / 1e9);
    }
  }

  /** The same forward passes and nothing else. */
  private final class Bare implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    Bare() throws OrtException {
      OrtSession.SessionOptions options = new OrtSession.SessionOptions();
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(graph.toString(), options);
    }

    double run(int batch) throws OrtException {
      ModelConfig config = model.config();
      Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
      List<String> parts = new ArrayList<>();
      for (int layer = 0; layer < config.layers(); layer++) {
        parts.add("past_key_values." + layer + ".key");
        parts.add("past_key_values." + layer + ".value");
      }
      long[] nothing = {batch, config.kvHeads(), 0, config.headSize()};
      for (String part : parts) {
        inputs.put(part, OnnxTensor.createTensor(environment, FloatBuffer.allocate(0), nothing));
      }
      long[] next = new long[batch * PROMPT];
      for (int row = 0; row < batch; row++) {
        for (int i = 0; i < PROMPT; i++) {
          next[row * PROMPT + i] = prompt(row)[i];
        }
      }
      OrtSession.Result before = null;
      long begin = 0;
      for (int token = 0; token < TOKENS; token++) {
        if (token == 1) {
          begin = System.nanoTime();
        }
        int fresh = next.length / batch;
        int total = token == 0 ? PROMPT : PROMPT + token;
        put(inputs, "input_ids", next, batch, fresh);
        long[] mask = new long[batch * total];
        Arrays.fill(mask, 1);
        put(inputs, "attention_mask", mask, batch, total);
        long[] positions = new long[batch * fresh];
        for (int i = 0; i < positions.length; i++) {
          positions[i] = total - fresh + i % fresh;
        }
        put(inputs, "position_ids", positions, batch, fresh);
        OrtSession.Result result = session.run(inputs);
        next = likeliest((OnnxTensor) result.get("logits").orElseThrow(), batch, fresh);
        for (String part : parts) {
          OnnxValue present = result.get(part.replace("past_key_values", "present")).orElseThrow();
          if (before == null) {
            inputs.get(part).close();
          }
          inputs.put(part, (OnnxTensor) present);
        }
        if (before != null) {
          before.close();
        }
        before = result;
      }
      double rate = (double) batch * (TOKENS - 1) / ((System.nanoTime() - begin) / 1e9);
      before.close();
      return rate;
    }

    private void put(
        Map<String, OnnxTensor> inputs, String name, long[] values, int rows, int columns)
        throws OrtException {
      OnnxTensor old =
          inputs.put(
              name,
              OnnxTensor.createTensor(
                  environment, LongBuffer.wrap(values), new long[] {rows, columns}));
      if (old != null) {
        old.close();
      }
    }

    private long[] likeliest(OnnxTensor logits, int batch, int fresh) {
      FloatBuffer values = logits.getFloatBuffer();
      int vocabulary = values.remaining() / batch / fresh;
      long[] next = new long[batch];
      for (int row = 0; row < batch; row++) {
        int from = ((row + 1) * fresh - 1) * vocabulary;
        int best = 0;
        for (int i = 1; i < vocabulary; i++) {
          if (values.get(from + i) > values.get(from + best)) {
            best = i;
          }
        }
        next[row] = best;
      }
      return next;
    }

    @Override
    public void close() throws OrtException {
      session.close();
    }
  }
}
