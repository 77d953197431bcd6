package footfall.scenarios.pools;

import java.util.Map;
import java.util.Optional;

/**
 * Electric power of one worker that is there or starting; one that is switched off or broken draws
 * none.
 *
 * @param idleWatts with no request in service
 * @param busyWatts with every slot busy
 * @param curve watts by requests in service; empty for a straight line from idle to busy
 * @param prefillWatts of an engine that reads prompts
 * @param perToken of a vendor, whose devices are not known; empty for workers of one's own
 */
public record Power(
    double idleWatts,
    double busyWatts,
    Optional<Curve> curve,
    double prefillWatts,
    Optional<TokenEnergy> perToken,
    Site site) {

  /** Of a vendor, of whose devices nothing is known. */
  public static Power ofTokens(TokenEnergy perToken, Site site) {
    return new Power(0, 0, Optional.empty(), 0, Optional.of(perToken), site);
  }

  /** Watts of an engine that decodes, by sequences in the step. */
  public double[] decodeWatts(int sequences) {
    return curve.orElseGet(() -> Curve.through(Map.of(1, busyWatts))).upTo(sequences);
  }

  /** Watts at the device with so many of its slots busy, by index. */
  public double[] byRequestsInService(int slots) {
    if (curve.isPresent()) {
      double[] watts = curve.get().upTo(slots);
      watts[0] = idleWatts;
      return watts;
    }
    return Curve.affine(idleWatts, (busyWatts - idleWatts) / slots).upTo(slots);
  }
}
