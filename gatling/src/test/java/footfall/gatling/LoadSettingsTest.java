package footfall.gatling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import footfall.scenarios.problems.InvalidInputException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadSettingsTest {
  private static LoadSettings of(String... pairs) {
    Properties properties = new Properties();
    for (String pair : pairs) {
      int cut = pair.indexOf('=');
      properties.setProperty("footfall." + pair.substring(0, cut), pair.substring(cut + 1));
    }
    return LoadSettings.of(properties);
  }

  @Test
  void whatIsNotSaidHasADefault() {
    LoadSettings settings = of("scenario=my.yaml");
    assertThat(settings.scenario()).isEqualTo(Path.of("my.yaml"));
    assertThat(settings.target()).hasToString("http://127.0.0.1:8080");
    assertThat(settings.settings()).isEmpty();
    assertThat(settings.factor()).isEqualTo(1);
    assertThat(settings.timeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(settings.maxConnections()).isEqualTo(4_096);
    assertThat(settings.predicted()).isEmpty();
    assertThat(settings.pulse()).isFalse();
    assertThat(settings.target().keyVariable()).isEqualTo("FOOTFALL_API_KEY");
  }

  @Test
  void propertiesSayTheSameAgain() {
    LoadSettings settings =
        of(
            "scenario=my.yaml",
            "set=a=1\nb=2",
            "target=https://api.example/v1/",
            "model=m",
            "pool=p",
            "factor=1.5",
            "out=there",
            "predicted=results.json",
            "incidents=incidents.json",
            "prompts=asked.jsonl",
            "stream=false",
            "forceLengths=true",
            "maxTokens=7",
            "apiVersion=2024-10-21",
            "keyHeader=api-key",
            "headers=X-Tenant: shop\nX-Other: a b",
            "ca=ca.pem",
            "clientCert=c.pem",
            "clientKey=k.pem",
            "http2=true",
            "timeout=PT3S",
            "connections=9",
            "pulse=true");
    Properties again = new Properties();
    settings.toProperties().forEach(again::setProperty);
    assertThat(LoadSettings.of(again)).isEqualTo(settings);
    assertThat(settings.settings()).containsExactly("a=1", "b=2");
    assertThat(settings.target().models()).contains(URI.create("https://api.example/v1/models"));
    assertThat(settings.at(2, Path.of("x")).factor()).isEqualTo(2);
    assertThat(settings.changing(List.of("c=3")).settings()).containsExactly("c=3");
    assertThat(settings.predictedIn(Path.of("y")).predicted()).contains(Path.of("y"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nowhere",
        "ftp://host",
        "http://",
        "http://host?x=1",
        "http://user@host",
        "http://host#part",
        "http://ho st"
      })
  void whatIsNoBaseAddressIsRefused(String target) {
    assertThatThrownBy(() -> TargetProperties.base("--target ", target, true))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("must be the base address");
  }

  @ParameterizedTest
  @CsvSource({"factor=much, cannot be read", "timeout=2m, cannot be read", "connections=x, cannot"})
  void whatIsNoNumberIsRefused(String pair, String told) {
    assertThatThrownBy(() -> of("scenario=my.yaml", pair))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(told);
    assertThatThrownBy(() -> of("pool=p"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("footfall.scenario: must be set");
  }

  @Test
  void theKeyIsThatOfTheEnvironment() {
    assertThat(of("scenario=my.yaml", "key=NO_SUCH_VARIABLE_AT_ALL").target().key()).isEmpty();
    assertThat(of("scenario=my.yaml", "key=PATH").target().key()).isPresent();
  }
}
