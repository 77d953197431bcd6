package footfall.scenarios.traces;

import footfall.scenarios.arrivals.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values of a column as they come: few different ones, or it is no label. */
final class Label {
  private static final int MOST_VALUES = 100;

  private final Map<String, Byte> known = new HashMap<>();
  private final List<String> values = new ArrayList<>();
  private byte[] of = new byte[1024];
  private boolean isOne = true;

  /** Sets the value of the request with this index; those before without one have none. */
  void put(int index, String value) {
    if (!isOne) {
      return;
    }
    Byte number = known.get(value);
    if (number == null) {
      if (values.size() == MOST_VALUES) {
        isOne = false;
        of = new byte[0];
        return;
      }
      values.add(value);
      number = (byte) values.size();
      known.put(value, number);
    }
    if (index >= of.length) {
      of = Arrays.copyOf(of, Math.max(index + 1, of.length * 2));
    }
    of[index] = number;
  }

  /** Whether it tells some requests from others. */
  boolean tellsApart() {
    return isOne && !values.isEmpty();
  }

  /** The values of the first requests. */
  Trace.Labels all(int requests) {
    return new Trace.Labels(values, Arrays.copyOf(of, requests));
  }
}
