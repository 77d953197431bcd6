package footfall.actors.workers;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MONTH = 730 * 3_600 * SECOND;

  @TempDir private Path folder;

  /** A million input tokens cost $1, of output tokens $2. */
  private Account account(String api) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("account.yaml"),
            """
            name: account
            horizon: 1h
            arrivals: {poisson: {rate: 1/s}}
            month: steady
            pools:
              llm:
                kind: llm
                service: {time: 1s}
                cost: {perMillionInputTokens: $1, perMillionCachedTokens: $0.5, perMillionOutputTokens: $2}
                api: {%s}
            routing: {ratio: {llm: 1}}
            """
                .formatted(api));
    Scenario scenario = new ScenarioReader().read(file, List.of()).scenario();
    PoolSpec pool = scenario.pools().get(0);
    return new Account(pool.api().orElseThrow(), pool.prices());
  }

  @Test
  void theBudgetIsThatOfAMonthAndRenewedWithTheNext() throws IOException {
    Account account = account("budget: {perMonth: $10}");
    assertThat(account.affords(10_000_000, 0, 0, 0)).isTrue();
    assertThat(account.affords(10_000_001, 0, 0, 0)).isFalse();

    account.pay(6_000_000, 0, 2_000_000); // $6 and $4
    assertThat(account.affords(0, 0, 0, 0)).isTrue();
    assertThat(account.affords(1, 0, 0, 0)).isFalse();
    assertThat(account.affords(1, 0, 0, MONTH - 1)).isFalse();
    assertThat(account.affords(10_000_000, 0, 0, MONTH)).isTrue();

    account.pay(9_000_000, 0, 0);
    assertThat(account.affords(1_000_001, 0, 0, MONTH + SECOND)).isFalse();
    assertThat(account.affords(1_000_001, 0, 0, 3 * MONTH)).isTrue();
  }

  @Test
  void cachedTokensCostTheirOwnPrice() throws IOException {
    Account account = account("budget: {perMonth: $1}");
    account.pay(1_000_000, 1_000_000, 0); // all of them cached: half a dollar
    assertThat(account.affords(500_000, 0, 0, 0)).isTrue();
    assertThat(account.affords(500_001, 0, 0, 0)).isFalse();
  }

  @Test
  void whatWasSpentBeforeCounts() throws IOException {
    Account account = account("budget: {perMonth: $10, spent: $9}");
    assertThat(account.affords(1_000_000, 0, 0, 0)).isTrue();
    assertThat(account.affords(1_000_001, 0, 0, 0)).isFalse();
  }

  @Test
  void withoutABudgetEverythingIsAfforded() throws IOException {
    Account account = account("requestsPerMinute: 60");
    account.pay(1e12, 0, 0);
    assertThat(account.affords(1e12, 0, 1e12, 0)).isTrue();
  }

  @Test
  void bothQuotasMustGrantARequest() throws IOException {
    Account account = account("requestsPerMinute: 60, tokensPerMinute: 6000");
    assertThat(account.open(5_900, 0, 0, 0)).isZero();
    assertThat(account.open(200, 0, 0, 0)).isEqualTo(SECOND); // 100 tokens come in a second
    assertThat(account.open(100, 0, 0, 0)).isZero();
    for (int i = 0; i < 58; i++) {
      assertThat(account.open(0, 0, 0, 0)).isZero();
    }
    assertThat(account.open(0, 0, 0, 0)).isEqualTo(SECOND); // 60 requests were taken
    assertThat(account.open(6_001, 0, 0, 100 * SECOND)).isEqualTo(Allowance.NEVER);
  }

  @Test
  void inputAndOutputAreCountedApart() throws IOException {
    Account account = account("inputTokensPerMinute: 6000, outputTokensPerMinute: 600");
    assertThat(account.open(6_000, 0, 500, 0)).isZero();
    assertThat(account.open(100, 0, 0, 0)).isEqualTo(SECOND);
    assertThat(account.open(0, 0, 110, 0)).isEqualTo(SECOND); // 10 come in a second
    assertThat(account.open(0, 0, 100, 0)).isZero();
  }

  @Test
  void cachedTokensMayBeFree() throws IOException {
    Account account = account("inputTokensPerMinute: 6000, countsCachedTokens: false");
    assertThat(account.open(60_000, 54_000, 0, 0)).isZero();
    assertThat(account.open(1, 0, 0, 0)).isPositive();
  }

  @Test
  void aDayBeginsWithTheRunAndEvery24Hours() throws IOException {
    Account account = account("requestsPerDay: 2");
    assertThat(account.open(1, 0, 1, 0)).isZero();
    assertThat(account.open(1, 0, 1, 3_600 * SECOND)).isZero();
    assertThat(account.open(1, 0, 1, 3_600 * SECOND)).isEqualTo(23 * 3_600 * SECOND);
    assertThat(account.open(1, 0, 1, 24 * 3_600 * SECOND)).isZero();
  }

  @Test
  void whatIsReservedAndNotWrittenGoesBack() throws IOException {
    Account account = account("outputTokensPerMinute: 1200, maxTokens: 1000");
    assertThat(account.open(1, 0, 100, 0)).isZero();
    assertThat(account.open(1, 0, 100, 0)).isEqualTo(40 * SECOND);
    account.close(100, 0, 0);
    assertThat(account.open(1, 0, 100, 0)).isZero();
  }

  @Test
  void soManyCallsAreServedAtTheSameTime() throws IOException {
    Account account = account("concurrentRequests: 1");
    assertThat(account.open(1, 0, 1, 0)).isZero();
    assertThat(account.open(1, 0, 1, 0)).isEqualTo(Account.CROWDED);
    account.close(1, 0, SECOND);
    assertThat(account.open(1, 0, 1, SECOND)).isZero();
  }
}
