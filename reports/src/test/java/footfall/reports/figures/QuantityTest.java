package footfall.reports.figures;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "request_latency, 0.1, 100 ms",
    "request_latency, 2.345, 2.35 s",
    "request_latency, 2300, 38.3 min",
    "utilization, 0.926, 92.6 %",
    "satisfaction, 0.79661, 0.7966",
    "request_throughput, 277.8, 278/s",
    "cost_per_month, 792, $792"
  })
  void figuresReadWell(String metric, double value, String text) {
    assertThat(Quantity.of(metric, value, "USD")).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          request_latency | 0.0421 | 42.1 ms
          time_to_first_token | 7200 | 2.00 h
          inter_token_latency | 7199 | 120 min
          queue_wait | 3600 | 1 h
          turn_latency | 600 | 10.0 min
          conversation_duration | 599 | 599 s
          queue_wait | 1 | 1.00 s
          queue_wait | 0 | 0 s
          queue_wait | 0.001 | 1.00 ms
          queue_wait | 0.000999 | 999 us
          queue_wait | NaN | n/a
          request_throughput | 12.34 | 12.3/s
          request_throughput | 9.999 | 10.0/s
          abandonment_rate | 0.5 | 50.0 %
          rejection_rate | 0.01 | 1.00 %
          utilization | NaN | n/a
          share | 1 | 100 %
          energy_per_thousand_conversations | 7200000 | 2.00 kWh
          carbon_per_thousand_conversations | 31.4159 | 31.4 g
          cost_per_hour | 99.99 | $100
          cost_per_hour | 9.995 | $10.0
          cost_per_hour | 0.09995 | $0.100
          cost_per_hour | 1234.4 | $1,234
          cost_per_hour | -100.4 | $-100
          cost_per_hour | 0 | $0
          cost_per_hour | 0.00123 | $0.00123
          cost_per_hour | NaN | n/a
          satisfaction | 0.81236 | 0.8124
          satisfaction | NaN | n/a
          """)
  void figuresAsPeopleReadThem(String metric, double value, String text) {
    assertThat(Quantity.of(metric, value, "USD")).isEqualTo(text);
  }

  @Test
  void numbersAsPeopleReadThem() {
    assertThat(Quantity.digits(0)).isEqualTo("0");
    assertThat(Quantity.digits(1e15)).isEqualTo("1.00e+15");
    assertThat(Quantity.digits(9.99e14)).isEqualTo("999,000,000,000,000");
    assertThat(Quantity.digits(1e-6)).isEqualTo("0.00000100");
    assertThat(Quantity.digits(9.99e-7)).isEqualTo("9.99e-07");
    assertThat(Quantity.digits(Double.NaN)).isEqualTo("n/a");
    assertThat(Quantity.count(1234)).isEqualTo("1,234");
    assertThat(Quantity.count(Double.POSITIVE_INFINITY)).isEqualTo("infinitely many");
    assertThat(Quantity.count(Double.NaN)).isEqualTo("n/a");
    assertThat(Quantity.money(5, "CHF")).isEqualTo("CHF 5.00");
    assertThat(Quantity.timeOfRun(3_599)).isEqualTo("60.0 min");
    assertThat(Quantity.timeOfRun(3_600)).isEqualTo("1:00 h");
    assertThat(Quantity.timeOfRun(73_440)).isEqualTo("20:24 h");
  }
}
