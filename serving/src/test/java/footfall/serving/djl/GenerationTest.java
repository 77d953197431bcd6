package footfall.serving.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.serving.exchange.Sampling;
import footfall.serving.format.ReplyFormat;
import footfall.serving.local.ReplyListener;
import footfall.training.DecoderShape;
import footfall.training.DecoderShape.Mlp;
import footfall.training.DecoderShape.Norm;
import footfall.training.SyntheticModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replies are the same, whoever else is served at the same time and however the prompt is read. */
class GenerationTest {
  /** Decoders of the shapes of real models, with little in them. */
  enum Kind {
    LLAMA(shape("llama", 2, Norm.RMS, Mlp.SWIGLU, true)),
    GEMMA(shape("gemma", 1, Norm.RMS, Mlp.GEGLU, true)),
    PHI_3(shape("phi3", 4, Norm.RMS, Mlp.SWIGLU, true)),
    LLAMA_OF_GENAI_BUILDER(shape("llama", 2, Norm.RMS, Mlp.SWIGLU, false)),
    OWN(DecoderShape.plain(263, 32, 2, 4, 512));

    final DecoderShape shape;

    Kind(DecoderShape shape) {
      this.shape = shape;
    }

    private static DecoderShape shape(
        String type, int kvHeads, Norm norm, Mlp mlp, boolean positions) {
      return new DecoderShape(type, 263, 32, 2, 4, kvHeads, 16, 64, 512, norm, mlp, positions);
    }
  }

  private static final String TEMPLATE = "{% for m in messages %}{{ m['content'] }}{% endfor %}";

  @TempDir Path folder;

  private LocalModel open(Kind kind) throws IOException {
    SyntheticModel.write(folder.resolve(kind.name()), kind.shape, TEMPLATE, 7);
    return LocalModel.open(folder.resolve(kind.name()), Optional.empty(), Device.named("cpu"), 1);
  }

  /** One reply, and when its tokens came. */
  private static class Collected implements ReplyListener {
    final StringBuilder text = new StringBuilder();
    final List<String> pieces = new ArrayList<>();
    ReplyListener.Finish finish;
    Throwable cause;
    int read;
    int written;

    @Override
    public void said(String piece) {
      text.append(piece);
      pieces.add(piece);
    }

    @Override
    public void finished(Finish why, int promptTokens, int tokens) {
      finish = why;
      read = promptTokens;
      written = tokens;
    }

    @Override
    public void failed(Throwable why) {
      cause = why;
    }
  }

  private static int[] prompt(Random random, int length) {
    return random.ints(length, 7, 263).toArray();
  }

  private static Generation generation(
      LocalModel model, int[] prompt, Sampling sampling, Collected heard) {
    return new Generation(prompt, sampling, model.config(), model.coder(), heard);
  }

  private static Collected alone(
      LocalModel model, Decoder decoder, int[] prompt, Sampling sampling) {
    Collected heard = new Collected();
    try (Batch batch = new Batch(decoder, model.pads())) {
      batch.add(generation(model, prompt, sampling, heard));
      while (heard.finish == null && heard.cause == null) {
        batch.step();
      }
    }
    return heard;
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void isTheSameInABatchAsAlone(Kind kind) throws IOException {
    try (LocalModel model = open(kind);
        Decoder decoder = model.load();
        Batch batch = new Batch(decoder, model.pads())) {
      assertThat(model.pads()).isTrue();
      Random random = new Random(1);
      List<int[]> prompts = new ArrayList<>();
      List<Sampling> samplings = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        prompts.add(prompt(random, 3 + random.nextInt(i == 4 ? 300 : 40)));
        samplings.add(Sampling.exactly(5 + random.nextInt(40)));
      }
      List<Collected> together = new ArrayList<>();
      for (int i = 0; i < prompts.size(); i++) {
        Collected heard = new Collected();
        together.add(heard);
        batch.add(generation(model, prompts.get(i), samplings.get(i), heard));
        batch.step(); // Others join while it is written.
      }
      while (!batch.isEmpty()) {
        batch.step();
      }
      for (int i = 0; i < prompts.size(); i++) {
        Collected alone = alone(model, decoder, prompts.get(i), samplings.get(i));
        assertThat(together.get(i).text.toString()).isEqualTo(alone.text.toString());
        assertThat(together.get(i).written).isEqualTo(samplings.get(i).maxTokens());
        assertThat(together.get(i).finish).isEqualTo(ReplyListener.Finish.LENGTH);
      }
      assertThat(together.stream().map(h -> h.text.toString()).distinct().count())
          .as("the replies differ, so that mixing them up would show")
          .isGreaterThan(7);
    }
  }

  /** The probabilities of all tokens sum to one, and a greedy reply takes the likeliest. */
  @Test
  void tellsHowLikelyItsTokensAre() throws IOException {
    try (LocalModel model = open(Kind.LLAMA);
        Decoder decoder = model.load();
        Batch batch = new Batch(decoder, model.pads())) {
      int[] prompt = prompt(new Random(3), 30);
      List<Double> told = new ArrayList<>();
      Collected heard =
          new Collected() {
            @Override
            public void likely(double logprob) {
              told.add(logprob);
            }
          };
      batch.add(
          new Generation(
              prompt, Sampling.exactly(5), null, true, model.config(), model.coder(), heard));
      while (heard.finish == null) {
        batch.step();
      }
      long[] tokens = java.util.Arrays.stream(prompt).asLongStream().toArray();
      Decoder.Step first = decoder.step(decoder.emptyCache(), tokens, new int[1]);
      double mass = 0;
      double most = 0;
      for (float logit : first.logits()) {
        mass += Math.exp(logit);
        most = Math.max(most, Math.exp(logit));
      }
      first.cache().close();
      assertThat(told).hasSize(5);
      assertThat(Math.exp(told.get(0))).isCloseTo(most / mass, within(1e-5));
    }
  }

  @Test
  void readsALongPromptInChunksAsIfAtOnce() throws IOException {
    try (LocalModel model = open(Kind.LLAMA);
        Decoder decoder = model.load()) {
      int[] prompt = prompt(new Random(3), 333);
      long[] tokens = java.util.Arrays.stream(prompt).asLongStream().toArray();
      Decoder.Step whole = decoder.step(decoder.emptyCache(), tokens, new int[1]);
      Sampler sampler = new Sampler(Sampling.GREEDY, prompt);
      int first = sampler.next(whole.logits(), 0, whole.vocabulary(), new int[0]);
      whole.cache().close();
      Collected heard = alone(model, decoder, prompt, Sampling.exactly(1));
      assertThat(heard.read).isEqualTo(333);
      assertThat(heard.text.toString()).isEqualTo(model.coder().decode(new int[] {first}, 0, 1));
    }
  }

  @Test
  void goesOnWithoutThoseWhoseClientsAreGone() throws IOException {
    try (LocalModel model = open(Kind.LLAMA);
        Decoder decoder = model.load();
        Batch batch = new Batch(decoder, model.pads())) {
      Random random = new Random(5);
      int[] stays = prompt(random, 20);
      Collected left = new Collected();
      Collected stayed = new Collected();
      Generation leaving = generation(model, prompt(random, 50), Sampling.exactly(400), left);
      batch.add(leaving);
      batch.add(generation(model, stays, Sampling.exactly(60), stayed));
      for (int step = 0; step < 10; step++) {
        batch.step();
      }
      leaving.cancel();
      while (!batch.isEmpty()) {
        batch.step();
      }
      assertThat(left.finish).isNull();
      assertThat(left.pieces.size()).isLessThan(12);
      assertThat(stayed.text.toString())
          .isEqualTo(alone(model, decoder, stays, Sampling.exactly(60)).text.toString());
    }
  }

  /** What one request asks for, at which the decoder fails: nobody else notices. */
  @ParameterizedTest
  @EnumSource(names = "ALL", mode = EnumSource.Mode.EXCLUDE)
  void aPoisonedRequestEndsAlone(PoisonedDecoder.Poison poison) throws IOException {
    try (LocalModel model = open(Kind.LLAMA);
        Decoder healthy = model.load();
        Batch batch = new Batch(new PoisonedDecoder(healthy, poison), model.pads())) {
      Random random = new Random(19);
      List<int[]> prompts = new ArrayList<>();
      List<Collected> others = new ArrayList<>();
      Collected poisoned = new Collected();
      for (int i = 0; i < 6; i++) {
        if (i == 3) {
          int[] longest = prompt(random, PoisonedDecoder.LONGEST - 20);
          longest[longest.length - 1] = PoisonedDecoder.TOKEN;
          batch.add(generation(model, longest, Sampling.exactly(60), poisoned));
        }
        prompts.add(random.ints(3 + random.nextInt(40), 7, PoisonedDecoder.TOKEN).toArray());
        others.add(new Collected());
        batch.add(generation(model, prompts.get(i), Sampling.exactly(90), others.get(i)));
        batch.step();
      }
      while (!batch.isEmpty()) {
        batch.step();
      }
      assertThat(poisoned.cause).isInstanceOf(poison.failure());
      assertThat(poisoned.finish).isNull();
      for (int i = 0; i < prompts.size(); i++) {
        assertThat(others.get(i).text.toString())
            .isEqualTo(alone(model, healthy, prompts.get(i), Sampling.exactly(90)).text + "");
        assertThat(others.get(i).finish).isEqualTo(ReplyListener.Finish.LENGTH);
      }
      Collected after = new Collected();
      batch.add(generation(model, prompts.get(0), Sampling.exactly(5), after));
      while (!batch.isEmpty()) {
        batch.step();
      }
      assertThat(after.written).isEqualTo(5);
    }
  }

  @Test
  void aDecoderThatNoLongerWorksEndsAll() throws IOException {
    try (LocalModel model = open(Kind.LLAMA);
        Decoder healthy = model.load();
        Batch batch =
            new Batch(new PoisonedDecoder(healthy, PoisonedDecoder.Poison.ALL), model.pads())) {
      Collected heard = new Collected();
      batch.add(generation(model, prompt(new Random(23), 9), Sampling.exactly(5), heard));
      assertThatThrownBy(batch::step).hasMessageContaining("the model no longer works");
      assertThat(heard.cause).isNull();
    }
  }

  @Test
  void stopsWhereItIsToldTo() throws IOException {
    try (LocalModel model = open(Kind.OWN);
        Decoder decoder = model.load()) {
      int[] prompt = prompt(new Random(11), 12);
      String all = alone(model, decoder, prompt, Sampling.exactly(80)).text.toString();
      int from = all.length() / 2;
      String stop = all.substring(from, from + 3);
      Sampling sampling = new Sampling(80, 0, 0, 1, 0, 1, 0, List.of("not there", stop), true);
      Collected stopped = alone(model, decoder, prompt, sampling);
      assertThat(stopped.text.toString()).isEqualTo(all.substring(0, all.indexOf(stop)));
      assertThat(stopped.finish).isEqualTo(ReplyListener.Finish.STOP);
    }
  }

  @Test
  void drawsTheSameAgainFromTheSameSeed() throws IOException {
    try (LocalModel model = open(Kind.OWN);
        Decoder decoder = model.load()) {
      int[] prompt = prompt(new Random(13), 12);
      List<String> replies = new ArrayList<>();
      for (long seed : new long[] {1, 1, 2, 3}) {
        Sampling sampling = new Sampling(30, 30, 1.5, 0.95, 50, 1.1, seed, List.of(), true);
        replies.add(alone(model, decoder, prompt, sampling).text.toString());
      }
      assertThat(replies.get(0)).isEqualTo(replies.get(1));
      assertThat(replies.subList(1, 4)).doesNotHaveDuplicates();
    }
  }

  @Test
  void endsWithTheContextAtTheLatest() throws IOException {
    try (LocalModel model = open(Kind.OWN);
        Decoder decoder = model.load()) {
      int[] prompt = prompt(new Random(17), 500);
      Sampling sampling = new Sampling(Integer.MAX_VALUE, 0, 0, 1, 0, 1, 0, List.of(), true);
      Collected heard = alone(model, decoder, prompt, sampling);
      assertThat(heard.written).isEqualTo(12);
      assertThat(heard.finish).isEqualTo(ReplyListener.Finish.LENGTH);
    }
  }

  /** The weights are random, and what they write is JSON all the same. */
  @ParameterizedTest
  @EnumSource
  void keepsToASchema(Kind kind) throws IOException {
    ReplyFormat format =
        new ReplyFormat(
            new ObjectMapper()
                .readValue(
                    """
                    {"type": "object", "properties": {
                      "size": {"enum": ["S", "M"]},
                      "word": {"type": "string", "maxLength": 8},
                      "count": {"type": "integer", "minimum": 1, "maximum": 12},
                      "tags": {"type": "array", "items": {"type": "boolean"}, "maxItems": 3}},
                     "required": ["size", "word", "count", "tags"]}
                    """,
                    new TypeReference<Map<String, Object>>() {}));
    try (LocalModel model = open(kind)) {
      for (int seed = 0; seed < 5; seed++) {
        Sampling sampling =
            new Sampling(300, 0, seed == 0 ? 0 : 1.5, 1, 0, 1, seed, List.of(), false);
        Collected heard = new Collected();
        Generation generation =
            new Generation(
                prompt(new Random(seed), 20),
                sampling,
                format.grammar(),
                false,
                model.config(),
                model.coder(),
                heard);
        try (Batch batch = new Batch(model.load(), model.pads())) {
          batch.add(generation);
          while (!batch.isEmpty()) {
            batch.step();
          }
        }
        assertThat(heard.cause).isNull();
        assertThat(heard.finish).isEqualTo(ReplyListener.Finish.STOP);
        JsonNode written = new ObjectMapper().readTree(heard.text.toString());
        assertThat(written.path("size").asText()).isIn("S", "M");
        assertThat(written.path("word").asText()).hasSizeLessThanOrEqualTo(8);
        assertThat(written.path("count").asInt()).isBetween(1, 12);
        assertThat(written.path("tags").size()).isLessThanOrEqualTo(3);
        assertThat(written).hasSize(4);
      }
    }
  }
}
