package footfall.scenarios;

/** What a pool costs, in currency units; zero where it does not cost that way. */
public record Prices(
    double perWorkerHour,
    double perMillionInputTokens,
    double perMillionOutputTokens,
    double perConversation) {}
