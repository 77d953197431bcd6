package footfall.serving.gateway;

import footfall.fuzzing.Scratch;
import footfall.fuzzing.Target;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.util.List;

/** Bodies of requests. They are taken, or refused as the client's fault. */
public final class BodyTarget implements Target {
  private final RequestReader reader;
  private final BodyRoom room = BodyRoom.ofThisProcess();

  public BodyTarget() throws IOException {
    var scenario =
        new Scratch()
            .write(
                "shop.yaml",
                """
                name: shop
                horizon: 1min
                arrivals: {poisson: {rate: 1/s}}
                pools: {slm: {service: {time: 300ms}}}
                routing: {ratio: {slm: 1}}
                """);
    reader =
        new RequestReader(
            new Models(
                new ScenarioReader().read(scenario, List.of()).scenario(), pool -> pool == 0));
  }

  @Override
  public void feed(byte[] input) {
    for (ApiForm form : ApiForm.values()) {
      BodyRoom.Share share = room.share();
      try {
        reader.read(input, form, share);
      } catch (ApiException e) {
        if (e.status() < 400 || e.status() >= 500 || e.getMessage().isBlank()) {
          throw new AssertionError(e.status() + " " + e.getMessage(), e);
        }
      } finally {
        share.giveBack();
      }
    }
  }
}
