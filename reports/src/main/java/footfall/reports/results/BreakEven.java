package footfall.reports.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A load at which something else becomes the cheapest that meets the objectives.
 *
 * @param panel of points that are measured against each other; empty where all are
 * @param axis of the load
 * @param at as that axis writes it: where the straight lines between the neighbouring loads cross;
 *     between the two loads where one of the two was not tried at both
 * @param ci95 from where to where that is, as far as the costs at both loads are known; null in
 *     older runs
 * @param below load at which the one is still cheapest
 * @param above load at which the other is
 * @param from levels on the other axes, below it
 * @param to the same above it
 * @param fromBought what is bought at the load below, in words
 * @param toBought what is bought at the load above
 */
public record BreakEven(
    String panel,
    String axis,
    String at,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> ci95,
    String below,
    String above,
    Map<String, String> from,
    Map<String, String> to,
    String fromBought,
    String toBought) {}
