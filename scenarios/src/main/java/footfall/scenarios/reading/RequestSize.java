package footfall.scenarios.reading;

import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.Replay;
import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.shoppers.Context;
import footfall.scenarios.shoppers.Intents;
import footfall.scenarios.shoppers.Language;
import footfall.scenarios.shoppers.ShopperClass;

/**
 * How many tokens and calls requests come to, by mean values.
 *
 * @param input tokens of a mean request
 * @param output tokens of a mean request
 * @param greatest input and output tokens of the last call of a mean conversation, the one with the
 *     longest context; of the mean request in a trace
 * @param callsPerTurn model calls
 */
record RequestSize(double input, double output, double greatest, double callsPerTurn) {

  static RequestSize of(Scenario scenario) {
    if (scenario.arrivals() instanceof Replay replay) {
      return of(replay.trace());
    }
    double input = 0;
    double output = 0;
    double greatest = 0;
    double calls = 0;
    for (ShopperClass shopper : scenario.shoppers()) {
      RequestSize size = of(shopper);
      input += shopper.share() * size.input;
      output += shopper.share() * size.output;
      calls += shopper.share() * size.callsPerTurn;
      greatest = Math.max(greatest, size.greatest);
    }
    return new RequestSize(input, output, greatest, calls);
  }

  private static RequestSize of(Trace trace) {
    double input = 0;
    double output = 0;
    for (int i = 0; i < trace.size(); i++) {
      input += trace.inputTokens(i);
      output += trace.outputTokens(i);
    }
    input /= trace.size();
    output /= trace.size();
    return new RequestSize(input, output, input + output, 1);
  }

  /** Intents are taken as all as likely. */
  private static RequestSize of(ShopperClass shopper) {
    double inflation = 1;
    for (Language language : shopper.languages()) {
      inflation += language.share() * (language.inflation() - 1);
    }
    double message = shopper.messageTokens().mean() * inflation;
    double thought = shopper.reasoningTokens().map(r -> r.mean()).orElse(0.0);
    double reply = shopper.replyTokens().mean() * inflation;
    double calls = 1;
    double tool = 0;
    if (shopper.intents().isPresent()) {
      Intents intents = shopper.intents().get();
      int count = intents.intents().size();
      calls = 0;
      double replies = 0;
      for (Intents.Intent intent : intents.intents()) {
        double each = Math.max(1, intent.calls().mean());
        calls += each / count;
        tool += (each - 1) * intent.toolTokens().mean() / count;
        replies += intent.replyTokens().map(r -> r.mean()).orElse(shopper.replyTokens().mean());
      }
      reply = replies / count * inflation;
    }
    double perTurn = message + calls * reply + tool;
    double turns = Math.max(1, shopper.turns().mean());
    double before = 0;
    double last = 0;
    if (shopper.context().isPresent()) {
      Context context = shopper.context().get();
      double history = context.history() ? perTurn : 0;
      before = Math.min(context.limitTokens(), context.systemTokens() + history * (turns - 1) / 2);
      last = Math.min(context.limitTokens(), context.systemTokens() + history * (turns - 1));
    }
    double written = reply + thought;
    return new RequestSize(
        before + message + tool, written, last + message + tool + written, calls);
  }
}
