package footfall.scenarios.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VendorErrorTest {
  private static final String DATE = "Mon, 09 Mar 2026 07:05:04 GMT";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "502 | <html><body>Bad Gateway</body></html> | 502, not JSON",
        "502 | '' | 502",
        "500 | {\"error\":{\"message\":\"engine died\"}} | 500 engine died",
        "500 | {\"error\":\"engine died\"} | 500 engine died",
        "404 | {\"message\":\"no such model\"} | 404 no such model",
        "404 | {\"detail\":\"Not Found\"} | 404 Not Found",
        "422 | {\"detail\":[{\"msg\":\"field required\"}]} | 422 field required",
        "400 | [{\"error\":{\"code\":400,\"message\":\"bad\"}}] | 400 bad",
        "429 | {\"error\":{}} | 429",
        "500 | 17 | 500, not JSON",
      })
  void isReadInManyForms(int status, String body, String message) {
    VendorError error = VendorError.ofBody(status, body);

    assertThat(error.status()).isEqualTo(status);
    assertThat(error.message()).isEqualTo(message);
  }

  @Test
  void anEmptyAccountIsNotABusyOne() {
    String body = "{\"error\":{\"message\":\"x\",\"type\":\"t\",\"code\":\"insufficient_quota\"}}";
    String busy = "{\"error\":{\"message\":\"x\",\"code\":\"rate_limit_exceeded\"}}";

    assertThat(VendorError.ofBody(429, body).isSpent()).isTrue();
    assertThat(VendorError.ofBody(429, busy).isSpent()).isFalse();
    assertThat(VendorError.ofBody(429, "{\"error\":{\"type\":\"insufficient_quota\"}}").isSpent())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "- | - | 0",
        "- | 2 | 2000",
        "- | 0.25 | 250",
        "700 | 30 | 700",
        "- | Mon, 09 Mar 2026 07:05:09 GMT | 5000",
        "- | Mon, 09 Mar 2026 07:05:00 GMT | 0",
        "- | soon | 0",
        "x | 3 | 3000",
        "- | -4 | 0",
        "- | 1e300 | 1000000000",
        "- | NaN | 0",
      })
  void pausesAreSecondsMillisecondsOrDates(String millis, String after, long expected) {
    assertThat(
            VendorError.retryAfter(
                Optional.ofNullable(millis), Optional.ofNullable(after), Optional.of(DATE)))
        .isEqualTo(Duration.ofMillis(expected));
  }
}
