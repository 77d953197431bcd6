package footfall.scenarios.reading;

import footfall.scenarios.Scenario;
import java.util.Map;

/**
 * A scenario with everything filled in.
 *
 * @param yaml the complete scenario as text; running it gives the same results
 * @param sha256 of that text, in hexadecimal
 * @param provenance where the figures of each pool come from: pool, then path of the figure
 */
public record ResolvedScenario(
    Scenario scenario, String yaml, String sha256, Map<String, Map<String, String>> provenance) {}
