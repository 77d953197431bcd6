package footfall.serving.djl;

import footfall.actors.protocol.Request;
import footfall.serving.exchange.Prompt;
import footfall.serving.exchange.Sampling;
import footfall.serving.local.Rehearsed;
import footfall.serving.local.ReplyEngine;
import footfall.serving.local.ReplyListener;

/** Replies of an ONNX model, computed by an {@link Engine} of their own. */
final class OnnxReplies implements ReplyEngine {
  private final LocalModel model;
  private final Rehearsed rehearsed;
  private final Engine engine;

  OnnxReplies(LocalModel model, Rehearsed rehearsed, Engine engine) {
    this.model = model;
    this.rehearsed = rehearsed;
    this.engine = engine;
  }

  @Override
  public Reply begin(Prompt prompt, ReplyListener listener) {
    int[] tokens = model.read(prompt);
    return submit(
        new Generation(
            tokens,
            prompt.sampling(),
            model.grammar(prompt),
            prompt.wantsLogprobs(),
            model.config(),
            model.coder(),
            listener));
  }

  @Override
  public Reply rehearse(Request request, ReplyListener listener) {
    int[] tokens = rehearsed.tokens(request, model.coder()::encode);
    int output = Math.max(1, request.outputTokens());
    if (tokens.length + output > model.context()) {
      throw new Prompt.NotUnderstoodException("longer than the context of the model");
    }
    return submit(
        new Generation(tokens, Sampling.exactly(output), model.config(), model.coder(), listener));
  }

  private Generation submit(Generation generation) {
    engine.submit(generation);
    return generation;
  }

  @Override
  public String forced(Prompt prompt) {
    return model.forced(prompt);
  }

  @Override
  public void kill() {
    engine.kill();
  }

  @Override
  public void close() {
    engine.close();
  }
}
