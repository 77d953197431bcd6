package footfall.serving.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import footfall.scenarios.problems.InvalidInputException;
import footfall.training.DecoderShape;
import footfall.training.SyntheticModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a model directory is told with its path before anything is served. */
class ModelDirectoryTest {
  private static final DecoderShape SHAPE = DecoderShape.plain(263, 16, 1, 2, 64);

  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void writeModel() throws IOException {
    model = folder.resolve("model");
    SyntheticModel.write(model, SHAPE, "{{ messages[0]['content'] }}", 1);
  }

  private ThrowingCallable loading() {
    return () -> {
      try (LocalModel opened = LocalModel.open(model, Optional.empty(), Device.named("cpu"), 1);
          Decoder decoder = opened.load()) {
        assertThat(decoder).isNotNull();
      }
    };
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(loading())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(parts)
        .hasMessageContaining(model.toString());
  }

  /** As if it had come without a manifest. */
  private void forgetManifest() throws IOException {
    Files.delete(model.resolve("SHA256SUMS"));
  }

  @Test
  void missing() throws IOException {
    model = folder.resolve("nowhere");
    assertRefused("is not a model directory");
  }

  @Test
  void withoutGraph() throws IOException {
    forgetManifest();
    Files.delete(model.resolve("model.onnx"));
    assertRefused("has no *.onnx");
  }

  @Test
  void withoutTokenizer() throws IOException {
    forgetManifest();
    Files.delete(model.resolve("tokenizer.json"));
    assertRefused("has no tokenizer.json");
  }

  @Test
  void brokenTokenizer() throws IOException {
    forgetManifest();
    Files.writeString(model.resolve("tokenizer.json"), "{\"version\": 1");
    assertRefused("is no tokenizer");
  }

  @Test
  void brokenConfig() throws IOException {
    forgetManifest();
    Files.writeString(model.resolve("config.json"), "{");
    assertRefused("config.json", "is no JSON");
  }

  @Test
  void truncated() throws IOException {
    forgetManifest();
    byte[] whole = Files.readAllBytes(model.resolve("model.onnx"));
    for (int length : new int[] {0, 1, 100, whole.length / 2, whole.length - 1}) {
      Files.write(model.resolve("model.onnx"), Arrays.copyOf(whole, length));
      assertRefused("model.onnx");
    }
  }

  @Test
  void garbage() throws IOException {
    forgetManifest();
    Files.write(model.resolve("model.onnx"), "no model at all".getBytes(StandardCharsets.UTF_8));
    assertRefused("model.onnx", "is truncated or no ONNX model");
  }

  @Test
  void oneBitFlipped() throws IOException {
    byte[] bytes = Files.readAllBytes(model.resolve("model.onnx"));
    bytes[bytes.length / 2] ^= 1;
    Files.write(model.resolve("model.onnx"), bytes);
    assertRefused("model.onnx", "is damaged", "SHA256SUMS");
  }

  @Test
  void ofAnotherExport() throws IOException {
    forgetManifest();
    Path other = folder.resolve("other");
    SyntheticModel.write(other, DecoderShape.plain(263, 16, 2, 2, 64), "", 1);
    Files.copy(
        other.resolve("config.json"),
        model.resolve("config.json"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertRefused("config.json of 2 layers and a graph of 1");
  }

  @Test
  void onADeviceThatIsNotThere() {
    assertThatThrownBy(
            () -> {
              try (LocalModel opened =
                  LocalModel.open(model, Optional.empty(), Device.named("gpu:0"), 1)) {
                opened.load();
              }
            })
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("cannot be served on gpu:0", "device: cpu");
  }

  @Test
  void onADeviceOfAnUnknownName() {
    assertThatThrownBy(() -> Device.named("tpu"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("tpu");
  }

  @Test
  void thatFootfallDoesNotBring() {
    assertThatThrownBy(() -> ModelPlaces.find("embedded/footfall-huge", folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("embedded/footfall-huge", "maybe embedded/footfall-tiny");
  }
}
