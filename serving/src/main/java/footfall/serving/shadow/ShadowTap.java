package footfall.serving.shadow;

import footfall.actors.protocol.RequestOutcome;
import footfall.serving.exchange.LiveExchange;
import footfall.serving.exchange.Prompt;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Passes on to a client what is said to it, and listens in where its request is copied. */
public final class ShadowTap implements LiveExchange.Listener {
  private final LiveExchange.Listener client;
  private final ActorRef<? super ShadowTraffic.Command> shadow;
  private final Prompt prompt;

  /** Null where its request is not copied. */
  private final @Nullable Overheard heard;

  /**
   * Between a client and its exchange.
   *
   * @param shadow told how the request ended
   * @param copies whether the request is copied
   */
  public ShadowTap(
      LiveExchange.Listener client,
      ActorRef<? super ShadowTraffic.Command> shadow,
      Prompt prompt,
      boolean copies) {
    this.client = client;
    this.shadow = shadow;
    this.prompt = prompt;
    this.heard = copies ? new Overheard() : null;
  }

  @Override
  public void said(String text) {
    if (heard != null) {
      heard.said(text);
    }
    client.said(text);
  }

  @Override
  public void thought(String text) {
    client.thought(text);
  }

  @Override
  public void called(String tool, String arguments) {
    if (heard != null) {
      heard.called(tool, arguments);
    }
    client.called(tool, arguments);
  }

  @Override
  public void embedded(float[] vector) {
    client.embedded(vector);
  }

  @Override
  public void ended(RequestOutcome outcome) {
    client.ended(outcome);
    if (outcome instanceof RequestOutcome.Completed completed) {
      shadow.tell(new ShadowTraffic.Answered(prompt, heard, completed));
    }
  }
}
